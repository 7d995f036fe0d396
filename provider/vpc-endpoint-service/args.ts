import type * as pulumi from "@pulumi/pulumi";

/** The words of `serverType` that this version knows; a program may use others. */
export type ServerType = "LB" | "VM" | "VIP" | "BMS" | (string & {});
/** The words of `tcpProxy` that this version knows; a program may use others. */
export type TcpProxy = "close" | "toa_open" | "proxy_open" | "open" | "proxy_vni" | (string & {});
/** The words of `ipVersion` that this version knows; a program may use others. */
export type IpVersion = "ipv4" | "ipv6" | (string & {});

/** A port mapping: a port of the endpoint, led to a port of the backend. */
export interface PortMappingArgs {
  /** The port that consumers connect to, on their endpoint: 1 to 65535. */
  clientPort: pulumi.Input<number>;
  /** The port of the backend that the connection is led to: 1 to 65535. */
  serverPort: pulumi.Input<number>;
  /** The protocol. Default `TCP`, the only one of the API page. */
  protocol?: pulumi.Input<string | undefined>;
}

/** One more backend of a service. */
export interface ServerResourceArgs {
  /** Id of the load balancer (ELB instance). */
  resourceId: pulumi.Input<string>;
  /** Id of the availability zone. Default: the API's choice. */
  availabilityZoneId?: pulumi.Input<string | undefined>;
}

/**
 * What a program says of a VPC endpoint service.
 *
 * An argument that is left out is the cloud's business: it is not sent, and whatever the cloud has makes no difference.
 * One that was set by the program last applied and is left out now goes back to the API's default; one for which the API
 * has no default keeps its value.
 *
 * @see The API pages "Creating a VPC Endpoint Service" and "Modifying a VPC Endpoint Service" of the VPC Endpoint API Reference.
 */
export interface VpcEndpointServiceArgs {
  /**
   * What the backend is: `LB` (load balancer), `VM` (ECS); `VIP` and `BMS` are deprecated, use `LB`. Another word is refused,
   * except by the rule set `lenient`. A change replaces the service.
   */
  serverType: pulumi.Input<ServerType>;
  /** Id (UUID) of the VPC that the backend is in. A change replaces the service. */
  vpcId: pulumi.Input<string>;
  /**
   * Id (UUID) of the backend's port, which must be in `vpcId`. `LB`: the port of the load balancer's private address;
   * `VM`: the ECS's NIC. A change is made in place.
   */
  portId: pulumi.Input<string>;
  /**
   * The port mappings, 1 to 200, none twice; their order makes no difference. Services that share a `portId` may not share
   * a pair of `serverPort` and `protocol`. A change is made in place, with the full list.
   */
  ports: pulumi.Input<pulumi.Input<PortMappingArgs>[]>;
  /**
   * The short name: up to 16 letters, digits, `_` and `-`. Default: none. The full name that consumers use is the output
   * `endpointServiceName`. A change is made in place.
   */
  serviceName?: pulumi.Input<string | undefined>;
  /** The type of the service. Default `interface`, the only one that users can create. A change replaces the service. */
  serviceType?: pulumi.Input<string | undefined>;
  /**
   * Whether a consumer's endpoint has to be approved before it connects. Default `true`. A change is made in place.
   */
  approvalEnabled?: pulumi.Input<boolean | undefined>;
  /**
   * How the client's address and port, or `marker_id`, reach the backend: `close` (not at all), `toa_open` (TCP option;
   * OBS backends only), `proxy_open` (Proxy Protocol), `open` (both), `proxy_vni` (Proxy Protocol with virtual network id,
   * no TOA). Default `close`. A change is made in place.
   */
  tcpProxy?: pulumi.Input<TcpProxy | undefined>;
  /** A text of up to 128 characters without `<` and `>`. Default: empty. A change is made in place. */
  description?: pulumi.Input<string | undefined>;
  /**
   * Tags, up to 20: keys of 1 to 36 characters and values of 0 to 43, without `= * < > \ , | /` and without a space at
   * either end (other editions of the API take more: see the setting `huaweicloud:vpcepRules`). When given, it is the whole
   * truth, and `{}` means none; when never given, tags are left alone. A change is made in place, with the difference.
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
  /**
   * The accounts that may connect: `iam:domain::<account id>`, or `*` for every account. When given, it is the whole truth,
   * and `[]` means none; when never given, the accounts are left alone. A change is made in place: additions first, then
   * removals. A removed account keeps the connections it has, unless `rejectConnectionsOnRevoke` is set.
   */
  permissions?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /**
   * The paths of organizations whose accounts may connect: `organizations:orgPath::<path>`. As `permissions`, for its own
   * part of the whitelist.
   */
  organizationPermissions?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** Whether endpoints may have a policy. Default `false`; some regions do not know it. A change replaces the service. */
  enablePolicy?: pulumi.Input<boolean | undefined>;
  /** `ipv4` or `ipv6`, professional edition only. Default `ipv4`. A change replaces the service. */
  ipVersion?: pulumi.Input<IpVersion | undefined>;
  /** Id (UUID) of a network of the VPC for SNAT addresses; required with `ipv6`. A change replaces the service. */
  snatNetworkId?: pulumi.Input<string | undefined>;
  /** Id of a dedicated cluster. Default: none. A change replaces the service. */
  poolId?: pulumi.Input<string | undefined>;
  /** Address or domain name of the server, for services of VLAN type only. Default: none; taking it out changes nothing. A change is made in place. */
  ip?: pulumi.Input<string | undefined>;
  /**
   * Edition: `basic` or `profession`, which some regions have. Default `basic`. A change to `profession` is made in
   * place (API page "Upgrading a VPC Endpoint Service"); the way back replaces the service.
   */
  edition?: pulumi.Input<"basic" | "profession" | undefined>;
  /**
   * Backends beside the port, for the professional edition. Default: none. A change is made in place (API page "Adding Server
   * Resources"); taking one away replaces the service, for the API can neither remove nor show them. Taking the
   * argument out changes nothing.
   */
  serverResources?: pulumi.Input<pulumi.Input<ServerResourceArgs>[] | undefined>;
  /** The region. Default: the setting `huaweicloud:region`, else `HW_REGION_NAME`. A change replaces the service. */
  region?: pulumi.Input<string | undefined>;
  /**
   * Id of the project. Default: the setting `huaweicloud:projectId`, else `HW_PROJECT_ID`. A change replaces the service.
   */
  projectId?: pulumi.Input<string | undefined>;
  /**
   * Id of an existing service to take over instead of creating one: it is brought to what the program says, with only what
   * differs, and belongs to the stack from then on. It counts when the resource is created; taking it out later does
   * nothing, another id replaces the resource.
   */
  existingId?: pulumi.Input<string | undefined>;
  /**
   * Whether a change that would replace the service is refused, already in preview, while it has live connections; they are
   * counted when a replacement is planned. Default `false`: a warning names how many consumers lose the service. The
   * provider's own; a change makes no API call.
   */
  protectConnections?: pulumi.Input<boolean | undefined>;
  /**
   * Whether a delete, that of a replaced service included, first rejects the live connections that would block it. Default
   * `false`: the delete fails and names them. The provider's own; a change makes no API call.
   */
  rejectConnectionsOnDelete?: pulumi.Input<boolean | undefined>;
  /**
   * Whether the live connections of an account are rejected when it is taken from `permissions`. Default `false`. The
   * provider's own; a change makes no API call.
   */
  rejectConnectionsOnRevoke?: pulumi.Input<boolean | undefined>;
}
