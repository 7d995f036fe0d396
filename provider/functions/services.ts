import type * as pulumi from "@pulumi/pulumi";
import { vpcEndpointService, vpcEndpointServices } from "../look-ups/services";
import type { VpcEndpointService } from "../vpc-endpoint-service/resource";
import { invoke, invokeOutput, type LookUpInputs } from "./invoke";
import type { LookedUpWhere, LookUpWhere } from "./where";

/** Which service `getVpcEndpointService` looks up: exactly one of `id` and `endpointServiceName`. */
export interface GetVpcEndpointServiceArgs extends LookUpWhere {
  /** Id (UUID) of a service of the project. */
  id?: string | undefined;
  /**
   * Full name of a service of any account or of the cloud itself, such as `com.myhuaweicloud.cn-north-4.dns`. The API tells
   * a summary of it.
   */
  endpointServiceName?: string | undefined;
}

/**
 * A service, with the names and types of the outputs of `VpcEndpointService`. Looked up by its full name it has `id`,
 * `endpointServiceName`, and where the API tells `serviceType`, `createdAt`, `enablePolicy`, `isCharge` and
 * `publicBorderGroup`.
 *
 * @see The API pages "Querying Details About a VPC Endpoint Service" and "Querying Details About a VPC Endpoint Service by Name".
 */
export interface GetVpcEndpointServiceResult
  extends Partial<Omit<ServiceOutputs, keyof LookedUpWhere>>,
    LookedUpWhere {
  /** Id (UUID) of the service. */
  id: string;
  /** The full name: what endpoints are connected by. */
  endpointServiceName: string;
  /** Whether endpoints of the service are charged for; by full name only. */
  isCharge?: boolean;
  /** The edge group that the service is in; by full name only. */
  publicBorderGroup?: string;
}

/** The outputs of a service, as far as the API shows them without a call of their own. */
type ServiceOutputs = pulumi.UnwrappedObject<
  Omit<VpcEndpointService, keyof pulumi.CustomResource | "permissions" | "organizationPermissions">
>;

/** Filters of `getVpcEndpointServices`; without any, all services of the project are given. */
export interface GetVpcEndpointServicesArgs extends LookUpWhere {
  /** A part of the full name, in upper or lower case: 1 to 128 characters. */
  endpointServiceName?: string | undefined;
  /** Id (UUID) of the service. */
  id?: string | undefined;
  /** `creating`, `available`, `failed` or `deleting`. */
  status?: string | undefined;
  /** What the backend is: `LB`, `VM`, `VIP` or `BMS`. */
  serverType?: string | undefined;
  /** `vlan`, `vxlan` or `all`. */
  netType?: string | undefined;
  /** The edge group. */
  publicBorderGroup?: string | undefined;
  /** Tags of the service: all of these pairs, among others. The API has no such filter, and gives the whole list. */
  tags?: Record<string, string> | undefined;
}

/** A service in a list, with the names and types of the outputs of `VpcEndpointService`. */
export interface ListedVpcEndpointService extends ServiceOutputs {
  /** Id (UUID) of the service. */
  id: string;
}

/**
 * What `getVpcEndpointServices` gives.
 *
 * @see The API page "Querying VPC Endpoint Services".
 */
export interface GetVpcEndpointServicesResult extends LookedUpWhere {
  /** The services, newest first. */
  endpointServices: ListedVpcEndpointService[];
}

/**
 * Looks up a service: one of the project by its id, or anybody's by its full name. One that is not there is an error.
 *
 * @example
 * ```typescript
 * const dns = await getVpcEndpointService({ endpointServiceName: "com.myhuaweicloud.cn-north-4.dns" });
 * ```
 */
export function getVpcEndpointService(
  args: GetVpcEndpointServiceArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetVpcEndpointServiceResult> {
  return invoke(vpcEndpointService, args, opts);
}

/** As `getVpcEndpointService`, with outputs as arguments, and an output as result. */
export function getVpcEndpointServiceOutput(
  args: LookUpInputs<GetVpcEndpointServiceArgs>,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetVpcEndpointServiceResult> {
  return invokeOutput(vpcEndpointService, args, opts);
}

/** Lists the services of the project. */
export function getVpcEndpointServices(
  args?: GetVpcEndpointServicesArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetVpcEndpointServicesResult> {
  return invoke(vpcEndpointServices, args, opts);
}

/** As `getVpcEndpointServices`, with outputs as arguments, and an output as result. */
export function getVpcEndpointServicesOutput(
  args?: LookUpInputs<GetVpcEndpointServicesArgs>,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetVpcEndpointServicesResult> {
  return invokeOutput(vpcEndpointServices, args, opts);
}
