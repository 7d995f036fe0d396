import { Refusal } from "../../gateway/errors";
import type { ApiResponse, Call } from "../../gateway/operation";
import { isJsonObject, type Json, type JsonObject } from "../../world/json";
import type { RegionProject, Settings } from "../../world/settings";
import { catalog, userOf } from "./lookups";

/**
 * IAM: "Obtaining a User Token Through Password Authentication". The password is the secret key, because the emulator
 * has no other secret; any user name will do. A token can be renewed with itself.
 */
export function createToken(call: Call): ApiResponse {
  const { settings, tokens } = call.world;
  const auth = object(call.body["auth"]);
  const identity = object(auth["identity"]);
  const method = Array.isArray(identity["methods"]) ? identity["methods"][0] : undefined;
  const userName = method === "token" ? renewing(call, identity) : signingIn(settings, identity);
  const scope = readScope(settings, auth["scope"]);
  const { id, token } = tokens.issue(scope?.projectId);
  const domain = { id: settings.domainId, name: settings.domainName };
  const body: JsonObject = {
    expires_at: tokenTime(token.expiresMs),
    issued_at: tokenTime(token.issuedMs),
    methods: [method ?? "password"],
    user: { ...userOf(settings, userName), domain },
    roles: [{ id: "0", name: "te_admin" }],
  };
  if (scope !== undefined) body["project"] = { id: scope.projectId, name: scope.region, domain };
  else body["domain"] = domain;
  if (!call.query.has("nocatalog")) body["catalog"] = catalog(call, scope && [scope]);
  return { status: 201, body: { token: body }, headers: { "X-Subject-Token": id } };
}

/** Times of tokens have microseconds. */
function tokenTime(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 23)}000Z`;
}

function signingIn(settings: Settings, identity: JsonObject): string {
  const user = object(object(identity["password"])["user"]);
  const domain = object(user["domain"]);
  const rightDomain =
    (domain["name"] === undefined && domain["id"] === undefined) ||
    domain["name"] === settings.domainName ||
    domain["id"] === settings.domainId;
  if (user["password"] !== settings.secretKey || !rightDomain) {
    throw new Refusal(401, "IAM.0101", "The username or password is wrong.");
  }
  return typeof user["name"] === "string" ? user["name"] : "emulator";
}

function renewing(call: Call, identity: JsonObject): string {
  const id = object(identity["token"])["id"];
  const known = typeof id === "string" ? call.world.tokens.find(id) : undefined;
  if (known === undefined || known.expiresMs <= call.nowMs) {
    throw new Refusal(401, "IAM.0101", "The token must be updated.");
  }
  return "emulator";
}

/** The project that the token is for; undefined for a token of the account alone. */
function readScope(settings: Settings, given: Json | undefined): RegionProject | undefined {
  const scope = object(given ?? {});
  if (scope["project"] === undefined) return undefined;
  const project = object(scope["project"]);
  const found = settings.regions.find(
    ({ region, projectId }) => project["name"] === region || project["id"] === projectId,
  );
  if (found === undefined) throw new Refusal(401, "IAM.0101", "The project of the scope does not exist.");
  return found;
}

function object(value: Json | undefined): JsonObject {
  if (value === undefined) return {};
  if (!isJsonObject(value)) throw new Refusal(400, "IAM.0011", "Request body is invalid.");
  return value;
}
