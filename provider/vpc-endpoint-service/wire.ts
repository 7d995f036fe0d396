import { isValidId } from "../api/identifiers";
import { cleanText } from "../api/text";
import { DEFAULT_PROTOCOL, type UpdatedField } from "./fields";
import type {
  PortMapping,
  ServiceError,
  VpcEndpointServiceInputs,
  VpcEndpointServiceOutputs,
} from "./inputs";

/** A port mapping on the wire (API page "Modifying a VPC Endpoint Service", table 3). */
export interface PortWire {
  client_port: number;
  server_port: number;
  protocol?: string;
}

/** The body of a create (API page "Creating a VPC Endpoint Service"). */
export interface CreateBody {
  port_id: string;
  vpc_id: string;
  server_type: string;
  ports: PortWire[];
  service_name?: string;
  service_type?: string;
  approval_enabled?: boolean;
  tcp_proxy?: string;
  description?: string;
  tags?: TagWire[];
  enable_policy?: boolean;
  ip_version?: string;
  snat_network_id?: string;
  pool_id?: string;
  ip?: string;
}

/** The body of a modify call: what is in it changes, what is not stays (API page, table 2). */
export type ModifyBody = Partial<
  Pick<
    CreateBody,
    "approval_enabled" | "service_name" | "ports" | "port_id" | "tcp_proxy" | "description" | "ip"
  >
>;

/** A tag on the wire (API page, table 6). */
export interface TagWire {
  key: string;
  value: string;
}

/** A service as the API answers it, whatever the operation. */
export type ServiceAnswer = Record<string, unknown>;

/**
 * What every response about a service must hold; the rest is optional. An id that no later call could name ("../../x")
 * is none: in the state it would make every later operation fail.
 */
export function isService(answer: ServiceAnswer): boolean {
  return typeof answer.id === "string" && isValidId(answer.id) && statusOf(answer) !== "";
}

/** The API's word for how a service is; empty when there is none. */
export function statusOf(answer: ServiceAnswer): string {
  return word(answer.status) ?? "";
}

/** The services in the response of a list; that they are there was checked by the client. */
export function servicesIn(answer: ServiceAnswer): ServiceAnswer[] {
  return answer.endpoint_services as ServiceAnswer[];
}

/** What is known of a service before an answer is read; of the inputs at least where it lives. */
export type OutputsBase = Partial<VpcEndpointServiceOutputs> &
  Pick<VpcEndpointServiceInputs, "region" | "projectId">;

/** How an input is called on the wire. */
export const WIRE_NAMES = {
  serverType: "server_type",
  vpcId: "vpc_id",
  portId: "port_id",
  ports: "ports",
  serviceName: "service_name",
  serviceType: "service_type",
  approvalEnabled: "approval_enabled",
  tcpProxy: "tcp_proxy",
  description: "description",
  tags: "tags",
  enablePolicy: "enable_policy",
  ipVersion: "ip_version",
  snatNetworkId: "snat_network_id",
  poolId: "pool_id",
  ip: "ip",
} as const;

type SentField = keyof typeof WIRE_NAMES;

/** What the program says of a new service; what it does not say is not sent. */
export function toCreateBody(inputs: VpcEndpointServiceInputs): CreateBody {
  return toWire(Object.keys(WIRE_NAMES) as SentField[], inputs) as unknown as CreateBody;
}

/** Exactly the given fields, with the values that they are to have. */
export function toModifyBody(
  fields: readonly UpdatedField[],
  desired: Partial<VpcEndpointServiceInputs>,
): ModifyBody {
  return toWire(fields, desired) as ModifyBody;
}

function toWire(fields: readonly SentField[], values: Partial<VpcEndpointServiceInputs>) {
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    const value = values[field];
    if (value === undefined) continue;
    if (field === "ports") body.ports = (value as PortMapping[]).map(toPortWire);
    else if (field === "tags") body.tags = toTagWires(value as Record<string, string>);
    else body[WIRE_NAMES[field]] = value;
  }
  return body;
}

function toPortWire({ clientPort, serverPort, protocol }: PortMapping): PortWire {
  return {
    client_port: clientPort,
    server_port: serverPort,
    ...(protocol === undefined ? {} : { protocol }),
  };
}

export function toTagWires(tags: Record<string, string>): TagWire[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

/**
 * Maps a service as the API answers it (any operation, any edition) to outputs. A field that is absent, null or of
 * another type keeps what `base` says: the value just sent, else the last one known.
 */
export function toOutputs(
  id: string,
  answer: Record<string, unknown>,
  base: OutputsBase,
): VpcEndpointServiceOutputs {
  const name = string(answer.service_name);
  const actual = {
    serverType: string(answer.server_type),
    vpcId: string(answer.vpc_id),
    portId: string(answer.port_id),
    ports: ports(answer.ports),
    serviceName: name === undefined ? undefined : shortName(name, base.region, id),
    serviceType: string(answer.service_type),
    approvalEnabled: boolean(answer.approval_enabled),
    tcpProxy: string(answer.tcp_proxy),
    description: string(answer.description),
    tags: tagsOf(answer.tags),
    enablePolicy: boolean(answer.enable_policy),
    ipVersion: string(answer.ip_version),
    snatNetworkId: string(answer.snat_network_id),
    poolId: string(answer.pool_id),
    ip: string(answer.ip),
    status: word(answer.status),
    createdAt: word(answer.created_at),
    updatedAt: word(answer.updated_at),
    connectionCount: number(answer.connection_count),
    supportedEditions: words(answer.supported_editions),
  };
  const outputs = { ...definedOf(base), ...definedOf(actual) };
  const longName = name === undefined || isShortName(name) ? undefined : name;
  return {
    ...outputs,
    endpointServiceName: cleanText(longName ?? fullName(base.region, outputs.serviceName, id), 200),
    error: errors(answer.error),
  } as VpcEndpointServiceOutputs;
}

/** Some editions print the bare name in their samples; a full one always holds dots, a short one never. */
const isShortName = (name: string) => !name.includes(".");

/** `<region>.<name>.<id>`, or `<region>.<id>` for a service without a name. */
function fullName(region: string, name: string | undefined, id: string): string {
  return [region, ...(name ? [name] : []), id].join(".");
}

/**
 * The short name inside a full one: the known region in front and the known id behind are taken off; what is left is the
 * name as the program gives it. A name in neither form stands for itself. (A region or a name is never looked for by its
 * dots: a region may hold any.)
 */
export function shortName(longName: string, region: string, id: string): string {
  if (longName === `${region}.${id}`) return "";
  const [prefix, suffix] = [`${region}.`, `.${id}`];
  if (
    longName.length > prefix.length + suffix.length &&
    longName.startsWith(prefix) &&
    longName.endsWith(suffix)
  )
    return longName.slice(prefix.length, -suffix.length);
  return longName;
}

/** More than any service has, and a limit for what ends up in the state. */
const MAX_REASONS = 20;

/** The API's reasons for a failed service, fit for a message; the editions spell their keys in two ways. */
export function errors(value: unknown): ServiceError[] {
  return objects(value)
    .slice(0, MAX_REASONS)
    .map((item) => ({
      errorCode: word(item.error_code) ?? word(item.code) ?? "",
      errorMessage: cleanText(string(item.error_message) ?? string(item.message) ?? "", 500),
    }));
}

/** A list with an item that cannot be read is not known: without the item it would look like a change. */
function ports(value: unknown): PortMapping[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const found: PortMapping[] = [];
  for (const item of objects(value)) {
    const [clientPort, serverPort] = [number(item.client_port), number(item.server_port)];
    if (clientPort === undefined || serverPort === undefined) return undefined;
    found.push({ clientPort, serverPort, protocol: string(item.protocol) ?? DEFAULT_PROTOCOL });
  }
  return found.length === value.length ? found : undefined;
}

export function tagsOf(value: unknown): Record<string, string> | undefined {
  const items = objects(value);
  if (!Array.isArray(value) || items.length < value.length) return undefined;
  const pairs: [string, string][] = [];
  for (const item of items) {
    const key = string(item.key);
    if (key === undefined) return undefined;
    // Pulumi cannot carry a property of this name: it would be lost on its way, or worse.
    if (key !== "__proto__") pairs.push([key, string(item.value) ?? ""]);
  }
  // Not by assignment, which fails for a key such as "constructor" where Object.prototype is frozen.
  return Object.fromEntries(pairs);
}

const string = (value: unknown) => (typeof value === "string" ? value : undefined);
const boolean = (value: unknown) => (typeof value === "boolean" ? value : undefined);
/** A text that is the API's own: nobody compares it with what the program says, and messages quote it. */
const word = (value: unknown) => (typeof value === "string" ? cleanText(value, 64) : undefined);
const words = (value: unknown) =>
  Array.isArray(value) ? value.flatMap((item) => word(item) ?? []).slice(0, 20) : undefined;

/** Ports and counts: whole, and none is negative, not even zero. */
function number(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0 ? value + 0 : undefined;
  // Samples of the manuals print ports as strings.
  return typeof value === "string" && /^[0-9]{1,9}$/.test(value) ? Number(value) : undefined;
}

function objects(value: unknown): Record<string, unknown>[] {
  if (!Array.isArray(value)) return [];
  return value.filter((item) => typeof item === "object" && item !== null && !Array.isArray(item));
}

function definedOf<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
