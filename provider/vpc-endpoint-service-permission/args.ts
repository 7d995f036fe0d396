import type * as pulumi from "@pulumi/pulumi";

/**
 * One record of a service's whitelist, beside those that others add: the additive form of `permissions` of
 * `VpcEndpointService`, which is the exclusive one.
 *
 * @see The API page "Batch Adding Whitelist Records of a VPC Endpoint Service".
 */
export interface VpcEndpointServicePermissionArgs {
  /** Id (UUID) of the service. A change replaces the record. */
  endpointServiceId: pulumi.Input<string>;
  /**
   * Who may connect: `iam:domain::<account id>`, `*` for every account, or `organizations:orgPath::<path>`. A change replaces
   * the record.
   */
  permission: pulumi.Input<string>;
  /** A text of up to 128 characters without `<` and `>`. Default: empty. A change is made in place. */
  description?: pulumi.Input<string | undefined>;
  /** The region. Default: the setting `huaweicloud:region`, else `HW_REGION_NAME`. A change replaces the record. */
  region?: pulumi.Input<string | undefined>;
  /** Id of the service's project. Default: the setting `huaweicloud:projectId`, else `HW_PROJECT_ID`. A change replaces the record. */
  projectId?: pulumi.Input<string | undefined>;
}
