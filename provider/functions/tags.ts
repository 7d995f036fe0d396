import type * as pulumi from "@pulumi/pulumi";
import { vpcEndpointTags } from "../look-ups/tags";
import { invoke, invokeOutput, type LookUpInputs } from "./invoke";
import type { LookedUpWhere, LookUpWhere } from "./where";

/** The objects whose tags `getVpcEndpointTags` gives. */
export interface GetVpcEndpointTagsArgs extends LookUpWhere {
  /** `endpoint_service` or `endpoint`. */
  resourceType: string;
}

/** A key of tags with all its values. */
export interface VpcEndpointTag {
  /** The key. */
  key: string;
  /** The values that it has on the project's objects. */
  values: string[];
}

/**
 * What `getVpcEndpointTags` gives.
 *
 * @see The API page "Querying Tags of Resources of a Type".
 */
export interface GetVpcEndpointTagsResult extends LookedUpWhere {
  /** One for each key. */
  tags: VpcEndpointTag[];
}

/** Tells which tags the services, or the endpoints, of the project have. */
export function getVpcEndpointTags(
  args: GetVpcEndpointTagsArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetVpcEndpointTagsResult> {
  return invoke(vpcEndpointTags, args, opts);
}

/** As `getVpcEndpointTags`, with outputs as arguments, and an output as result. */
export function getVpcEndpointTagsOutput(
  args: LookUpInputs<GetVpcEndpointTagsArgs>,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetVpcEndpointTagsResult> {
  return invokeOutput(vpcEndpointTags, args, opts);
}
