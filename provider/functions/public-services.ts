import type * as pulumi from "@pulumi/pulumi";
import { publicVpcEndpointServices } from "../look-ups/public-services";
import { invoke, invokeOutput, type LookUpInputs } from "./invoke";
import type { LookedUpWhere, LookUpWhere } from "./where";

/** Filters of `getPublicVpcEndpointServices`; without any, all services of the cloud itself in the region are given. */
export interface GetPublicVpcEndpointServicesArgs extends LookUpWhere {
  /** A part of the full name, in upper or lower case: 1 to 128 characters. */
  endpointServiceName?: string | undefined;
  /** Id (UUID) of the service. */
  id?: string | undefined;
}

/** A service of the cloud itself, such as DNS or OBS. */
export interface PublicVpcEndpointService extends LookedUpWhere {
  /** Id (UUID) of the service. */
  id: string;
  /** The full name: what endpoints are connected by. It follows no rule, and is never to be split. */
  endpointServiceName: string;
  /** Who runs the service. */
  owner?: string;
  /** `interface` or `gateway`. */
  serviceType?: string;
  /** When it was created: UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  createdAt?: string;
  /** Whether endpoints of the service are charged for. */
  isCharge?: boolean;
  /** Whether endpoints may have a policy. */
  enablePolicy?: boolean;
}

/**
 * What `getPublicVpcEndpointServices` gives.
 *
 * @see The API page "Querying Public VPC Endpoint Services".
 */
export interface GetPublicVpcEndpointServicesResult extends LookedUpWhere {
  /** The services, newest first. */
  endpointServices: PublicVpcEndpointService[];
}

/** Lists the services of the cloud itself in the region, which are open to everyone. */
export function getPublicVpcEndpointServices(
  args?: GetPublicVpcEndpointServicesArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetPublicVpcEndpointServicesResult> {
  return invoke(publicVpcEndpointServices, args, opts);
}

/** As `getPublicVpcEndpointServices`, with outputs as arguments, and an output as result. */
export function getPublicVpcEndpointServicesOutput(
  args?: LookUpInputs<GetPublicVpcEndpointServicesArgs>,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetPublicVpcEndpointServicesResult> {
  return invokeOutput(publicVpcEndpointServices, args, opts);
}
