// The resource types, with what is done to each while responses are spoilt.
import type { ResourceHandlers } from "../../../provider/resource/handlers";
import { vpcEndpoint } from "../../../provider/vpc-endpoint/lifecycle";
import { vpcEndpointConnection } from "../../../provider/vpc-endpoint-connection/lifecycle";
import { vpcEndpointService } from "../../../provider/vpc-endpoint-service/lifecycle";
import { vpcEndpointServicePermission } from "../../../provider/vpc-endpoint-service-permission/lifecycle";
import type { Properties } from "../../helpers/engine";
import { type Lab, service } from "../../helpers/in-process";
import { networkId, otherPort, otherVpc, vpcId } from "../../helpers/samples";

/** What stands beside the resource. */
export interface Surroundings {
  endpointServiceId: string;
  endpointServiceName: string;
  /** Of somebody else's endpoint, which waits for the owner. */
  endpointId: string;
}

export interface Operation {
  /** What the program says before; absent when nothing stands. */
  before?: Properties;
  /** What it says while responses are spoilt, or the other thing that is done. */
  now: Properties | "refresh" | "destroy" | "get" | "import" | "adopt";
  /** Given a consumer that is connected. */
  isConnected?: true;
}

export interface Subject {
  handlers: ResourceHandlers;
  /** It needs nothing beside it. */
  isAlone?: true;
  /** What the program says of it in the end. */
  whole(around: Surroundings): Properties;
  operations(whole: Properties, around: Surroundings): Record<string, Operation>;
  /** The ids of its objects in the cloud, as the state has them. */
  idsIn(one: Lab): string[];
  /** What an import takes for such an id. */
  importId(id: string, around: Surroundings): string;
}

/** What is done with every resource. */
const usual = (whole: Properties): Record<string, Operation> => ({
  create: { now: whole },
  refresh: { before: whole, now: "refresh" },
  delete: { before: whole, now: "destroy" },
  get: { before: whole, now: "get" },
  import: { before: whole, now: "import" },
});

const changes = (whole: Properties, differences: Record<string, Properties>): Record<string, Operation> =>
  Object.fromEntries(
    Object.entries(differences).map(([name, difference]) => [
      name,
      { before: whole, now: { ...whole, ...difference } },
    ]),
  );

const servicesIn = ({ emulator }: Lab) => emulator.state().services as Properties[];
const recordsIn = (one: Lab, list: string): Properties[] =>
  servicesIn(one).flatMap((of) =>
    (of[list] as Properties[]).map((record) => ({ of: String(of.id), ...record })),
  );
const isThere = ({ status }: Properties) => status !== "deleting" && status !== "deleted";

const endpointArgs = ({ endpointServiceId }: Surroundings): Properties => ({
  endpointServiceId,
  vpcId,
  subnetId: networkId,
  description: "the shop",
  whitelist: ["192.0.2.1"],
  enableWhitelist: true,
  tags: { team: "a", stage: "" },
});

export const subjects = {
  VpcEndpointService: {
    handlers: vpcEndpointService,
    isAlone: true,
    whole: () =>
      service({
        serviceName: "mine",
        portId: otherPort,
        description: "what it is for",
        tags: { team: "a", stage: "" },
        permissions: ["iam:domain::one"],
        organizationPermissions: ["organizations:orgPath::o-1"],
        rejectConnectionsOnDelete: true,
        rejectConnectionsOnRevoke: true,
      }),
    operations: (whole) => ({
      ...usual(whole),
      adopt: { before: whole, now: "adopt" },
      ...changes(whole, {
        scalars: { description: "b", approvalEnabled: false },
        ports: { ports: [{ clientPort: 1, serverPort: 2 }] },
        tags: { tags: { stage: "b", more: "c" } },
        permissions: { permissions: ["*"], organizationPermissions: [] },
        replacement: { vpcId: otherVpc, portId: "77777777-7777-4777-8777-777777777777" },
      }),
      revocation: { before: whole, isConnected: true, now: { ...whole, permissions: [] } },
      "delete with consumers": { before: whole, isConnected: true, now: "destroy" },
    }),
    idsIn: (one) =>
      servicesIn(one)
        .filter(isThere)
        .map(({ id }) => String(id)),
    importId: (id) => id,
  },
  VpcEndpoint: {
    handlers: vpcEndpoint,
    whole: endpointArgs,
    operations: (whole, { endpointServiceName }) => {
      const { endpointServiceId: _id, ...others } = whole;
      return {
        ...usual(whole),
        adopt: { before: whole, now: "adopt" },
        "create by name": { now: { ...others, endpointServiceName } },
        ...changes(whole, {
          whitelist: { whitelist: ["192.0.2.2", "198.51.100.0/24"] },
          tags: { tags: { stage: "b", more: "c" } },
          replacement: { description: "another shop" },
        }),
      };
    },
    idsIn: ({ emulator }) =>
      (emulator.state().endpoints as Properties[]).filter(isThere).map(({ id }) => String(id)),
    importId: (id) => id,
  },
  VpcEndpointConnection: {
    handlers: vpcEndpointConnection,
    whole: ({ endpointServiceId, endpointId }) => ({ endpointServiceId, endpointId, description: "known" }),
    operations: (whole) => ({
      ...usual(whole),
      ...changes(whole, { decision: { accepted: false }, note: { description: "unknown" } }),
    }),
    idsIn: (one) =>
      recordsIn(one, "connections")
        .filter(({ status }) => status === "accepted")
        .map(({ of, id }) => `${of}/${id}`),
    importId: (id) => id,
  },
  VpcEndpointServicePermission: {
    handlers: vpcEndpointServicePermission,
    whole: ({ endpointServiceId }) => ({
      endpointServiceId,
      permission: "iam:domain::one",
      description: "a partner",
    }),
    operations: (whole) => ({
      ...usual(whole),
      ...changes(whole, { note: { description: "a friend" }, replacement: { permission: "*" } }),
    }),
    idsIn: (one) => recordsIn(one, "permissions").map(({ id }) => String(id)),
    importId: (id, { endpointServiceId }) => `${endpointServiceId}/${id}`,
  },
} as const satisfies Record<string, Subject>;
