import { isValidId } from "../api/identifiers";
import { cleanText } from "../api/text";
import { count, objects, text, word, words } from "../resource/codecs";
import { fromRecord, toBody } from "../resource/fields";
import { FIELDS } from "./fields";
import type { ServiceError, VpcEndpointServiceInputs, VpcEndpointServiceOutputs } from "./inputs";

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
  return word.read(answer.status) ?? "";
}

/** The services in the response of a list; that they are there was checked by the client. */
export function servicesIn(answer: ServiceAnswer): ServiceAnswer[] {
  return answer.endpoint_services as ServiceAnswer[];
}

/** What is known of a service before an answer is read; of the inputs at least where it lives. */
export type OutputsBase = Partial<VpcEndpointServiceOutputs> &
  Pick<VpcEndpointServiceInputs, "region" | "projectId">;

/** What the program says of a new service; what it does not say is not sent. */
export function toCreateBody(inputs: VpcEndpointServiceInputs): CreateBody {
  return toBody(FIELDS, Object.keys(FIELDS), { ...inputs }) as unknown as CreateBody;
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
  const record = fromRecord(FIELDS, answer);
  const name = text.read(answer.service_name);
  const actual = {
    ...record,
    serviceName: name === undefined ? undefined : shortName(name, base.region, id),
    status: word.read(answer.status),
    createdAt: word.read(answer.created_at),
    updatedAt: word.read(answer.updated_at),
    connectionCount: count.read(answer.connection_count),
    supportedEditions: words.read(answer.supported_editions),
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
      errorCode: word.read(item.error_code) ?? word.read(item.code) ?? "",
      errorMessage: cleanText(text.read(item.error_message) ?? text.read(item.message) ?? "", 500),
    }));
}

function definedOf<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
