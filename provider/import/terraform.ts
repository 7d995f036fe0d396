import { isValidId } from "../api/identifiers";
import { cleanText } from "../api/text";
import { Failure } from "../resource/failures";
import { idOf } from "../vpc-endpoint-connection/fields";
import type { Owner } from "./cloud";
import type { Findings, Found } from "./import-file";

/** What a state of Terraform holds for this package. */
export interface TerraformFindings extends Findings {
  /** Whitelists that its services manage: the ids of their records stand in no state. */
  whitelists: (Owner & { permissions: string[] })[];
}

/** The parts of a state that are read (Terraform's format version 4), none of which may be taken for granted. */
interface Block {
  module?: unknown;
  mode?: unknown;
  type?: unknown;
  name?: unknown;
  instances?: unknown;
}
interface Instance {
  index_key?: unknown;
  status?: unknown;
  deposed?: unknown;
  attributes?: unknown;
}
type Attributes = Record<string, unknown>;

/** Resource types of the providers for this API; those of Open Telekom Cloud end with the version of the API. */
const TYPE = /^(?:huaweicloud|opentelekomcloud|flexibleengine)_vpcep_(\w+?)(?:_v1)?$/;

/** What an object of each type is here, from its attributes. */
const COUNTERPARTS: Record<string, (attributes: Attributes) => Omit<Found, "name">[]> = {
  service: ({ id }) => [{ type: "VpcEndpointService", id: textIn(id) }],
  endpoint: ({ id }) => [{ type: "VpcEndpoint", id: textIn(id) }],
  approval: ({ service_id, endpoints }) => textsIn(endpoints).map((id) => connection(service_id, id)),
  service_connection_update: ({ service_id, endpoint_id }) => [connection(service_id, endpoint_id)],
};

const connection = (serviceId: unknown, endpointId: unknown): Omit<Found, "name"> => ({
  type: "VpcEndpointConnection",
  id: idOf(textIn(serviceId), textIn(endpointId)),
});

/** An object of the state, of a type that has a counterpart here. */
interface Candidate {
  kind: string;
  address: string;
  name: string;
  attributes: Attributes;
  isTainted: boolean;
  isDeposed: boolean;
}

/**
 * Reads the text of a `terraform.tfstate`. Nothing but ids and addresses gets out of here, into messages neither: a state
 * holds secrets.
 *
 * @param file What messages call it.
 * @param region Objects of other regions are left out, for one import is for one region.
 */
export function readTerraformState(text: string, file: string, region?: string): TerraformFindings {
  const blocks = blocksIn(text, file).filter(({ mode, type }) => mode === "managed" && kindOf(type) !== "");
  const candidates = blocks.flatMap(candidatesIn);
  const regions = new Set(candidates.flatMap(({ attributes }) => attributes.region ?? []));
  if (region === undefined && regions.size > 1)
    throw new Failure(
      `${file} has objects in several regions, and an import is for one: give --region, and make a file for each.`,
    );
  const parts = candidates.map((candidate) => takenFrom(candidate, region));
  const others = new Set(
    blocks.filter(({ type }) => !Object.hasOwn(COUNTERPARTS, kindOf(type))).map(({ type }) => String(type)),
  );
  const names = cleanText([...others].sort().join(", "), 500);
  return {
    found: onceEach(parts.flatMap(({ found }) => found)),
    notes: [
      ...parts.flatMap(({ notes }) => notes),
      ...(names === "" ? [] : [`not taken, for no resource here is like it: ${names}`]),
    ],
    whitelists: parts.flatMap(({ whitelists }) => whitelists),
  };
}

const kindOf = (type: unknown) => TYPE.exec(String(type))?.[1] ?? "";

function candidatesIn(block: Block): Candidate[] {
  const kind = kindOf(block.type);
  if (!Object.hasOwn(COUNTERPARTS, kind)) return [];
  return objectsIn<Instance>(block.instances).map((instance) => ({
    kind,
    address: addressOf(block, instance),
    name: nameOf(block, instance),
    attributes: (instance.attributes ?? {}) as Attributes,
    isTainted: instance.status === "tainted",
    isDeposed: instance.deposed !== undefined,
  }));
}

function takenFrom(candidate: Candidate, region: string | undefined): TerraformFindings {
  const { kind, address, name, attributes, isTainted, isDeposed } = candidate;
  const without = (reason: string) => ({
    found: [],
    notes: [`${address} ${reason}: left out`],
    whitelists: [],
  });
  if (isDeposed) return without("has an object that waits for its deletion");
  if (region !== undefined && (attributes.region ?? region) !== region)
    return without(`is in another region than ${region}`);
  const found = COUNTERPARTS[kind]?.(attributes) ?? [];
  if (!found.every(({ id }) => id.split("/").every(isValidId))) return without("has no usable id");
  const permissions = kind === "service" ? permissionsIn(attributes) : [];
  return {
    found: found.map((one) => ({ ...one, name })),
    notes: isTainted
      ? [`${address} is tainted: Terraform would replace it, an import takes it as it is`]
      : [],
    whitelists: permissions.length > 0 ? [{ id: String(attributes.id), name, permissions }] : [],
  };
}

function blocksIn(text: string, file: string): Block[] {
  const { version, resources } = objectIn(text) ?? {};
  if (typeof version !== "number" || (version >= 4 && !Array.isArray(resources)))
    throw new Failure(`${file} is not a state of Terraform. \`terraform state pull\` prints one.`);
  if (version !== 4)
    throw new Failure(
      `${file} is a state of version ${version}, and only version 4 can be read. \`terraform state pull\` of Terraform 0.12 or newer prints one.`,
    );
  return objectsIn<Block>(resources);
}

/** A parser's own message quotes the text, so it goes nowhere. */
function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const [found] = objectsIn<Record<string, unknown>>([JSON.parse(text)]);
    return found;
  } catch {
    return undefined;
  }
}

/** `module.link["eu"].huaweicloud_vpcep_service.orders[0]` */
function addressOf({ module, type, name }: Block, { index_key: key }: Instance): string {
  const index = key === undefined ? "" : `[${JSON.stringify(key)}]`;
  const path = [...(module === undefined ? [] : [module]), type, name].join(".");
  return cleanText(`${path}${index}`, 200);
}

/** `link-eu-orders-0`, for a name here need not say that it came out of a module. */
function nameOf({ module, name }: Block, { index_key: key }: Instance): string {
  const modules = textIn(module)
    .replace(/(^|\.)module\./g, "-")
    .slice(1);
  return [modules, textIn(name), String(key ?? "")].filter((part) => part !== "").join("-");
}

/** Open Telekom Cloud's provider holds the ids of accounts alone. */
function permissionsIn({ permissions, organization_permissions, whitelist }: Attributes): string[] {
  const accounts = textsIn(whitelist).map((id) => (id === "*" ? id : `iam:domain::${id}`));
  return [...textsIn(permissions), ...textsIn(organization_permissions), ...accounts];
}

/** A connection may be approved by one resource and described by another. */
function onceEach(found: readonly Found[]): Found[] {
  const known = new Map<string, Found>();
  for (const one of found) {
    const key = `${one.type} ${one.id}`;
    if (!known.has(key)) known.set(key, one);
  }
  return [...known.values()];
}

const textIn = (value: unknown): string => (typeof value === "string" ? value : "");

const textsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];

const objectsIn = <T extends object>(value: unknown): T[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "object" && item !== null) : [];
