import type { Properties, ResourceState } from "../../helpers/engine";
import { FIELDS } from "../../helpers/in-process";

type Type = (value: unknown) => boolean;

const text: Type = (value) => typeof value === "string";
const flag: Type = (value) => typeof value === "boolean";
const count: Type = (value) => typeof value === "number" && Number.isInteger(value);
const listOf =
  (item: Type): Type =>
  (value) =>
    Array.isArray(value) && value.every(item);
const object =
  (required: Record<string, Type>, optional: Record<string, Type> = {}): Type =>
  (value) =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(required).every(([key, type]) => type((value as Properties)[key])) &&
    Object.entries(value).every(([key, item]) => (required[key] ?? optional[key])?.(item) === true);
/** Such an object as one text. */
const inJson =
  (...given: Parameters<typeof object>): Type =>
  (value) =>
    typeof value === "string" && object(...given)(JSON.parse(value));
const texts: Type = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every(text);

const timeouts = object({}, { create: count, update: count, delete: count });
const spelling = object({ order: listOf(count), bare: listOf(count) });

const special: Record<string, Type> = {
  ports: listOf(object({ clientPort: count, serverPort: count }, { protocol: text })),
  approvalEnabled: flag,
  enablePolicy: flag,
  protectConnections: flag,
  rejectConnectionsOnDelete: flag,
  rejectConnectionsOnRevoke: flag,
  tags: texts,
  permissions: listOf(text),
  organizationPermissions: listOf(text),
};
const inputs: Record<string, Type> = {
  ...Object.fromEntries(Object.keys(FIELDS).map((field) => [field, special[field] ?? text])),
  __vpcep: object({ name: text }, { customTimeouts: timeouts, secrets: listOf(text) }),
  __provider: text,
};
const outputs: Record<string, Type> = {
  ...inputs,
  __vpcep: inJson(
    { name: text, set: listOf(text) },
    {
      customTimeouts: timeouts,
      written: object({}, { ports: spelling, permissions: spelling, organizationPermissions: spelling }),
      owed: listOf(text),
      unfinished: listOf(text),
      predecessors: listOf(text),
      seen: texts,
      secrets: listOf(text),
      adoption: text,
    },
  ),
  status: text,
  endpointServiceName: text,
  error: listOf(object({ errorCode: text, errorMessage: text })),
  createdAt: text,
  updatedAt: text,
  connectionCount: count,
  supportedEditions: listOf(text),
};

const alwaysThere = [
  "region",
  "projectId",
  "serverType",
  "vpcId",
  "portId",
  "ports",
  "__vpcep",
  "__provider",
];

/** What is wrong with a resource in the state; undefined when every property is known, of its type and nothing is lacking. */
export function stateProblem(state: ResourceState): string | undefined {
  return (
    problemOf("inputs", state.inputs, inputs, alwaysThere) ??
    problemOf("outputs", state.outputs, outputs, [...alwaysThere, "status", "endpointServiceName", "error"])
  );
}

function problemOf(
  name: string,
  values: Properties,
  types: Record<string, Type>,
  required: readonly string[],
): string | undefined {
  const lacking = required.find((name) => values[name] === undefined);
  if (lacking !== undefined) return `${name} without ${lacking}`;
  const wrong = Object.keys(values).find((name) => types[name]?.(values[name]) !== true);
  return wrong === undefined ? undefined : `${name}.${wrong} is ${JSON.stringify(values[wrong])}`;
}
