import type * as pulumi from "@pulumi/pulumi";

/**
 * What the owner of a service decides about one endpoint that connects to it.
 *
 * @see The API pages "Accepting or Rejecting a VPC Endpoint" and "Updating the Description of a VPC Endpoint Connection".
 */
export interface VpcEndpointConnectionArgs {
  /** Id (UUID) of the service. A change replaces the connection. */
  endpointServiceId: pulumi.Input<string>;
  /** Id (UUID) of the consumer's endpoint. A change replaces the connection. */
  endpointId: pulumi.Input<string>;
  /**
   * Whether the endpoint may connect: `true` accepts it, `false` rejects it. Default `true`. A change is made in place. A
   * decision that was taken elsewhere is a difference, which the next `pulumi up` makes good.
   */
  accepted?: pulumi.Input<boolean | undefined>;
  /** The owner's note: up to 512 characters without `<` and `>`. Default: empty. A change is made in place. */
  description?: pulumi.Input<string | undefined>;
  /** The region. Default: the setting `huaweicloud:region`, else `HW_REGION_NAME`. A change replaces the connection. */
  region?: pulumi.Input<string | undefined>;
  /** Id of the service's project. Default: the setting `huaweicloud:projectId`, else `HW_PROJECT_ID`. A change replaces the connection. */
  projectId?: pulumi.Input<string | undefined>;
}
