import * as pulumi from "@pulumi/pulumi";
import { isOfType, type ResourceOptions, registrationOf, tokenOf } from "../program/registration";
import type { FailureReason } from "../resource/codecs";
import type { VpcEndpointArgs } from "./args";
import { ENDPOINT } from "./fields";

const TYPE = tokenOf(ENDPOINT.type);

const registration = registrationOf<VpcEndpointArgs>(ENDPOINT);

/**
 * A VPC endpoint: the consumer's side of a private link to a service, of this account, of another one, or of the cloud.
 *
 * Access control, route tables, policy and tags are changed in place, each by one call. A change of anything else replaces
 * the endpoint; where the new one would have the old one's subnet, the old one goes first.
 *
 * Create, update and delete wait up to 10 minutes each; the option `customTimeouts` changes that.
 *
 * @example
 * ```typescript
 * const shop = new VpcEndpoint("shop", {
 *   endpointServiceId: orders.id,
 *   vpcId: vpc.id,
 *   subnetId: subnet.id,
 * });
 * export const address = shop.ip;
 * ```
 */
export class VpcEndpoint extends pulumi.CustomResource {
  /** Status: `creating`, `pendingAcceptance`, `accepted`, `rejected`, `failed` or `deleting`; the API's own word. */
  declare public readonly status: pulumi.Output<string>;
  /** `active`, or the reasons for which it is frozen. */
  declare public readonly activeStatus: pulumi.Output<string[] | undefined>;
  /** Id of the service. */
  declare public readonly endpointServiceId: pulumi.Output<string>;
  /** Full name of the service. */
  declare public readonly endpointServiceName: pulumi.Output<string>;
  /** The type of the service: `interface` or `gateway`. */
  declare public readonly serviceType: pulumi.Output<string | undefined>;
  /** Id of the VPC. */
  declare public readonly vpcId: pulumi.Output<string>;
  /** Network id of the subnet; none for a service of type `gateway`. */
  declare public readonly subnetId: pulumi.Output<string | undefined>;
  /** The address, once the endpoint was accepted. */
  declare public readonly ip: pulumi.Output<string | undefined>;
  /** Whether it has a private domain name. */
  declare public readonly enableDns: pulumi.Output<boolean | undefined>;
  /** The private domain names. */
  declare public readonly dnsNames: pulumi.Output<string[] | undefined>;
  /** The addresses that may use it. */
  declare public readonly whitelist: pulumi.Output<string[] | undefined>;
  /** Whether only those may use it. */
  declare public readonly enableWhitelist: pulumi.Output<boolean | undefined>;
  /** Ids of the route tables, for a service of type `gateway`. */
  declare public readonly routeTables: pulumi.Output<string[] | undefined>;
  /** The policy's statements, where there are any. */
  declare public readonly policyStatement: pulumi.Output<Record<string, unknown>[] | undefined>;
  /** The policy's document, where there is one. */
  declare public readonly policyDocument: pulumi.Output<Record<string, unknown> | undefined>;
  /** All tags of the endpoint. */
  declare public readonly tags: pulumi.Output<Record<string, string> | undefined>;
  /** The description. */
  declare public readonly description: pulumi.Output<string | undefined>;
  /** IP version, where the API tells. */
  declare public readonly ipVersion: pulumi.Output<string | undefined>;
  /** The IPv6 address, where there is one. */
  declare public readonly ipv6Address: pulumi.Output<string | undefined>;
  /** The edition, as far as this stack knows it. */
  declare public readonly edition: pulumi.Output<string | undefined>;
  /** The packet id of the connection, with all its digits. */
  declare public readonly markerId: pulumi.Output<string | undefined>;
  /** When it was created: UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  declare public readonly createdAt: pulumi.Output<string | undefined>;
  /** When it was last changed: UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  declare public readonly updatedAt: pulumi.Output<string | undefined>;
  /** The API's reasons when `status` is `failed`; else empty. */
  declare public readonly error: pulumi.Output<FailureReason[]>;
  /** The region that the endpoint is in. */
  declare public readonly region: pulumi.Output<string>;
  /** The project that the endpoint is in. */
  declare public readonly projectId: pulumi.Output<string>;

  /**
   * Reads an existing endpoint without owning it; a destroy leaves it alone. One that is not there fails the program.
   *
   * @param name The name of the resource in the program.
   * @param id The id of the endpoint, a UUID.
   * @param opts Options of the resource; an explicit `provider` says in which region to look.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): VpcEndpoint {
    return new VpcEndpoint(name, {} as VpcEndpointArgs, { ...opts, id });
  }

  /** Whether an object is a VpcEndpoint, also one that another copy of this package has made. */
  static override isInstance(object: unknown): object is VpcEndpoint {
    return isOfType(object, TYPE);
  }

  /**
   * @param name The name of the resource in the program.
   * @param args What the endpoint is to be.
   * @param opts Options of the resource; all of them work, but `import` (use `existingId`).
   */
  constructor(name: string, args: VpcEndpointArgs, opts: ResourceOptions = {}) {
    const { properties, options } = registration(name, args, opts);
    super(TYPE, name, properties, options);
  }
}
