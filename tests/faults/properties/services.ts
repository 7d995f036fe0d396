import fc from "fast-check";
import type { Properties } from "../../helpers/engine";
import { portId, vpcId } from "../../helpers/in-process";
import { otherPort } from "../support";

/**
 * Runs and seed of a property; `FC_RUNS` and `FC_SEED` ask for more, or for other ones. A long property has its runs in
 * two files, so that both of jest's workers share them.
 */
export function runs(numRuns: number, half?: 1 | 2): { numRuns: number; seed: number } {
  const { FC_RUNS, FC_SEED } = process.env;
  const [all, seed] = [Number(FC_RUNS ?? numRuns), Number(FC_SEED ?? 20260102)];
  return half === undefined ? { numRuns: all, seed } : { numRuns: Math.ceil(all / 2), seed: seed + half - 1 };
}

const otherVpc = "55555555-5555-4555-8555-555555555555";
const snatNetworkId = "66666666-6666-4666-8666-666666666666";

const mapping = fc.record(
  {
    clientPort: fc.integer({ min: 1, max: 6 }),
    serverPort: fc.integer({ min: 1, max: 6 }),
    protocol: fc.constant("TCP"),
  },
  { requiredKeys: ["clientPort", "serverPort"] },
);
const ports = fc.uniqueArray(mapping, {
  minLength: 1,
  maxLength: 5,
  selector: ({ clientPort, serverPort }) => `${clientPort} ${serverPort}`,
});
const tags = fc.dictionary(
  fc.constantFrom("team", "tier", "Ab-1", "clé", "constructor"),
  fc.constantFrom("", "a", "b c", "väl"),
  { maxKeys: 4, noNullPrototype: true },
);
const accounts = fc.uniqueArray(
  fc.constantFrom("*", ...["1", "2", "3", "4"].map((id) => `iam:domain::${id}`)),
);
const organizations = fc.uniqueArray(
  fc.constantFrom(
    "organizations:orgPath::o-1/r-1",
    "organizations:orgPath::o-1/*",
    "organizations:orgPath::o-2",
  ),
);

/** What a program may say of a service, in a random order; what is not required is there or not. */
export const anyService: fc.Arbitrary<Properties> = fc
  .record(
    {
      serverType: fc.constantFrom("LB", "LB", "LB", "VM"),
      vpcId: fc.constantFrom(vpcId, vpcId, vpcId, otherVpc),
      portId: fc.constantFrom(portId, portId, otherPort),
      ports,
      serviceName: fc.constantFrom("", "orders", "a_B-9", "x".repeat(16)),
      serviceType: fc.constant("interface"),
      approvalEnabled: fc.boolean(),
      tcpProxy: fc.constantFrom("close", "proxy_open", "open"),
      description: fc.constantFrom("", "text", "端点 🚚", "x".repeat(128)),
      tags,
      permissions: accounts,
      organizationPermissions: organizations,
      enablePolicy: fc.constantFrom(false, false, false, true),
      rejectConnectionsOnDelete: fc.boolean(),
      rejectConnectionsOnRevoke: fc.boolean(),
      ipVersion: fc.constant("ipv6"),
      snatNetworkId: fc.constant(snatNetworkId),
    },
    { requiredKeys: ["serverType", "vpcId", "portId", "ports", "snatNetworkId"] },
  )
  .chain((wanted) => {
    const { snatNetworkId: network, ...rest } = wanted as Properties;
    const whole = rest.ipVersion === undefined ? rest : { ...rest, snatNetworkId: network };
    return shuffled(housed(whole as Properties));
  });

/** A port lies in one VPC: each VPC here has ports of its own. */
export function housed(wanted: Properties): Properties {
  const port = wanted.vpcId === otherVpc ? String(wanted.portId).replace(/^../, "77") : wanted.portId;
  return { ...wanted, portId: port };
}

/** The same in another order of keys, mappings and records. */
export function shuffled(wanted: Properties): fc.Arbitrary<Properties> {
  const keys = Object.keys(wanted);
  const orders = fc.tuple(
    fc.shuffledSubarray(keys, { minLength: keys.length }),
    ...["ports", "permissions", "organizationPermissions"].map((name) => {
      const list = (wanted[name] ?? []) as unknown[];
      return fc.shuffledSubarray(list, { minLength: list.length });
    }),
  );
  return orders.map(([order, ...lists]) => {
    const whole: Properties = Object.fromEntries((order as string[]).map((key) => [key, wanted[key]]));
    ["ports", "permissions", "organizationPermissions"].forEach((name, index) => {
      if (wanted[name] !== undefined) whole[name] = lists[index];
    });
    return whole;
  });
}
