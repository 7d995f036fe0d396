import { isAbsent } from "../../gateway/body-fields";
import { refusal } from "../../gateway/errors";
import { isJsonObject, type Json, type JsonObject } from "../../world/json";
import type { PolicyForm } from "../../world/records";

/** At most one of the two is there: which one, the service decides. */
export interface Policy {
  policy_statement?: JsonObject[];
  policy_document?: JsonObject;
}

export const policyForms: readonly PolicyForm[] = ["policy_statement", "policy_document"];
const maxStatements = 10;

/** API page: "Creating a VPC Endpoint": what a gateway endpoint has when no policy is given. */
const fullAccess: JsonObject = {
  Effect: "Allow",
  Action: ["obs:*:*"],
  Resource: ["obs:*:*:*:*/*", "obs:*:*:*:*"],
};

/**
 * API pages: "Creating a VPC Endpoint" and "Updating the Policy of a VPC Endpoint". Object storage takes statements,
 * other services a document, and a service without policies neither. No statement at all is the default policy.
 */
export function readPolicy(body: JsonObject, form: PolicyForm | undefined): Policy {
  const stray = policyForms.find((name) => name !== form && !isAbsent(body, name));
  if (stray !== undefined) throw refusal("EndPoint.2048", `the service does not take ${stray}`);
  if (form === "policy_statement") return { policy_statement: readStatements(body[form] ?? []) };
  const document = body["policy_document"] ?? undefined;
  if (document === undefined) return {};
  if (!isJsonObject(document) || !isObjects(document["Statement"]))
    throw refusal("EndPoint.2048", "policy_document");
  return { policy_document: document };
}

function readStatements(value: Json): JsonObject[] {
  if (!isObjects(value) || value.length > maxStatements || !value.every(isStatement))
    throw refusal("EndPoint.2048", "policy_statement");
  return value.length === 0 ? [fullAccess] : value;
}

function isStatement({ Effect, Action, Resource, Condition = {}, Sid = "" }: JsonObject): boolean {
  if (Effect !== "Allow" && Effect !== "Deny") return false;
  return [Action, Resource].every(isTexts) && isJsonObject(Condition) && typeof Sid === "string";
}

function isTexts(value: Json | undefined): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string");
}

function isObjects(value: Json | undefined): value is JsonObject[] {
  return Array.isArray(value) && value.every(isJsonObject);
}
