import type * as pulumi from "@pulumi/pulumi";
import { vpcEndpointServicePermissions } from "../look-ups/permissions";
import type { VpcEndpointServicePermission } from "../vpc-endpoint-service-permission/resource";
import { invoke, invokeOutput, type LookUpInputs } from "./invoke";
import type { LookedUpWhere, LookUpWhere } from "./where";

/** The service whose whitelist `getVpcEndpointServicePermissions` gives, and a filter. */
export interface GetVpcEndpointServicePermissionsArgs extends LookUpWhere {
  /** Id (UUID) of a service of the project. */
  endpointServiceId: string;
  /** A part of the record, such as an account's id: 1 to 1,000 characters. */
  permission?: string | undefined;
}

/** A record of a whitelist, with the names and types of the outputs of `VpcEndpointServicePermission`. */
export interface ListedVpcEndpointServicePermission
  extends pulumi.UnwrappedObject<Omit<VpcEndpointServicePermission, keyof pulumi.CustomResource>> {
  /** Id of the record. */
  id: string;
}

/**
 * What `getVpcEndpointServicePermissions` gives.
 *
 * @see The API page "Querying Whitelist Records of a VPC Endpoint Service".
 */
export interface GetVpcEndpointServicePermissionsResult extends LookedUpWhere {
  /** The records, newest first. */
  permissions: ListedVpcEndpointServicePermission[];
}

/** Lists who may connect to a service. A service that is not there is an error. */
export function getVpcEndpointServicePermissions(
  args: GetVpcEndpointServicePermissionsArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetVpcEndpointServicePermissionsResult> {
  return invoke(vpcEndpointServicePermissions, args, opts);
}

/** As `getVpcEndpointServicePermissions`, with outputs as arguments, and an output as result. */
export function getVpcEndpointServicePermissionsOutput(
  args: LookUpInputs<GetVpcEndpointServicePermissionsArgs>,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetVpcEndpointServicePermissionsResult> {
  return invokeOutput(vpcEndpointServicePermissions, args, opts);
}
