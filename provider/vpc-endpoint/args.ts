import type * as pulumi from "@pulumi/pulumi";

/** A statement of the policy of a gateway endpoint, with the API's own names. */
export interface PolicyStatementArgs {
  /** `Allow` or `Deny`. */
  Effect: pulumi.Input<"Allow" | "Deny">;
  /** What is allowed or denied, such as `obs:*:*`. */
  Action: pulumi.Input<pulumi.Input<string>[]>;
  /** On which resources, such as `obs:*:*:*:*`. */
  Resource: pulumi.Input<pulumi.Input<string>[]>;
  /** Under which conditions. Default: none. */
  Condition?: pulumi.Input<Record<string, unknown> | undefined>;
  /** A name for the statement. Default: none. */
  Sid?: pulumi.Input<string | undefined>;
}

/**
 * What a program says of a VPC endpoint.
 *
 * An argument that is left out is the cloud's business: it is not sent, and whatever the cloud has makes no difference.
 * One that was set by the program last applied and is left out now goes back to the API's default; one for which the API
 * has no default keeps its value.
 *
 * @see The API page "Creating a VPC Endpoint" of the VPC Endpoint API Reference.
 */
export interface VpcEndpointArgs {
  /** Id (UUID) of the service to connect to; either this or `endpointServiceName`. A change replaces the endpoint. */
  endpointServiceId?: pulumi.Input<string | undefined>;
  /**
   * Full name of the service to connect to, of any account or of the cloud itself, such as
   * `com.myhuaweicloud.cn-north-4.dns`. It is looked up when the endpoint is created. A change replaces the endpoint.
   */
  endpointServiceName?: pulumi.Input<string | undefined>;
  /** Id (UUID) of the VPC that the endpoint is in. A change replaces the endpoint. */
  vpcId: pulumi.Input<string>;
  /**
   * Network id (UUID) of the subnet that the endpoint is in; the API wants it for services of type `interface`. A change
   * replaces the endpoint.
   */
  subnetId?: pulumi.Input<string | undefined>;
  /** The endpoint's IPv4 address in the subnet. Default: the cloud chooses one. A change replaces the endpoint. */
  ip?: pulumi.Input<string | undefined>;
  /** Whether a private domain name is made for it. Default `false`. A change replaces the endpoint. */
  enableDns?: pulumi.Input<boolean | undefined>;
  /**
   * The addresses that may use the endpoint: IPv4 addresses and blocks, up to 20, for services of type `interface`. It counts
   * when `enableWhitelist` is set. Default: none. A change is made in place.
   */
  whitelist?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** Whether only `whitelist` may use the endpoint. Default `false`. A change is made in place. */
  enableWhitelist?: pulumi.Input<boolean | undefined>;
  /**
   * Ids of the route tables that lead to the endpoint, for services of type `gateway`. Default: that of the VPC. A change is
   * made in place, with the full list.
   */
  routeTables?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /**
   * The policy of an endpoint of OBS or SFS, up to 10 statements. Default: everything is allowed. A change is made in place;
   * taking it out deletes the policy.
   */
  policyStatement?: pulumi.Input<pulumi.Input<PolicyStatementArgs>[] | undefined>;
  /** The policy of an endpoint of other services, as a document of IAM. As `policyStatement` in everything else. */
  policyDocument?: pulumi.Input<Record<string, unknown> | undefined>;
  /**
   * Tags, up to 20, with the rules of `VpcEndpointService`. When given, it is the whole truth, and `{}` means none; when
   * never given, tags are left alone. A change is made in place, with the difference.
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
  /** A text of up to 128 characters without `<` and `>`. Default: empty. A change replaces the endpoint. */
  description?: pulumi.Input<string | undefined>;
  /** `ipv4` or `dualstack`, professional edition only. Default `ipv4`. A change replaces the endpoint. */
  ipVersion?: pulumi.Input<"ipv4" | "dualstack" | (string & {}) | undefined>;
  /** The endpoint's IPv6 address. Default: the cloud chooses one. A change replaces the endpoint. */
  ipv6Address?: pulumi.Input<string | undefined>;
  /**
   * Edition: `basic` or `profession`, which some regions have. Default `basic`. A change to `profession` is made in
   * place; the way back replaces the endpoint. The API does not show it, so an upgrade made elsewhere is not seen.
   */
  edition?: pulumi.Input<"basic" | "profession" | undefined>;
  /** The region. Default: the setting `huaweicloud:region`, else `HW_REGION_NAME`. A change replaces the endpoint. */
  region?: pulumi.Input<string | undefined>;
  /** Id of the project. Default: the setting `huaweicloud:projectId`, else `HW_PROJECT_ID`. A change replaces the endpoint. */
  projectId?: pulumi.Input<string | undefined>;
  /**
   * Id of an existing endpoint to take over instead of creating one: it is brought to what the program says, and belongs to
   * the stack from then on. It counts when the resource is created; another id replaces the resource.
   */
  existingId?: pulumi.Input<string | undefined>;
  /**
   * Whether create and update wait until the service's owner has decided. Default `false`: an endpoint that waits for
   * approval is good. The provider's own; a change makes no API call.
   */
  waitForAcceptance?: pulumi.Input<boolean | undefined>;
}
