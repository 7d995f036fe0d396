import type * as pulumi from "@pulumi/pulumi";
import { vpcEndpointQuotas } from "../look-ups/quotas";
import { invoke, invokeOutput, type LookUpInputs } from "./invoke";
import type { LookedUpWhere, LookUpWhere } from "./where";

/** A filter of `getVpcEndpointQuotas`. */
export interface GetVpcEndpointQuotasArgs extends LookUpWhere {
  /** `endpoint_service` or `endpoint`. Default: both. */
  type?: string | undefined;
}

/** How many objects of a type the account may have. */
export interface VpcEndpointQuota {
  /** `endpoint_service` or `endpoint`. */
  type: string;
  /** How many there are. */
  used: number;
  /** How many there may be. */
  quota: number;
}

/**
 * What `getVpcEndpointQuotas` gives.
 *
 * @see The API page "Querying Quotas".
 */
export interface GetVpcEndpointQuotasResult extends LookedUpWhere {
  /** One for each type. */
  quotas: VpcEndpointQuota[];
}

/** Tells how many services and endpoints there are and may be. */
export function getVpcEndpointQuotas(
  args?: GetVpcEndpointQuotasArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetVpcEndpointQuotasResult> {
  return invoke(vpcEndpointQuotas, args, opts);
}

/** As `getVpcEndpointQuotas`, with outputs as arguments, and an output as result. */
export function getVpcEndpointQuotasOutput(
  args?: LookUpInputs<GetVpcEndpointQuotasArgs>,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetVpcEndpointQuotasResult> {
  return invokeOutput(vpcEndpointQuotas, args, opts);
}
