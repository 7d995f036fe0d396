import type * as pulumi from "@pulumi/pulumi";
import { vpcEndpoint, vpcEndpoints } from "../look-ups/endpoints";
import type { VpcEndpoint } from "../vpc-endpoint/resource";
import { invoke, invokeOutput, type LookUpInputs } from "./invoke";
import type { LookedUpWhere, LookUpWhere } from "./where";

/** Which endpoint `getVpcEndpoint` looks up. */
export interface GetVpcEndpointArgs extends LookUpWhere {
  /** Id (UUID) of an endpoint of the project. */
  id: string;
}

/** The outputs of an endpoint. */
type EndpointOutputs = pulumi.UnwrappedObject<Omit<VpcEndpoint, keyof pulumi.CustomResource>>;

/**
 * An endpoint, with the names and types of the outputs of `VpcEndpoint`.
 *
 * @see The API page "Querying Details of a VPC Endpoint".
 */
export interface GetVpcEndpointResult extends EndpointOutputs {
  /** Id (UUID) of the endpoint. */
  id: string;
}

/** Filters of `getVpcEndpoints`; without any, all endpoints of the project are given. */
export interface GetVpcEndpointsArgs extends LookUpWhere {
  /** A part of the full name of the service, in upper or lower case: 1 to 128 characters. */
  endpointServiceName?: string | undefined;
  /** Id (UUID) of the VPC that the endpoint is in. */
  vpcId?: string | undefined;
  /** Id (UUID) of the endpoint. */
  id?: string | undefined;
  /** Tags of the endpoint: all of these pairs, among others. The API has no such filter, and gives the whole list. */
  tags?: Record<string, string> | undefined;
}

/**
 * What `getVpcEndpoints` gives.
 *
 * @see The API page "Querying VPC Endpoints".
 */
export interface GetVpcEndpointsResult extends LookedUpWhere {
  /** The endpoints, newest first. */
  endpoints: GetVpcEndpointResult[];
}

/** Looks up an endpoint of the project by its id. One that is not there is an error. */
export function getVpcEndpoint(
  args: GetVpcEndpointArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetVpcEndpointResult> {
  return invoke(vpcEndpoint, args, opts);
}

/** As `getVpcEndpoint`, with outputs as arguments, and an output as result. */
export function getVpcEndpointOutput(
  args: LookUpInputs<GetVpcEndpointArgs>,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetVpcEndpointResult> {
  return invokeOutput(vpcEndpoint, args, opts);
}

/** Lists the endpoints of the project. */
export function getVpcEndpoints(
  args?: GetVpcEndpointsArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetVpcEndpointsResult> {
  return invoke(vpcEndpoints, args, opts);
}

/** As `getVpcEndpoints`, with outputs as arguments, and an output as result. */
export function getVpcEndpointsOutput(
  args?: LookUpInputs<GetVpcEndpointsArgs>,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetVpcEndpointsResult> {
  return invokeOutput(vpcEndpoints, args, opts);
}
