// The four resource types as the benchmark uses them: what has to be there first, what a program says of each, and the
// changes that it makes. Ids are made up: the emulator knows no VPC or subnet.
import type { ResourceHandlers } from "../../provider/resource/handlers";
import { vpcEndpoint } from "../../provider/vpc-endpoint/lifecycle";
import { vpcEndpointConnection } from "../../provider/vpc-endpoint-connection/lifecycle";
import { vpcEndpointService } from "../../provider/vpc-endpoint-service/lifecycle";
import { vpcEndpointServicePermission } from "../../provider/vpc-endpoint-service-permission/lifecycle";
import type { Properties } from "../../tests/helpers/engine";
import { vpcId } from "../../tests/helpers/samples";
import type { VirtualCloud } from "./virtual-cloud";

export interface BenchResource {
  type: string;
  handlers: ResourceHandlers;
  /** Arguments of so many resources, once what they need is there. */
  prepare(cloud: VirtualCloud, count: number): Promise<Properties[]>;
  /** What a program adds to its arguments, step by step. */
  changes: Partial<Record<Change, (args: Properties) => Properties>>;
}

/** Changes that are made in place. */
export type Change = "one scalar" | "one tag of ten" | "one account more";

const numbered = (prefix: string, index: number) => `${prefix}-${String(index).padStart(12, "0")}`;
const account = (index: number) => `iam:domain::${String(index).padStart(32, "0")}`;
const tenTags = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`key-${index}`, "first"]));
const otherTag = ({ tags, ...args }: Properties) => ({
  ...args,
  tags: { ...(tags as object), "key-3": "second" },
});
const described = (args: Properties) => ({ ...args, description: "the web shop" });
const list = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

/** The arguments of a plain service; the port tells services apart. */
export const serviceArgs = (index: number): Properties => ({
  serverType: "LB",
  vpcId,
  portId: numbered("5f5d9a0e-7d06-4a80-8f5b", index),
  ports: [{ clientPort: 443, serverPort: 8443 }],
  serviceName: `orders-${index}`,
  description: "the orders of the shop",
});

/** The same as the recorded program has it, with ten tags. */
export const taggedArgs = (index: number): Properties => ({ ...serviceArgs(index), tags: tenTags });

/** A service that the resources of other types belong to; gives its id. */
async function makeService(cloud: VirtualCloud, changes: Properties = {}): Promise<string> {
  const stack = cloud.stack(vpcEndpointService, "owner");
  await stack.up({ ...serviceArgs(4_999), ...changes });
  return stack.id;
}

const service: BenchResource = {
  type: "VpcEndpointService",
  handlers: vpcEndpointService,
  prepare: async (_cloud, count) => list(count, serviceArgs),
  changes: {
    "one scalar": (args) => ({ ...args, approvalEnabled: false }),
    "one tag of ten": otherTag,
    "one account more": ({ permissions, ...args }) => ({
      ...args,
      permissions: [...((permissions as string[] | undefined) ?? []), account(2)],
    }),
  },
};

const endpoint: BenchResource = {
  type: "VpcEndpoint",
  handlers: vpcEndpoint,
  async prepare(cloud, count) {
    const endpointServiceId = await makeService(cloud, { approvalEnabled: false });
    return list(count, (index) => ({
      endpointServiceId,
      vpcId,
      subnetId: numbered("16bd5b66-8c4a-4ac7-a3d2", index),
    }));
  },
  changes: {
    "one scalar": (args) => ({ ...args, whitelist: ["192.0.2.1"], enableWhitelist: true }),
    "one tag of ten": otherTag,
  },
};

const connection: BenchResource = {
  type: "VpcEndpointConnection",
  handlers: vpcEndpointConnection,
  async prepare(cloud, count) {
    const endpointServiceId = await makeService(cloud, { approvalEnabled: true });
    const connect = () => cloud.lab.emulator.connect(endpointServiceId).id;
    return list(count, () => ({ endpointServiceId, endpointId: connect() }));
  },
  changes: { "one scalar": described },
};

const permission: BenchResource = {
  type: "VpcEndpointServicePermission",
  handlers: vpcEndpointServicePermission,
  async prepare(cloud, count) {
    const endpointServiceId = await makeService(cloud);
    return list(count, (index) => ({ endpointServiceId, permission: account(index) }));
  },
  changes: { "one scalar": described },
};

export const RESOURCES = { service, endpoint, connection, permission };

/** What a program of the life cycle says beside the least: ten tags, and one account where there is a whitelist. */
export function richArgs({ type }: BenchResource, args: Properties): Properties {
  if (type === "VpcEndpointService") return { ...args, tags: tenTags, permissions: [account(1)] };
  return type === "VpcEndpoint" ? { ...args, tags: tenTags } : args;
}
