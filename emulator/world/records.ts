import type { JsonObject } from "./json";

/** The field names in these wire types are the API's own. */
export interface TagWire {
  key: string;
  value: string;
}

/** API page: "Modifying a VPC Endpoint Service", table 5. */
export interface PortWire {
  client_port: number;
  server_port: number;
  protocol: string;
}

export interface ErrorWire {
  error_code: string;
  error_message: string;
}

/** The editions spell the reasons of a failure in two ways, and clients read either. */
export function failure(error: ErrorWire): ErrorWire & { code: string; message: string } {
  return { code: error.error_code, message: error.error_message, ...error };
}

/** API pages: "Querying Details of a VPC Endpoint Service" and "Modifying a VPC Endpoint Service", table 4. */
export interface ServiceWire {
  id: string;
  port_id: string;
  vpc_id: string;
  pool_id?: string;
  vip_port_id?: string;
  status: string;
  approval_enabled: boolean;
  service_name: string;
  service_type: string;
  server_type: string;
  project_id: string;
  domain_id: string;
  created_at: string;
  updated_at: string;
  ports: PortWire[];
  tcp_proxy: string;
  tags: TagWire[];
  description: string;
  enable_policy: boolean;
  cidr_type: string;
  ip_version: string;
  snat_network_id?: string;
  supported_editions: string[];
  public_border_group: string;
  error?: ErrorWire[];
}

/** API page: "Querying Details of a VPC Endpoint". */
export interface EndpointWire {
  id: string;
  service_type: string;
  status: string;
  active_status: string[];
  enable_status: string;
  endpoint_service_id: string;
  endpoint_service_name: string;
  marker_id: number;
  /** Interface only, as are subnet, address and address filter. */
  enable_dns?: boolean;
  ip?: string;
  vpc_id: string;
  subnet_id?: string;
  created_at: string;
  updated_at: string;
  project_id: string;
  tags: TagWire[];
  whitelist?: string[];
  enable_whitelist?: boolean;
  routetables?: string[];
  specification_name: string;
  description: string;
  policy_statement?: JsonObject[];
  policy_document?: JsonObject;
  ip_version?: string;
  ipv6_address?: string;
  error?: ErrorWire[];
}

/** How a service wants policies: object storage as statements, others as a document of the identity service. */
export type PolicyForm = "policy_statement" | "policy_document";

/** API page: "Querying Whitelist Records of a VPC Endpoint Service". */
export interface PermissionWire {
  id: string;
  permission: string;
  permission_type: "domainId" | "orgPath";
  description: string;
  created_at: string;
}

/** A change that the clock brings about: `to` is a status, or "gone". */
export interface Pending {
  to: string;
  /** null: never. */
  atMs: number | null;
}

export type Edition = "basic" | "profession";

interface Stored {
  createdMs: number;
  updatedMs: number;
  pending?: Pending;
}

export interface ServerResource {
  resource_id: string;
  availability_zone_id?: string;
}

export interface ServiceRecord extends Stored {
  wire: ServiceWire;
  permissions: (PermissionWire & { createdMs: number })[];
  /** Backends that were added to the one of the create. */
  serverResources?: ServerResource[];
  /** Becomes `error` when the service settles. */
  failWith?: ErrorWire[];
}

export interface EndpointRecord extends Stored {
  wire: EndpointWire;
  /** The consumer's account. */
  domainId: string;
  /** Made through the control routes, in a project that nobody can call for. */
  unreachable?: true;
  connectionDescription: string;
  edition: Edition;
  /** Shown as `ip` once the endpoint has been accepted. */
  address: string;
  /** Shown as `ipv6_address` then. */
  ipv6Address?: string;
  wantsDns: boolean;
  /** None if its service takes no policy. */
  policyForm?: PolicyForm;
}

export interface State {
  services: Record<string, ServiceRecord>;
  endpoints: Record<string, EndpointRecord>;
  /** Ports whose VPC was set through the control routes. */
  portVpc: Record<string, string>;
  nextMarkerId: number;
}

export function emptyState(): State {
  return { services: {}, endpoints: {}, portVpc: {}, nextMarkerId: 16_777_510 };
}

export function serviceById(state: State, id: string): ServiceRecord | undefined {
  return Object.hasOwn(state.services, id) ? state.services[id] : undefined;
}

export function connectionsOf(state: State, serviceId: string): EndpointRecord[] {
  return Object.values(state.endpoints).filter(({ wire }) => wire.endpoint_service_id === serviceId);
}

export function isProfessional({ wire }: ServiceRecord): boolean {
  return wire.supported_editions.includes("profession");
}

/** Those that keep a service from being deleted, and that it counts. */
export function liveConnectionsOf(state: State, serviceId: string): EndpointRecord[] {
  return connectionsOf(state, serviceId).filter(({ wire }) => ["accepted", "creating"].includes(wire.status));
}

/** How the API writes a time: UTC, second resolution, `YYYY-MM-DDTHH:MM:SSZ`. */
export function apiTime(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}

/** A wire object as the JSON that it becomes. */
export function asJson(wire: object): JsonObject {
  return wire as JsonObject;
}
