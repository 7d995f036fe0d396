import { count, flag, objectList, tagMap, text, textSet } from "../resource/codecs";
import { type Definition, fieldsThat, type Table } from "../resource/fields";

/** The default of a mapping's `protocol` (API page, table 3). */
export const DEFAULT_PROTOCOL = "TCP";

/** API page "Modifying a VPC Endpoint Service", table 3. */
const portMappings = objectList({
  clientPort: { wire: "client_port", codec: count },
  serverPort: { wire: "server_port", codec: count },
  protocol: { wire: "protocol", codec: text, default: DEFAULT_PROTOCOL },
});

/**
 * The inputs of a VPC endpoint service, each with all that the engine knows of it. Everything that goes through the inputs
 * one by one goes by this table. The modify call is that of the API page "Modifying a VPC Endpoint Service" (table 2), and
 * `description` and `ip` of the newer editions.
 */
export const FIELDS = {
  region: { change: "replace", codec: text, required: true },
  projectId: { change: "replace", codec: text, required: true },
  serverType: { change: "replace", wire: "server_type", codec: text, required: true },
  vpcId: { change: "replace", wire: "vpc_id", codec: text, required: true },
  portId: { change: "modify", wire: "port_id", codec: text, required: true },
  ports: { change: "modify", wire: "ports", codec: portMappings, required: true },
  serviceName: { change: "modify", wire: "service_name", codec: text, default: "" },
  serviceType: { change: "replace", wire: "service_type", codec: text },
  approvalEnabled: { change: "modify", wire: "approval_enabled", codec: flag, default: true },
  tcpProxy: { change: "modify", wire: "tcp_proxy", codec: text, default: "close" },
  description: { change: "modify", wire: "description", codec: text, default: "" },
  tags: { change: "step", wire: "tags", codec: tagMap, default: {} },
  permissions: { change: "step", codec: textSet, default: [] },
  organizationPermissions: { change: "step", codec: textSet, default: [] },
  enablePolicy: { change: "replace", wire: "enable_policy", codec: flag },
  ipVersion: { change: "replace", wire: "ip_version", codec: text },
  snatNetworkId: { change: "replace", wire: "snat_network_id", codec: text },
  poolId: { change: "replace", wire: "pool_id", codec: text },
  ip: { change: "modify", wire: "ip", codec: text },
  existingId: { change: "adopt" },
  protectConnections: { change: "setting" },
  rejectConnectionsOnDelete: { change: "setting" },
  rejectConnectionsOnRevoke: { change: "setting" },
} as const satisfies Table;

export const SERVICE: Definition = { type: "VpcEndpointService", fields: FIELDS, settled: ["available"] };

export type Field = keyof typeof FIELDS;

/** The two lists of the whitelist, which the record of a service does not show. */
export const PERMISSION_FIELDS = ["permissions", "organizationPermissions"] as const satisfies Field[];
export type PermissionField = (typeof PERMISSION_FIELDS)[number];

export const ALL_FIELDS = Object.keys(FIELDS) as Field[];
/** The fields whose value the cloud holds, so that each is an output as well. */
type CloudField = {
  [F in Field]: (typeof FIELDS)[F]["change"] extends "setting" | "adopt" ? never : F;
}[Field];
export const CLOUD_FIELDS = fieldsThat(FIELDS, "replace", "modify", "step") as CloudField[];
export const SETTING_FIELDS = fieldsThat(FIELDS, "setting") as Field[];
