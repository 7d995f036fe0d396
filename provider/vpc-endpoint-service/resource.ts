import * as pulumi from "@pulumi/pulumi";
import { bridgeText } from "../dynamic/bridge";
import { HIDDEN, timeoutsInSeconds } from "../dynamic/hidden";
import { refuseClash } from "./clash";
import { ALL_FIELDS } from "./fields";
import type { ServiceError } from "./inputs";

/** A port mapping as a program writes it: a port of the endpoint, led to a port of the backend. */
export interface PortMappingArgs {
  /** The port that consumers connect to, on their endpoint: 1 to 65535. */
  clientPort: pulumi.Input<number>;
  /** The port of the backend that the connection is led to: 1 to 65535. */
  serverPort: pulumi.Input<number>;
  /** The protocol. Default `TCP`, the only one of the API page. */
  protocol?: pulumi.Input<string>;
}

/** A port mapping as the API answers it. */
export interface PortMappingOutput {
  clientPort: number;
  serverPort: number;
  protocol: string;
}

/**
 * What a program says of a VPC endpoint service.
 *
 * An argument that is left out is the cloud's business: it is not sent, and whatever the cloud has makes no difference.
 * One that was set by the program last applied and is left out now goes back to the API's default.
 *
 * @see The API pages "Creating a VPC Endpoint Service" and "Modifying a VPC Endpoint Service" of the VPC Endpoint API Reference.
 */
export interface VpcEndpointServiceArgs {
  /**
   * What the backend is: `LB` (load balancer), `VM` (ECS); `VIP` and `BMS` are discarded, use `LB`.
   * A change replaces the service.
   */
  serverType: pulumi.Input<string>;
  /** Id (UUID) of the VPC that the backend is in. A change replaces the service. */
  vpcId: pulumi.Input<string>;
  /**
   * Id (UUID) of the backend's port, which must be in `vpcId`. `LB`: the port of the load balancer's private address;
   * `VM`: the ECS's NIC. A change is made in place.
   */
  portId: pulumi.Input<string>;
  /**
   * The port mappings, 1 to 200, none twice; their order makes no difference. Services that share a `portId` may not share
   * a pair of `serverPort` and `protocol`. A change is made in place, with the full list.
   */
  ports: pulumi.Input<pulumi.Input<PortMappingArgs>[]>;
  /**
   * The short name: up to 16 letters, digits, `_` and `-`. Default: none. The full name that consumers use is the output
   * `endpointServiceName`. A change is made in place.
   */
  serviceName?: pulumi.Input<string>;
  /** The type of the service. Default `interface`, the only one that users can create. A change replaces the service. */
  serviceType?: pulumi.Input<string>;
  /**
   * Whether a consumer's endpoint has to be approved before it connects. Default `true`. A change is made in place.
   */
  approvalEnabled?: pulumi.Input<boolean>;
  /**
   * How the client's address and port, or `marker_id`, reach the backend: `close` (not at all), `toa_open` (TCP option;
   * OBS backends only), `proxy_open` (Proxy Protocol), `open` (both), `proxy_vni` (Proxy Protocol with virtual network id,
   * no TOA). Default `close`. A change is made in place.
   */
  tcpProxy?: pulumi.Input<string>;
  /** A text of up to 128 characters without `<` and `>`. Default: empty. A change is made in place. */
  description?: pulumi.Input<string>;
  /**
   * Tags, up to 20: keys of 1 to 36 characters and values of 0 to 43, without `= * < > \ , | /` and without a space at
   * either end (other editions of the API take more: see the setting `huaweicloud:vpcepRules`). When given, it is the whole
   * truth, and `{}` means none; when never given, tags are left alone. A change is made in place, with the difference.
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * The accounts that may connect: `iam:domain::<account id>`, or `*` for every account. When given, it is the whole truth,
   * and `[]` means none; when never given, the accounts are left alone. A change is made in place: additions first, then
   * removals. A removed account keeps the connections it has, unless `rejectConnectionsOnRevoke` is set.
   */
  permissions?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * The paths of organizations whose accounts may connect: `organizations:orgPath::<path>`. As `permissions`, for its own
   * part of the whitelist.
   */
  organizationPermissions?: pulumi.Input<pulumi.Input<string>[]>;
  /** Whether endpoints may have a policy. Default `false`; some regions do not know it. A change replaces the service. */
  enablePolicy?: pulumi.Input<boolean>;
  /** `ipv4` or `ipv6`, professional edition only. Default `ipv4`. A change replaces the service. */
  ipVersion?: pulumi.Input<string>;
  /** Id (UUID) of a network of the VPC for SNAT addresses; required with `ipv6`. A change replaces the service. */
  snatNetworkId?: pulumi.Input<string>;
  /** Id of a dedicated cluster. Default: none. A change replaces the service. */
  poolId?: pulumi.Input<string>;
  /** Address or domain name of the server, for services of VLAN type only. Default: none. A change is made in place. */
  ip?: pulumi.Input<string>;
  /** The region. Default: the setting `huaweicloud:region`, else `HW_REGION_NAME`. A change replaces the service. */
  region?: pulumi.Input<string>;
  /**
   * Id of the project. Default: the setting `huaweicloud:projectId`, else `HW_PROJECT_ID`. A change replaces the service.
   */
  projectId?: pulumi.Input<string>;
  /**
   * Id of an existing service to take over instead of creating one: it is brought to what the program says, with only what
   * differs, and belongs to the stack from then on. It counts when the resource is created; taking it out later does
   * nothing, another id replaces the resource.
   */
  existingId?: pulumi.Input<string>;
  /**
   * Whether a delete first rejects the live connections that would block it. Default `false`: the delete fails and names
   * them. The provider's own; a change makes no API call.
   */
  rejectConnectionsOnDelete?: pulumi.Input<boolean>;
  /**
   * Whether the live connections of an account are rejected when it is taken from `permissions`. Default `false`. The
   * provider's own; a change makes no API call.
   */
  rejectConnectionsOnRevoke?: pulumi.Input<boolean>;
}

const TYPE = "pulumi-nodejs:dynamic/huaweicloud-vpcep:VpcEndpointService";

/** The arguments without which no service can be. */
const REQUIRED = ["serverType", "vpcId", "portId", "ports"] as const;

const OUTPUTS = [
  "status",
  "endpointServiceName",
  "createdAt",
  "updatedAt",
  "error",
  "connectionCount",
  "supportedEditions",
] as const;

/**
 * A VPC endpoint service: it offers a backend in a VPC to consumers in other VPCs, over private links.
 *
 * Modifying it sends one call ("Modifying a VPC Endpoint Service") with exactly the fields that changed. A change of
 * `serverType`, `vpcId`, `serviceType`, `region`, `projectId`, `enablePolicy`, `ipVersion`, `snatNetworkId`, `poolId` or
 * `existingId` replaces it: its consumers lose it and have to connect anew.
 *
 * Create, update and delete wait up to 10 minutes each; the option `customTimeouts` changes that. `pulumi import` is not
 * possible for resources of this kind: use `existingId`.
 *
 * @example
 * ```typescript
 * const orders = new VpcEndpointService("orders", {
 *   serverType: "LB",
 *   vpcId: vpc.id,
 *   portId: loadBalancer.vipPortId,
 *   ports: [{ clientPort: 8080, serverPort: 80 }],
 * });
 * export const serviceName = orders.endpointServiceName;
 * ```
 */
export class VpcEndpointService extends pulumi.CustomResource {
  /** Status: `creating`, `available`, `failed` or `deleting`; the API's own word. */
  declare public readonly status: pulumi.Output<string>;
  /** The full name, `<region>.<serviceName>.<id>` or `<region>.<id>`: what consumers of other accounts look it up by. */
  declare public readonly endpointServiceName: pulumi.Output<string>;
  /** The short name; empty for a service without one. */
  declare public readonly serviceName: pulumi.Output<string>;
  /** What the backend is: `LB`, `VM`, `VIP` or `BMS`. */
  declare public readonly serverType: pulumi.Output<string>;
  /** `interface` or `gateway`. */
  declare public readonly serviceType: pulumi.Output<string | undefined>;
  /** Id of the VPC that the backend is in. */
  declare public readonly vpcId: pulumi.Output<string>;
  /** Id of the backend's port. */
  declare public readonly portId: pulumi.Output<string>;
  /** The port mappings, each with its protocol. */
  declare public readonly ports: pulumi.Output<PortMappingOutput[]>;
  /** Whether a consumer's endpoint has to be approved. */
  declare public readonly approvalEnabled: pulumi.Output<boolean>;
  /** How the client's address reaches the backend. */
  declare public readonly tcpProxy: pulumi.Output<string>;
  /** The description. */
  declare public readonly description: pulumi.Output<string | undefined>;
  /** All tags of the service. */
  declare public readonly tags: pulumi.Output<Record<string, string>>;
  /** The accounts that may connect, when the program manages them. */
  declare public readonly permissions: pulumi.Output<string[] | undefined>;
  /** The paths of organizations that may connect, when the program manages them. */
  declare public readonly organizationPermissions: pulumi.Output<string[] | undefined>;
  /** Whether endpoints may have a policy, where the API tells. */
  declare public readonly enablePolicy: pulumi.Output<boolean | undefined>;
  /** IP version, where the API tells. */
  declare public readonly ipVersion: pulumi.Output<string | undefined>;
  /** Network of the SNAT addresses, where the API tells. */
  declare public readonly snatNetworkId: pulumi.Output<string | undefined>;
  /** Id of the dedicated cluster, where the API tells. */
  declare public readonly poolId: pulumi.Output<string | undefined>;
  /** Address of the server, for services of VLAN type. */
  declare public readonly ip: pulumi.Output<string | undefined>;
  /** The region that the service is in. */
  declare public readonly region: pulumi.Output<string>;
  /** The project that the service is in. */
  declare public readonly projectId: pulumi.Output<string>;
  /** When it was created: UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  declare public readonly createdAt: pulumi.Output<string>;
  /** When it was last changed: UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  declare public readonly updatedAt: pulumi.Output<string>;
  /** The API's reasons when `status` is `failed`; else empty. */
  declare public readonly error: pulumi.Output<ServiceError[]>;
  /** Connections in use or being made, as last seen by a refresh. */
  declare public readonly connectionCount: pulumi.Output<number | undefined>;
  /** Editions that the service supports, such as `basic`, where the API tells. */
  declare public readonly supportedEditions: pulumi.Output<string[] | undefined>;

  /**
   * Reads an existing service without owning it: nothing is changed, and a destroy leaves it alone. A service that is not
   * there fails the program.
   *
   * @param name The name of the resource in the program.
   * @param id The id of the service, a UUID.
   * @param opts Options of the resource; an explicit `provider` says in which region to look.
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): VpcEndpointService {
    return new VpcEndpointService(name, undefined, { ...opts, id });
  }

  /** Whether an object is a VpcEndpointService, also one that another copy of this package has made. */
  static override isInstance(object: unknown): object is VpcEndpointService {
    if (typeof object !== "object" || object === null) return false;
    return (object as { __pulumiType?: unknown }).__pulumiType === TYPE;
  }

  /**
   * @param name The name of the resource in the program.
   * @param args What the service is to be.
   * @param opts Options of the resource; all of them work, but `import` (use `existingId`).
   */
  constructor(name: string, args: VpcEndpointServiceArgs, opts?: pulumi.CustomResourceOptions);
  /** @internal */
  constructor(name: string, args: VpcEndpointServiceArgs | undefined, opts?: pulumi.CustomResourceOptions);
  constructor(
    name: string,
    args: VpcEndpointServiceArgs | undefined,
    opts: pulumi.CustomResourceOptions = {},
  ) {
    const isRead = opts.id !== undefined;
    if (!isRead) refuseUnusable(name, args, opts);
    const customTimeouts = timeoutsInSeconds(opts.customTimeouts);
    const properties: Record<string, unknown> = {};
    // Every property is named, so that each is an output of the resource, also one that only the cloud fills in.
    for (const field of [...ALL_FIELDS, ...OUTPUTS]) properties[field] = undefined;
    Object.assign(properties, isRead ? {} : refuseClash(name, args as VpcEndpointServiceArgs, opts));
    properties[HIDDEN] = { name, ...(customTimeouts === undefined ? {} : { customTimeouts }), set: [] };
    properties.__provider = bridgeText("VpcEndpointService");
    super(TYPE, name, properties, opts);
  }
}

/** What the types would not let through, for programs that have none. */
function refuseUnusable(
  name: string,
  args: VpcEndpointServiceArgs | undefined,
  opts: pulumi.CustomResourceOptions,
): void {
  const missing = REQUIRED.filter((field) => args?.[field] === undefined || args[field] === null);
  if (missing.length > 0)
    throw new pulumi.RunError(`VpcEndpointService "${name}": ${missing.join(", ")} must be given.`);
  if (opts.import !== undefined)
    throw new pulumi.RunError(
      `VpcEndpointService "${name}": Pulumi cannot import resources of this kind. Take the option import out and set existingId: "${opts.import}" among the arguments.`,
    );
}
