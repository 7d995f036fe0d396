import fc from "fast-check";
import type { TransportFailureKind, TransportResponse } from "../../../provider/api/transport";
import { canaries, TransportFailure } from "../../helpers/in-process";

/** One thing that is wrong with a response. Places are shares of what is there, so that any fits any response. */
export type Mutation =
  /** A value of the body, or the body itself, becomes something else; the JSON is given as text. */
  | { kind: "replace"; place: number; json: string }
  | { kind: "drop"; place: number }
  | { kind: "rename"; place: number; json: string }
  | { kind: "repeat"; place: number; times: number }
  /** The name of the value stands there a second time, with another value; the JSON is given as text. */
  | { kind: "double"; place: number; json: string }
  /** What is in the list or object there comes in another order. */
  | { kind: "turn"; place: number }
  /** The same value in another form. */
  | { kind: "retype"; place: number; as: Form }
  | { kind: "cut"; share: number }
  | { kind: "insert"; share: number; text: string }
  | { kind: "body"; text: string }
  | { kind: "encoding"; as: "utf16le" | "latin1" | "bom" | "base64" | "twice" }
  | { kind: "status"; status: number }
  | { kind: "error"; status: number; code: string; message: string }
  | { kind: "header"; name: string; value: string }
  | { kind: "failure"; failure: TransportFailureKind };

const FORMS = ["text", "number", "list", "object", "date", "seconds", "flag"] as const;
type Form = (typeof FORMS)[number];

/** Texts that must get out nowhere, or in another form only. */
export const oddTexts: readonly string[] = [
  ...Object.values(canaries),
  ...[60, 70, 75, 79].map((length) => `${"x".repeat(length)}${canaries.secretKey}`),
  `${"x".repeat(490)}${canaries.securityToken}`,
  '\u0000\u001b[31m\r\nVpcEndpointService "other": done',
  "bad \ud800",
  "\udc00",
  "\u2028\u202e\u200b",
  "../../x",
  "..",
  "",
  " ",
  "__proto__",
  "x".repeat(20_000),
  "available",
  "failed",
  "creating",
  "deleting",
  "deleted",
  "accepted",
  "iam:domain::stranger",
  "2026-01-02T03:04:05Z",
  "99999999-9999-4999-8999-999999999999",
];

/** As JSON spells it by hand: half characters and escapes stay what they are. */
const spelt = (text: string) => JSON.stringify(text).replaceAll("A", "\\u0041");

/** Any text there can be, halves of characters among it. */
const anyUnits = fc
  .array(fc.oneof(fc.nat({ max: 0x7f }), fc.nat({ max: 0xffff })), { maxLength: 10 })
  .map((units) => String.fromCharCode(...units));

const someJson = fc.oneof(
  fc.constantFrom(...oddTexts).map((text) => JSON.stringify(text)),
  fc.constantFrom(...oddTexts).map(spelt),
  fc.constantFrom(
    ...["null", "true", "0", "-0", "-1", "1.5", "1e999", "-1e999", "1e308", "422321312321321321", "[]", "{}"],
    ...["[null]", "[[]]", "[{}]", '{"__proto__":{"polluted":1}}', `[${"0,".repeat(2000)}0]`],
    `${"[".repeat(200)}${"]".repeat(200)}`,
    `${"[".repeat(10_000)}${"]".repeat(10_000)}`,
    `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`,
    '{"constructor":{"prototype":{"polluted":1}},"toString":1,"then":1}',
    ...["NaN", "-Infinity", "0x1F", "1e-400", "012", "9".repeat(400)],
    '[{"id":"x","permission":"*","status":"accepted","domain_id":"y","key":"k","value":"v"}]',
  ),
  fc.json({ maxDepth: 3 }),
  anyUnits.map((text) => JSON.stringify(text)),
);

const someText = fc.oneof(
  fc.constantFrom(...oddTexts),
  fc.constantFrom(
    '"',
    ",",
    "}",
    "\\",
    "\\u00",
    "\\ud800",
    "1e999",
    "<html>",
    "null",
    "\u0000",
    "[".repeat(100_000),
    "<html><title>Sign in</title></html>",
  ),
  anyUnits,
);
/** Of doubles most are next to nothing. */
export const share = fc.integer({ min: 0, max: 999 }).map((thousandths) => thousandths / 1000);
const statuses = fc.oneof(
  fc.constantFrom(100, 101, 200, 204, 206, 301, 304, 400, 401, 403, 404, 409, 429, 500, 503, 504, 599, 999),
  fc.integer({ min: 0, max: 999 }),
);
const codes = fc.oneof(
  fc.constantFrom("EndPoint.0002", "EndPoint.0005", "EndPoint.0022", "EndPoint.2003", "EndPoint.3006"),
  fc.constantFrom("EndPoint.3044", "EndPoint.3045", "EndPoint.3049", "APIGW.0301", "APIGW.0308"),
  someText,
);
const headers = fc.constantFrom<[string, fc.Arbitrary<string>][]>(
  ["content-type", someText],
  ["x-request-id", someText],
  ["location", someText],
  [
    "retry-after",
    fc.constantFrom("0", "-1", "2", "99999999999999999999", "soon", "Fri, 02 Jan 2026 03:04:15 GMT"),
  ],
  [
    "date",
    fc.constantFrom("", "yesterday", "Fri, 02 Jan 1970 03:04:15 GMT", "Fri, 02 Jan 9999 03:04:15 GMT"),
  ],
);

const kind = (weight: number, name: Mutation["kind"], fields: Record<string, fc.Arbitrary<unknown>>) => ({
  weight,
  arbitrary: fc.record({ kind: fc.constant(name), ...fields }),
});

export const anyMutation = fc.oneof(
  kind(8, "replace", { place: share, json: someJson }),
  kind(2, "drop", { place: share }),
  kind(1, "rename", { place: share, json: someText.map(spelt) }),
  kind(1, "repeat", { place: share, times: fc.constantFrom(2, 3, 1000, 1001) }),
  kind(1, "double", { place: share, json: someJson }),
  kind(1, "turn", { place: share }),
  kind(2, "retype", { place: share, as: fc.constantFrom(...FORMS) }),
  kind(1, "cut", { share }),
  kind(1, "insert", { share, text: someText }),
  kind(1, "body", { text: fc.oneof(someText, someJson) }),
  kind(1, "encoding", { as: fc.constantFrom("utf16le", "latin1", "bom", "base64", "twice") }),
  kind(1, "status", { status: statuses }),
  kind(2, "error", { status: statuses, code: codes, message: someText }),
  {
    weight: 1,
    arbitrary: headers.chain(
      ([name, value]) => kind(1, "header", { name: fc.constant(name), value }).arbitrary,
    ),
  },
  kind(1, "failure", { failure: fc.constantFrom("notSent", "ambiguous", "tls", "oversize") }),
) as fc.Arbitrary<Mutation>;

/** Pure: the response with the mutation; throws the failure that stands in its place. */
export function mutated(response: TransportResponse, mutation: Mutation): TransportResponse {
  const { body } = response;
  switch (mutation.kind) {
    case "cut":
      return { ...response, body: body.slice(0, Math.floor(body.length * mutation.share)) };
    case "insert": {
      const at = Math.floor(body.length * mutation.share);
      return { ...response, body: `${body.slice(0, at)}${mutation.text}${body.slice(at)}` };
    }
    case "body":
      return { ...response, body: mutation.text };
    case "encoding":
      return { ...response, body: encoded(body, mutation.as) };
    case "status":
      return { ...response, status: mutation.status };
    case "error": {
      const { status, code, message } = mutation;
      return { ...response, status, body: JSON.stringify({ error_code: code, error_msg: message }) };
    }
    case "header":
      return { ...response, headers: { ...response.headers, [mutation.name]: mutation.value } };
    case "failure":
      throw new TransportFailure(mutation.failure, `the test's own ${mutation.failure}`);
    default:
      return { ...response, body: restructured(body, mutation) };
  }
}

function encoded(body: string, as: (Mutation & { kind: "encoding" })["as"]): string {
  if (as === "bom") return `\uFEFF${body}`;
  if (as === "twice") return `${body}${body}`;
  if (as === "base64") return Buffer.from(body).toString("base64");
  return Buffer.from(body, as).toString("utf8");
}

const LARGEST = 2 * 1024 * 1024;

type Structural = Extract<Mutation, { place: number }>;
type Holder = Record<string, unknown> | unknown[];

/** A text that no JSON of ours holds; what stands in its place is put in after the JSON is text again. */
const MARK = "@@here@@";

function restructured(body: string, mutation: Structural): string {
  let root: unknown;
  try {
    root = { body: JSON.parse(body) };
    // What nests without end can be read, but not written again.
    JSON.stringify(root);
  } catch {
    return "json" in mutation ? mutation.json : body;
  }
  const places = placesIn(root);
  const [holder, key] = places[Math.min(places.length - 1, Math.floor(places.length * mutation.place))] as [
    Holder,
    string,
  ];
  const record = holder as Record<string, unknown>;
  const value = record[key];
  if (mutation.kind === "replace") record[key] = MARK;
  if (mutation.kind === "drop") delete record[key];
  if (mutation.kind === "rename") {
    delete record[key];
    record[MARK] = value;
  }
  if (mutation.kind === "double") record[`${MARK}${key}`] = value;
  if (mutation.kind === "turn") record[key] = turned(value);
  if (mutation.kind === "retype") record[key] = retyped(value, mutation.as);
  if (mutation.kind === "repeat") {
    // Within what the layer below lets through: two of them would make a gigabyte.
    const length = Math.min(mutation.times, Math.ceil(LARGEST / body.length));
    const many = Array.from({ length }, () => value);
    if (Array.isArray(holder)) holder.push(...many);
    else record[key] = many;
  }
  const text = JSON.stringify((root as { body?: unknown }).body ?? null);
  if (mutation.kind === "double")
    return text.replace(
      new RegExp(`"${MARK}([^"]*)":`),
      (_, name) => `"${name}":${mutation.json},"${name}":`,
    );
  return "json" in mutation ? text.replace(`"${MARK}"`, () => mutation.json) : text;
}

function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.toReversed();
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).toReversed());
}

function retyped(value: unknown, as: Form): unknown {
  if (as === "text") return typeof value === "string" ? value : JSON.stringify(value);
  if (as === "number") return Number(value);
  if (as === "list") return [value];
  if (as === "object") return { value };
  if (as === "flag") return Boolean(value);
  const moment = new Date(String(value));
  if (Number.isNaN(moment.getTime())) return value;
  return as === "date" ? moment.toUTCString() : moment.getTime() / 1000;
}

/** As deep as any response of the API; what an earlier mutation has put there may have no end. */
const DEEPEST = 8;

function placesIn(value: unknown, depth = 0): [Holder, string][] {
  if (typeof value !== "object" || value === null || depth > DEEPEST) return [];
  const entries = Object.entries(value) as [string, unknown][];
  return entries.flatMap(([key, item]) => [
    [value as Holder, key] as [Holder, string],
    ...placesIn(item, depth + 1),
  ]);
}
