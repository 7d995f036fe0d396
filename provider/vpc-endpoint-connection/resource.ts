import * as pulumi from "@pulumi/pulumi";
import { isOfType, type ResourceOptions, registrationOf, tokenOf } from "../program/registration";
import type { FailureReason } from "../resource/codecs";
import type { VpcEndpointConnectionArgs } from "./args";
import { CONNECTION } from "./fields";

const TYPE = tokenOf(CONNECTION.type);

const registration = registrationOf<VpcEndpointConnectionArgs>(CONNECTION);

/**
 * The owner's decision about one endpoint that connects to a service: accepted or rejected. It waits for an endpoint that
 * is still being made, and takes over a decision that was taken already. A destroy rejects an accepted connection.
 *
 * A change of `endpointServiceId`, `endpointId`, `region` or `projectId` replaces it. Create, update and delete wait up to
 * 10 minutes each; the option `customTimeouts` changes that. The id is `<endpointServiceId>/<endpointId>`.
 *
 * @example
 * ```typescript
 * new VpcEndpointConnection("shop", { endpointServiceId: orders.id, endpointId: shop.id });
 * ```
 */
export class VpcEndpointConnection extends pulumi.CustomResource {
  /** Status: `pendingAcceptance`, `creating`, `accepted`, `rejected`, `failed` or `deleting`; the API's own word. */
  declare public readonly status: pulumi.Output<string>;
  /** Id of the service. */
  declare public readonly endpointServiceId: pulumi.Output<string>;
  /** Id of the consumer's endpoint. */
  declare public readonly endpointId: pulumi.Output<string>;
  /** Whether the owner has accepted the endpoint. */
  declare public readonly accepted: pulumi.Output<boolean>;
  /** The owner's note. */
  declare public readonly description: pulumi.Output<string | undefined>;
  /** Id of the account that the endpoint belongs to. */
  declare public readonly domainId: pulumi.Output<string | undefined>;
  /** The packet id of the connection, with all its digits. */
  declare public readonly markerId: pulumi.Output<string | undefined>;
  /** When it was created: UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  declare public readonly createdAt: pulumi.Output<string | undefined>;
  /** When it was last changed: UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  declare public readonly updatedAt: pulumi.Output<string | undefined>;
  /** The API's reasons when `status` is `failed`; else empty. */
  declare public readonly error: pulumi.Output<FailureReason[]>;
  /** The region that the service is in. */
  declare public readonly region: pulumi.Output<string>;
  /** The project that the service is in. */
  declare public readonly projectId: pulumi.Output<string>;

  /**
   * Reads a connection without deciding anything; a destroy leaves it alone. One that is not there fails the program.
   *
   * @param name The name of the resource in the program.
   * @param id `<endpointServiceId>/<endpointId>`.
   * @param opts Options of the resource; an explicit `provider` says in which region to look.
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): VpcEndpointConnection {
    return new VpcEndpointConnection(name, {} as VpcEndpointConnectionArgs, { ...opts, id });
  }

  /** Whether an object is a VpcEndpointConnection, also one that another copy of this package has made. */
  static override isInstance(object: unknown): object is VpcEndpointConnection {
    return isOfType(object, TYPE);
  }

  /**
   * @param name The name of the resource in the program.
   * @param args Which connection, and what is decided.
   * @param opts Options of the resource; all of them work, but `import`.
   */
  constructor(name: string, args: VpcEndpointConnectionArgs, opts: ResourceOptions = {}) {
    const { properties, options } = registration(name, args, opts);
    super(TYPE, name, properties, options);
  }
}
