import equal from "fast-deep-equal";
import { hiddenState } from "../dynamic/hidden";
import type { Bag, DiffResult } from "../dynamic/kind";
import { containsUnknown } from "../dynamic/unknown";
import {
  API_DEFAULTS,
  type CloudField,
  DEFAULT_PROTOCOL,
  type Field,
  fieldsSetIn,
  PERMISSION_FIELDS,
  type PermissionField,
  REPLACING_FIELDS,
  SETTING_FIELDS,
  UPDATED_FIELDS,
  type UpdatedField,
} from "./fields";
import type { PortMapping, VpcEndpointServiceInputs, VpcEndpointServiceOutputs } from "./inputs";

/** What is to be done to lead a service from what is known of it to what the program says. */
export interface Changes {
  /** Fields of the one modify call. */
  update: UpdatedField[];
  tags: boolean;
  permissions: PermissionField[];
  /** What cannot be changed on a living service, `status` of a failed one included. */
  replace: string[];
  /** The service has not settled yet: the update waits for it. */
  settle: boolean;
  /** Something of the provider's own, for which no call is made. */
  settings: boolean;
  /** As `settings`, but nothing that the engine sees when it compares the inputs. */
  hidden: boolean;
  /** The last operation failed half-way, so that the engine's inputs say nothing about the outputs. */
  unfinished: boolean;
}

/** The values that the cloud is to have for the fields that the program speaks of, or spoke of when last applied. */
export function desiredOf(known: Bag, news: Bag): Partial<VpcEndpointServiceInputs> {
  const desired: Bag = { ...news };
  for (const field of hiddenState(known).set) {
    if (desired[field] === undefined && Object.hasOwn(API_DEFAULTS, field))
      desired[field] = API_DEFAULTS[field as keyof typeof API_DEFAULTS];
  }
  return desired;
}

/** Compares what is known of a service (outputs) with what the program says (checked inputs), field by field. */
export function changesBetween(known: Bag, news: Bag, id?: string): Changes {
  const desired = desiredOf(known, news) as Bag;
  const differs = (field: CloudField) =>
    desired[field] !== undefined && !sameValue(field, known[field], desired[field]);

  const replace: string[] = REPLACING_FIELDS.filter((field) => known[field] !== undefined && differs(field));
  const { existingId } = news;
  if (existingId !== undefined && existingId !== known.existingId && existingId !== id)
    replace.push("existingId");
  const { status } = known;
  if (status === "failed" || status === "deleting") replace.push("status");

  const [before, after] = [hiddenState(known), hiddenState(news)];
  return {
    update: UPDATED_FIELDS.filter(differs),
    tags: differs("tags"),
    // A list that was not managed so far is not known: only a look tells what has to go.
    permissions: PERMISSION_FIELDS.filter(
      (field) => differs(field) || (desired[field] !== undefined && known[field] === undefined),
    ),
    replace,
    settle: status !== undefined && !["available", "failed", "deleting"].includes(String(status)),
    settings: SETTING_FIELDS.some((field) => (known[field] ?? false) !== (news[field] ?? false)),
    hidden:
      !equal(before.customTimeouts, after.customTimeouts) ||
      !equal([...before.set].sort(), fieldsSetIn(news).sort()) ||
      before.revoked !== undefined ||
      (before.name !== "?" && before.name !== after.name),
    unfinished: before.doubt !== undefined,
  };
}

/** Whether leading the service to what the program says takes a call that changes something. */
export function changesCloud(changes: Changes): boolean {
  return changes.update.length > 0 || changes.tags || changes.permissions.length > 0;
}

/**
 * The engine's question: does anything change, and does it replace the service?
 *
 * `changes` is left out when inputs differ: the engine then compares them itself, which keeps `replaceOnChanges`
 * working. It is given when the reason lies elsewhere, where the engine would see nothing.
 */
export function diffVpcEndpointService(id: string, olds: Bag, news: Bag): DiffResult {
  const changes = changesBetween(olds, news, id);
  const seen = changesCloud(changes) || changes.settings || changes.replace.length > 0;
  // A field that is set for the first time changes the hidden state as well; the inputs show it all the same.
  const unseen =
    changes.settle || changes.unfinished || (changes.hidden && !seen) || changes.replace.includes("status");
  const verdict: DiffResult = {
    replaces: changes.replace,
    // Also where nothing replaces: the engine may decide so by itself (replaceOnChanges), and asks this then.
    // A service that is taken over makes no room for itself, and one that is left may be wanted by another resource.
    deleteBeforeReplace:
      news.existingId === undefined && (changes.replace.includes("status") || wouldClash(olds, news)),
  };
  if (unseen) verdict.changes = true;
  else if (!seen) verdict.changes = false;
  return verdict;
}

/**
 * Whether a new service could not be made while the old one lives: both would share `portId` and a pair of server port
 * and protocol, which the API refuses within a project (API page, `ports`; EndPoint.3044).
 */
export function wouldClash(olds: Bag, news: Bag): boolean {
  if (olds.region !== news.region || olds.projectId !== news.projectId) return false;
  const { doubt = [] } = hiddenState(olds);
  // What the old one really serves is not known: it may be what the new one is to.
  if (doubt.includes("portId") || doubt.includes("ports")) return true;
  return olds.portId === news.portId && sharedPorts(olds.ports, news.ports).length > 0;
}

/** The server ports with protocol that two lists of mappings have in common; unknown ones are passed over. */
export function sharedPorts(some: unknown, others: unknown): string[] {
  const theirs = new Set(portPairs(others));
  return portPairs(some).filter((pair) => theirs.has(pair));
}

/** The server ports with protocol of a list of mappings, such as `80/TCP`, each once; unknown ones are passed over. */
export function portPairs(list: unknown): string[] {
  const pairs = (Array.isArray(list) ? list : [])
    .filter((mapping) => typeof mapping === "object" && mapping !== null && !containsUnknown(mapping))
    .map(({ serverPort, protocol }: PortMapping) => `${serverPort}/${protocol ?? DEFAULT_PROTOCOL}`);
  return [...new Set(pairs)];
}

/** Equality as the API means it: the order of lists and a protocol left out make no difference. */
export function sameValue(field: Field, one: unknown, other: unknown): boolean {
  if (containsUnknown(one) || containsUnknown(other)) return false;
  return equal(canonical(field, one), canonical(field, other));
}

function canonical(field: Field, value: unknown): unknown {
  switch (field) {
    case "ports":
      return Array.isArray(value) ? value.map((item) => itemKey(field, item)).sort() : value;
    case "permissions":
    case "organizationPermissions":
      return Array.isArray(value) ? [...new Set(value.map((item) => itemKey(field, item)))].sort() : [];
    case "tags":
      return typeof value === "object" && value !== null ? Object.entries(value).sort(byKey) : [];
    default:
      return value;
  }
}

const byKey = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);

/** The inputs whose items have no order. */
export type ListField = "ports" | PermissionField;

/** Tells the items of a list apart, whatever way they are written in. */
export function itemKey(field: ListField, item: unknown): string {
  if (field !== "ports" || typeof item !== "object" || item === null) return String(item);
  const { clientPort, serverPort, protocol } = item as PortMapping;
  return `${clientPort} ${serverPort} ${protocol ?? DEFAULT_PROTOCOL}`;
}

/** Why an update or a replacement comes that the program gives no reason for; undefined when there is none. */
export function repairReason(
  changes: Changes,
  { status }: Partial<VpcEndpointServiceOutputs>,
): string | undefined {
  if (changes.replace.includes("status")) return `is ${status}, and so is replaced`;
  if (changes.settle) return `was last seen ${status}: the update waits until it is available`;
  if (changes.unfinished)
    return "the last operation on it did not succeed; this one checks what is left to do";
  return undefined;
}

/** A sentence for the user when a replacement cuts off consumers; undefined when none were seen. */
export function lossWarning(
  changes: Changes,
  known: Partial<VpcEndpointServiceOutputs>,
  count = known.connectionCount ?? 0,
): string | undefined {
  if (changes.replace.length === 0 || count === 0) return undefined;
  const consumers = count === 1 ? "1 live connection was" : `${count} live connections were`;
  return `is to be replaced (${changes.replace.join(", ")}): ${consumers} last seen; its consumers lose ${known.endpointServiceName ?? "the service"}`;
}
