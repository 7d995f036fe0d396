import * as pulumi from "@pulumi/pulumi";
import { refuseClash } from "../program/places";
import { isOfType, type ResourceOptions, registrationOf, tokenOf } from "../program/registration";
import { markExclusive } from "../program/whitelists";
import type { FailureReason } from "../resource/codecs";
import type { VpcEndpointServiceArgs } from "./args";
import { SERVICE } from "./fields";
import { portPairs } from "./ports";

/** A port mapping as the API shows it. */
export interface PortMappingOutput {
  /** The port that consumers connect to, on their endpoint. */
  clientPort: number;
  /** The port of the backend that the connection is led to. */
  serverPort: number;
  /** The protocol, `TCP` where the API tells none. */
  protocol: string;
}

/** One more backend of a service, as it was added. */
export interface ServerResourceOutput {
  /** Id of the load balancer (ELB instance). */
  resourceId: string;
  /** Id of the availability zone, where the program gave one. */
  availabilityZoneId?: string;
}

const TYPE = tokenOf(SERVICE.type);

/** Options of the resource: all but `import`, which Pulumi cannot do for dynamic resources (use `existingId`). */
export type VpcEndpointServiceOptions = ResourceOptions;

/** Refuses two services of one program that the API would refuse. */
export const refuseSharedPorts = (
  name: string,
  args: VpcEndpointServiceArgs,
  opts: pulumi.CustomResourceOptions,
): VpcEndpointServiceArgs => refuseClash(name, args, opts, portPairs);

/** The arguments that manage a part of the whitelist alone. */
export const EXCLUSIVE_LISTS = ["permissions", "organizationPermissions"];

const registration = registrationOf<VpcEndpointServiceArgs>(SERVICE, refuseSharedPorts);

/**
 * A VPC endpoint service: it offers a backend in a VPC to consumers in other VPCs, over private links.
 *
 * Modifying it sends one call ("Modifying a VPC Endpoint Service") with exactly the fields that changed. A change of
 * `serverType`, `vpcId`, `serviceType`, `region`, `projectId`, `enablePolicy`, `ipVersion`, `snatNetworkId`, `poolId` or
 * `existingId` replaces it, and so do a lower `edition` and fewer `serverResources`: its consumers lose it and have to connect anew.
 *
 * Create, update and delete wait up to 10 minutes each; the option `customTimeouts` changes that.
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
  declare public readonly serviceName: pulumi.Output<string | undefined>;
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
  declare public readonly approvalEnabled: pulumi.Output<boolean | undefined>;
  /** How the client's address reaches the backend. */
  declare public readonly tcpProxy: pulumi.Output<string | undefined>;
  /** The description. */
  declare public readonly description: pulumi.Output<string | undefined>;
  /** All tags of the service. */
  declare public readonly tags: pulumi.Output<Record<string, string> | undefined>;
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
  /** The edition: `basic` or `profession`, where the API tells. */
  declare public readonly edition: pulumi.Output<string | undefined>;
  /** The backends that the program has added, as far as this stack knows them. */
  declare public readonly serverResources: pulumi.Output<ServerResourceOutput[] | undefined>;
  /** Address of the server, for services of VLAN type. */
  declare public readonly ip: pulumi.Output<string | undefined>;
  /** The region that the service is in. */
  declare public readonly region: pulumi.Output<string>;
  /** The project that the service is in. */
  declare public readonly projectId: pulumi.Output<string>;
  /** When it was created: UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  declare public readonly createdAt: pulumi.Output<string | undefined>;
  /** When it was last changed: UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  declare public readonly updatedAt: pulumi.Output<string | undefined>;
  /** The API's reasons when `status` is `failed`; else empty. */
  declare public readonly error: pulumi.Output<FailureReason[]>;
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
    // A read has no arguments, which the constructor requires of everyone else.
    return new VpcEndpointService(name, {} as VpcEndpointServiceArgs, { ...opts, id });
  }

  /** Whether an object is a VpcEndpointService, also one that another copy of this package has made. */
  static override isInstance(object: unknown): object is VpcEndpointService {
    return isOfType(object, TYPE);
  }

  /**
   * @param name The name of the resource in the program.
   * @param args What the service is to be.
   * @param opts Options of the resource; all of them work, but `import` (use `existingId`).
   */
  constructor(name: string, args: VpcEndpointServiceArgs, opts: VpcEndpointServiceOptions = {}) {
    const { properties, options } = registration(name, args, opts);
    super(TYPE, name, properties, options);
    if (opts.id === undefined) markExclusive(this, name, args, EXCLUSIVE_LISTS);
  }
}
