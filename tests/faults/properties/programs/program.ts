import fc from "fast-check";
import type { Properties } from "../../../helpers/engine";
import { vpcId } from "../../../helpers/in-process";
import type { Field } from "./fields";

/** Two backends are the program's own, two have a service that somebody else has made. */
export const backends = [0, 1, 2, 3] as const;
export const foreignBackends = [2, 3] as const;
export type Backend = (typeof backends)[number];
export const portOf = (backend: Backend) => `${backend}2222222-2222-4222-8222-222222222222`;

export const names = ["a", "b", "c", "d", "e", "f", "g", "h"] as const;

/** A resource of the program. The id for `existingId` is filled in when the program runs. */
export interface Entry {
  name: string;
  backend: Backend;
  /** `existingId` stays in the program once it has done its work. */
  keepsExisting: boolean;
  serverType: string;
  fields: Partial<Record<Field, unknown>>;
  /** In which order and with which repetitions lists are written. */
  spelling: number;
}

/** What somebody changes in the text of the program. */
export type Edit =
  /** For a backend that the program has nothing for yet: with this name. */
  | { edit: "set"; backend: Backend; fields: Entry["fields"]; name: string; keepsExisting: boolean }
  | { edit: "unset"; backend: Backend; field: Field }
  | { edit: "drop"; backend: Backend }
  /** Without an alias. Who has the name already gets the other one. */
  | { edit: "rename"; backend: Backend; name: string }
  | { edit: "existing"; backend: Backend }
  | { edit: "type"; backend: Backend }
  | { edit: "respell"; backend: Backend; spelling: number }
  /** The program as it was when it last succeeded. */
  | { edit: "back" };

export function edited(program: readonly Entry[], edits: readonly Edit[], last: readonly Entry[]): Entry[] {
  return edits.reduce((before, edit) => withEdit(before, edit, last), [...program]);
}

function withEdit(program: Entry[], edit: Edit, last: readonly Entry[]): Entry[] {
  if (edit.edit === "back") return [...last];
  const entry = program.find(({ backend }) => backend === edit.backend);
  const others = program.filter((one) => one !== entry);
  const put = (change: Partial<Entry>) =>
    program.map((one) => (one === entry ? { ...entry, ...change } : one));
  if (edit.edit === "set" && entry === undefined) {
    const { backend, name, fields, keepsExisting } = edit;
    if (others.some((one) => one.name === name)) return program;
    const fresh = { keepsExisting, serverType: "LB", spelling: 0 };
    return [...program, { name, backend, ...fresh, fields: { ports: [1], ...fields } }];
  }
  if (entry === undefined) return program;
  switch (edit.edit) {
    case "set":
      return put({ fields: { ...entry.fields, ...edit.fields } });
    case "unset":
      return put({ fields: { ...entry.fields, ...(edit.field !== "ports" && { [edit.field]: undefined }) } });
    case "drop":
      return others;
    case "rename":
      return program.map((one) => {
        if (one === entry) return { ...one, name: edit.name };
        return one.name === edit.name ? { ...one, name: entry.name } : one;
      });
    case "existing":
      return put({ keepsExisting: !entry.keepsExisting });
    case "type":
      return put({ serverType: entry.serverType === "LB" ? "VM" : "LB" });
    default:
      return put({ spelling: edit.spelling });
  }
}

/** The resource's arguments, in its spelling. Every value that may be a secret differs from any other text. */
export function wantedOf({ backend, serverType, fields, spelling }: Entry): Properties {
  const turned = <T>(list: T[]) => [...list.slice(spelling % 3), ...list.slice(0, spelling % 3)];
  const again = <T>(list: T[]) => (spelling % 2 === 1 ? [...list, ...list.slice(0, 1)] : list);
  const wanted: Properties = { serverType, vpcId, portId: portOf(backend), ...fields };
  wanted.ports = turned(fields.ports as number[]).map((number) => ({
    clientPort: 61000 + number,
    serverPort: 62000 + number,
    ...((spelling + number) % 2 === 0 && { protocol: "TCP" }),
  }));
  for (const [field, prefix] of [
    ["permissions", "iam:domain::5ec2e7"],
    ["organizationPermissions", "organizations:orgPath::secret/"],
  ] as const) {
    const list = fields[field] as number[] | undefined;
    if (list !== undefined) wanted[field] = again(turned(list.map((number) => prefix + number)));
  }
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}

/** What no hidden state may hold. */
export const secretValues = /secret|5ec2e7|\b6[12]00\d\b/g;

export const anyFields: fc.Arbitrary<Entry["fields"]> = fc.record(
  {
    ports: fc.constantFrom([1], [2], [1, 2], [2, 3], [3, 1, 2]),
    serviceName: fc.constantFrom("one", "two", ""),
    approvalEnabled: fc.boolean(),
    tcpProxy: fc.constantFrom("close", "open"),
    description: fc.constantFrom("secret-1", "secret-2", ""),
    tags: fc.constantFrom<Properties>({}, { k1: "secret-1" }, { k1: "secret-2", k2: "" }, { k2: "secret-1" }),
    permissions: fc.constantFrom<number[]>([], [1], [1, 2], [3, 2]),
    organizationPermissions: fc.constantFrom<number[]>([], [1], [2, 1]),
  },
  { requiredKeys: [] },
);

const backend = fc.constantFrom<Backend>(0, 0, 0, 0, 0, 1, 2, 2, 3);
const name = fc.constantFrom("a", "b", "c", "d");
const unsettable = fc.constantFrom<Field>(
  "description",
  "tags",
  "permissions",
  "organizationPermissions",
  "tcpProxy",
  "approvalEnabled",
  "serviceName",
);

export const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      edit: fc.constant("set" as const),
      backend,
      fields: anyFields,
      name,
      keepsExisting: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ edit: fc.constant("unset" as const), backend, field: unsettable }) },
  { weight: 1, arbitrary: fc.record({ edit: fc.constant("drop" as const), backend }) },
  { weight: 3, arbitrary: fc.record({ edit: fc.constant("rename" as const), backend, name }) },
  { weight: 2, arbitrary: fc.record({ edit: fc.constant("existing" as const), backend }) },
  { weight: 1, arbitrary: fc.record({ edit: fc.constant("type" as const), backend }) },
  {
    weight: 2,
    arbitrary: fc.record({ edit: fc.constant("respell" as const), backend, spelling: fc.nat(5) }),
  },
  { weight: 3, arbitrary: fc.constant<Edit>({ edit: "back" }) },
);
