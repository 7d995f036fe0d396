import type { Bag } from "../helpers/engine";
import { CheckFailed } from "../helpers/engine";
import { OTHER_PORT, SMALLEST, useWorld } from "./world";

const world = useWorld();

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Property and reason of every refusal of a preview, after which nothing was called. */
async function refusals(wanted: Bag): Promise<[string, string][]> {
  const refused = await world
    .stack()
    .preview(wanted)
    .then(
      () => new CheckFailed([]),
      (error: unknown) => error,
    );
  if (!(refused instanceof CheckFailed)) throw refused;
  expect(world.calls()).toEqual([]);
  return refused.failures.map(({ property, reason }) => [property, reason]);
}

const mappings = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ clientPort: i + 1, serverPort: i + 1 }));

describe("scenario 16: what the API refuses is refused in the preview, by property", () => {
  test.each<[string, Bag, [string, RegExp][]]>([
    [
      "a name of 17 characters",
      { serviceName: "a".repeat(17) },
      [["serviceName", /16 characters at most, has 17/]],
    ],
    ["a name with a space", { serviceName: "or ders" }, [["serviceName", /letters, digits, _ and - only/]]],
    [
      "port 0",
      { ports: [{ clientPort: 0, serverPort: 80 }] },
      [["ports[0].clientPort", /from 1 to 65535, is 0/]],
    ],
    [
      "port 65536",
      { ports: [{ clientPort: 1, serverPort: 65536 }] },
      [["ports[0].serverPort", /65535, is 65536/]],
    ],
    ["port 1.5", { ports: [{ clientPort: 1.5, serverPort: 1 }] }, [["ports[0].clientPort", /whole number/]]],
    ["201 mappings", { ports: mappings(201) }, [["ports", /200 mappings at most, has 201/]]],
    [
      "two equal mappings",
      { ports: [...mappings(2), { clientPort: 1, serverPort: 1, protocol: "TCP" }] },
      [["ports[2]", /the same mapping as ports\[0\]/]],
    ],
    ["a misspelt property", { servicename: "a" }, [["servicename", /did you mean serviceName/]]],
    [
      "several at once",
      { serviceName: "a b", vpcId: "vpc", approvalEnabled: "yes" },
      [
        ["vpcId", /must be a UUID, is "vpc"/],
        ["serviceName", /only/],
        ["approvalEnabled", /must be true or false/],
      ],
    ],
  ])("scenario 16: %s", async (_what, change, expected) => {
    const found = await refusals({ ...SMALLEST, ...change });
    expect(found.map(([property]) => property)).toEqual(expected.map(([property]) => property));
    for (const [i, [, reason]] of found.entries()) expect(reason).toMatch(expected[i]?.[1] ?? /never/);
  });

  test("scenario 16: 16 characters and 200 mappings are taken, here and by the API", async () => {
    const stack = world.stack();
    await stack.up({ ...SMALLEST, serviceName: "a".repeat(16), ports: mappings(200) });
    expect(world.service()["ports"]).toHaveLength(200);
    expect(await stack.up({ ...SMALLEST, serviceName: "a".repeat(16), ports: mappings(200) })).toBe("same");
  });
});

test("an existing service is checked as a new one is", async () => {
  const stack = world.stack();
  await stack.up(SMALLEST);
  await expect(stack.preview({ ...SMALLEST, serviceName: "a b" })).rejects.toThrow(CheckFailed);
});

test("a word that is not known passes with one warning", async () => {
  const stack = world.stack();
  const program = { ...SMALLEST, tcpProxy: "GPU" };
  await stack.preview(program);
  await stack.preview(program);
  expect(await world.said(stack, 1)).toEqual([
    'tcpProxy is not one of the words that this version knows (close, toa_open, proxy_open, open, proxy_vni), is "GPU"; it is sent as it is',
  ]);
});

describe("scenario 17: unknown values in a preview", () => {
  const program = {
    ...SMALLEST,
    serviceName: "orders",
    serviceType: "interface",
    approvalEnabled: true,
    tcpProxy: "close",
    description: "text",
    tags: { a: "1" },
    permissions: ["*"],
    organizationPermissions: ["organizations:orgPath::o-a/*"],
    enablePolicy: false,
    ipVersion: "ipv4",
    poolId: "pool",
  };
  const variants: [string, Bag, "update" | "replace"][] = [
    ["portId", { portId: UNKNOWN }, "update"],
    ["ports", { ports: UNKNOWN }, "update"],
    ["ports[0]", { ports: [UNKNOWN] }, "update"],
    ["ports[0].serverPort", { ports: [{ clientPort: 8080, serverPort: UNKNOWN }] }, "update"],
    ["ports[0].protocol", { ports: [{ clientPort: 8080, serverPort: 80, protocol: UNKNOWN }] }, "update"],
    ["serviceName", { serviceName: UNKNOWN }, "update"],
    ["approvalEnabled", { approvalEnabled: UNKNOWN }, "update"],
    ["tcpProxy", { tcpProxy: UNKNOWN }, "update"],
    ["description", { description: UNKNOWN }, "update"],
    ["tags", { tags: UNKNOWN }, "update"],
    ["tags.a", { tags: { a: UNKNOWN } }, "update"],
    ["permissions", { permissions: UNKNOWN }, "update"],
    ["permissions[0]", { permissions: [UNKNOWN] }, "update"],
    ["organizationPermissions[0]", { organizationPermissions: [UNKNOWN] }, "update"],
    ["rejectConnectionsOnDelete", { rejectConnectionsOnDelete: UNKNOWN }, "update"],
    ["vpcId", { vpcId: UNKNOWN }, "replace"],
    ["serverType", { serverType: UNKNOWN }, "replace"],
    ["serviceType", { serviceType: UNKNOWN }, "replace"],
    ["enablePolicy", { enablePolicy: UNKNOWN }, "replace"],
    ["ipVersion", { ipVersion: UNKNOWN }, "replace"],
    ["poolId", { poolId: UNKNOWN }, "replace"],
    ["region", { region: UNKNOWN }, "replace"],
    ["projectId", { projectId: UNKNOWN }, "replace"],
    ["existingId", { existingId: UNKNOWN }, "replace"],
  ];

  test("scenario 17: each in turn passes the check of a new service, without a call", async () => {
    for (const [, change] of variants) {
      const { step, inputs } = await world.stack().preview({ ...program, ...change });
      expect(step).toBe("create");
      expect(inputs).toMatchObject(change);
    }
    expect(world.calls()).toEqual([]);
  });

  test("scenario 17: each in turn is a change of an existing one, a replacement where the field is fixed", async () => {
    const stack = world.stack();
    await stack.up(program);
    world.forgetCalls();
    const steps = [];
    for (const [field, change] of variants) {
      steps.push([field, (await stack.preview({ ...program, ...change })).step]);
    }
    expect(steps).toEqual(variants.map(([field, , step]) => [field, step]));
    expect(world.calls()).toEqual([]);
  });

  test("scenario 17: what is known beside an unknown value is still checked", async () => {
    const found = await refusals({
      ...SMALLEST,
      portId: UNKNOWN,
      ports: [UNKNOWN, { clientPort: 0, serverPort: 1 }],
    });
    expect(found.map(([property]) => property)).toEqual(["ports[1].clientPort"]);
  });
});

describe("scenario 18: tags", () => {
  test.each([
    ["a key with =", { "a=b": "1" }],
    ["a key of 37 characters", { ["k".repeat(37)]: "1" }],
    ["a key with a leading space", { " a": "1" }],
    ["an empty key", { "": "1" }],
    ["a value of 44 characters", { a: "v".repeat(44) }],
  ])("scenario 18: %s is refused", async (_what, tags) => {
    const [[property] = []] = await refusals({ ...SMALLEST, tags });
    expect(property).toBe(`tags[${JSON.stringify(Object.keys(tags)[0])}]`);
  });

  test("scenario 18: an empty value, and the longest key and value, are taken", async () => {
    const tags = { empty: "", ["k".repeat(36)]: "v".repeat(43) };
    const stack = world.stack();
    await stack.up({ ...SMALLEST, tags });
    expect(stack.outputs["tags"]).toEqual(tags);
    expect(await stack.up({ ...SMALLEST, tags })).toBe("same");
  });

  test("scenario 18: what the values are is not said, for a secret may be among them", async () => {
    const [[, reason] = []] = await refusals({ ...SMALLEST, tags: { a: "canary<secret" } });
    expect(reason).not.toContain("canary");
  });
});

describe("scenario 19: everyone is the bare star", () => {
  test("scenario 19: iam:domain::* is refused, with the right form", async () => {
    const found = await refusals({ ...SMALLEST, permissions: ["iam:domain::*"] });
    expect(found).toEqual([["permissions[0]", 'is refused by the API: every account is "*"']]);
  });

  test("scenario 19: * is taken", async () => {
    const stack = world.stack();
    await stack.up({ ...SMALLEST, permissions: ["*"] });
    expect(world.service()["permissions"]).toMatchObject([{ permission: "*" }]);
  });
});

describe("the wider rule set", () => {
  const huawei = useWorld({
    emulator: { rules: "huawei" },
    config: { "huaweicloud:vpcepRules": "huawei" },
  });

  test("a refusal names it", async () => {
    const [[, reason] = []] = await refusals({ ...SMALLEST, tags: { ["k".repeat(37)]: "1" } });
    expect(reason).toContain('the rule set "huawei" accepts it: set huaweicloud:vpcepRules');
  });

  test("takes what it says, in the check and at the API", async () => {
    const stack = huawei.stack();
    await stack.up({
      ...SMALLEST,
      tags: { ["k".repeat(128)]: "v".repeat(255) },
      description: "d".repeat(512),
      ports: [{ clientPort: 53, serverPort: 53, protocol: "UDP" }],
    });
    expect(huawei.service()["description"]).toHaveLength(512);
  });
});

test("two services of one port with different pairs live side by side; EndPoint.3044 names the other one", async () => {
  const first = world.stack();
  await first.up({ ...SMALLEST, portId: OTHER_PORT });
  await world.stack().up({ ...SMALLEST, portId: OTHER_PORT, ports: [{ clientPort: 8080, serverPort: 81 }] });
  // The run learns by its diff that the program has it.
  await first.preview({ ...SMALLEST, portId: OTHER_PORT });
  const third = world.stack();
  await expect(third.up({ ...SMALLEST, portId: OTHER_PORT })).rejects.toThrow(
    new RegExp(
      `Service ${first.id} \\(created .*\\) already serves 80/TCP of port ${OTHER_PORT}\\..* It belongs to "${first.options.name}" of this program\\.`,
    ),
  );
  expect(third.state).toBeUndefined();
});
