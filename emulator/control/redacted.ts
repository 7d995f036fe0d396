import { isJsonObject, type Json, parseJson } from "../world/json";

/** What the bodies of logins have that is no secret; every other text in them is left out. */
const shownTexts = [
  "methods",
  "name",
  "agency_name",
  "xrole_name",
  "domain_name",
  "domain_id",
  "agency_urn",
  "agency_session_name",
  "provider_urn",
  "source_identity",
];
/** Where an `id` names something; elsewhere it is a token. */
const namedById = ["user", "domain", "project"];

/** The body of a login as it may be kept: password, tokens and keys are `***`. What is not JSON is not kept at all. */
export function redactedLogin(body: Buffer): Buffer {
  const parsed = parseJson(body.toString("utf8"));
  return parsed === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(redacted(parsed, "", "")));
}

function redacted(value: Json, name: string, parent: string): Json {
  if (Array.isArray(value)) return value.map((item) => redacted(item, name, parent));
  if (isJsonObject(value)) {
    const fields = Object.entries(value).map(([field, each]) => [field, redacted(each, field, name)]);
    return Object.fromEntries(fields);
  }
  const isShown = shownTexts.includes(name) || (name === "id" && namedById.includes(parent));
  return typeof value !== "string" || isShown ? value : "***";
}
