import * as pulumi from "@pulumi/pulumi";
import { isOfType, type ResourceOptions, registrationOf, tokenOf } from "../program/registration";
import { refuseBesideExclusive } from "../program/whitelists";
import { typeOf } from "../vpcep/permissions";
import type { VpcEndpointServicePermissionArgs } from "./args";
import { PERMISSION } from "./fields";

const TYPE = tokenOf(PERMISSION.type);

/** Refuses a record of a list that the service's own arguments manage. */
export function refuseListed(
  name: string,
  args: VpcEndpointServicePermissionArgs,
): VpcEndpointServicePermissionArgs {
  const { endpointServiceId, permission } = args;
  const list = typeof permission === "string" ? listFor(permission) : undefined;
  refuseBesideExclusive(`VpcEndpointServicePermission "${name}"`, endpointServiceId, list);
  return args;
}

const registration = registrationOf<VpcEndpointServicePermissionArgs>(PERMISSION, refuseListed);

/** The argument of a service that manages records like this one. */
const listFor = (permission: string) =>
  typeOf(permission) === "orgPath" ? "organizationPermissions" : "permissions";

/**
 * One record of a service's whitelist: an account, every account, or the path of an organization that may connect. Records
 * of other stacks and of the console stay as they are. A record that is there already is taken over; a destroy removes it.
 * A removed account keeps the connections it has.
 *
 * A change of anything but `description` replaces it. Create, update and delete wait up to 10 minutes each; the option
 * `customTimeouts` changes that.
 *
 * @example
 * ```typescript
 * new VpcEndpointServicePermission("shop", { endpointServiceId: orders.id, permission: "iam:domain::" + shopAccount });
 * ```
 */
export class VpcEndpointServicePermission extends pulumi.CustomResource {
  /** Id of the service. */
  declare public readonly endpointServiceId: pulumi.Output<string>;
  /** Who may connect. */
  declare public readonly permission: pulumi.Output<string>;
  /** `domainId` for an account, `orgPath` for an organization, where the API tells. */
  declare public readonly permissionType: pulumi.Output<string | undefined>;
  /** The description. */
  declare public readonly description: pulumi.Output<string | undefined>;
  /** When it was created: UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  declare public readonly createdAt: pulumi.Output<string | undefined>;
  /** The region that the service is in. */
  declare public readonly region: pulumi.Output<string>;
  /** The project that the service is in. */
  declare public readonly projectId: pulumi.Output<string>;

  /**
   * Reads a record without owning it; a destroy leaves it alone. One that is not there fails the program.
   *
   * @param name The name of the resource in the program.
   * @param id The id of the service, a slash, and the id of the record.
   * @param opts Options of the resource; an explicit `provider` says in which region to look.
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): VpcEndpointServicePermission {
    return new VpcEndpointServicePermission(name, {} as VpcEndpointServicePermissionArgs, { ...opts, id });
  }

  /** Whether an object is a VpcEndpointServicePermission, also one that another copy of this package has made. */
  static override isInstance(object: unknown): object is VpcEndpointServicePermission {
    return isOfType(object, TYPE);
  }

  /**
   * @param name The name of the resource in the program.
   * @param args Which service, and who may connect.
   * @param opts Options of the resource; all of them work, but `import`.
   */
  constructor(name: string, args: VpcEndpointServicePermissionArgs, opts: ResourceOptions = {}) {
    const { properties, options } = registration(name, args, opts);
    super(TYPE, name, properties, options);
  }
}
