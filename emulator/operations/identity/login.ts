import { Refusal } from "../../gateway/errors";
import type { ApiResponse, Call } from "../../gateway/operation";
import { isJsonObject, type Json, type JsonObject } from "../../world/json";
import type { Account, RegionProject } from "../../world/settings";
import { catalog, userOf } from "./lookups";

/**
 * IAM: "Obtaining a User Token Through Password Authentication". The password is the account's secret key, because
 * the emulator has no other secret; any user name will do. A token can be renewed with itself.
 */
export function createToken(call: Call): ApiResponse {
  const auth = object(call.body["auth"]);
  const identity = object(auth["identity"]);
  const method = Array.isArray(identity["methods"]) ? identity["methods"][0] : undefined;
  const user = method === "token" ? renewing(call, identity) : signingIn(call, identity);
  const { account } = user;
  const scope = readScope(account, auth["scope"]);
  const { id, token } = call.world.tokens.issue(account.domainId, scope?.projectId);
  const domain = { id: account.domainId, name: account.name };
  const body: JsonObject = {
    expires_at: tokenTime(token.expiresMs),
    issued_at: tokenTime(token.issuedMs),
    methods: [method ?? "password"],
    user: { ...userOf(account, user.name), domain },
    roles: [{ id: "0", name: "te_admin" }],
  };
  if (scope !== undefined) body["project"] = { id: scope.projectId, name: scope.region, domain };
  else body["domain"] = domain;
  if (!call.query.has("nocatalog")) body["catalog"] = catalog({ ...call, account }, scope && [scope]);
  return { status: 201, body: { token: body }, headers: { "X-Subject-Token": id } };
}

/** Times of tokens have microseconds. */
function tokenTime(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 23)}000Z`;
}

interface User {
  account: Account;
  name: string;
}

function signingIn({ world }: Call, identity: JsonObject): User {
  const user = object(object(identity["password"])["user"]);
  const domain = object(user["domain"]);
  const anyDomain = domain["name"] === undefined && domain["id"] === undefined;
  const account = world.settings.accounts.find(
    ({ name, domainId, secretKey }) =>
      user["password"] === secretKey && (anyDomain || domain["name"] === name || domain["id"] === domainId),
  );
  if (account === undefined) throw new Refusal(401, "IAM.0101", "The username or password is wrong.");
  return { account, name: typeof user["name"] === "string" ? user["name"] : "emulator" };
}

function renewing({ world, nowMs }: Call, identity: JsonObject): User {
  const id = object(identity["token"])["id"];
  const known = typeof id === "string" ? world.tokens.find(id) : undefined;
  const account = world.settings.accounts.find(({ domainId }) => domainId === known?.domainId);
  if (known === undefined || known.expiresMs <= nowMs || account === undefined) {
    throw new Refusal(401, "IAM.0101", "The token must be updated.");
  }
  return { account, name: "emulator" };
}

/** The project that the token is for; undefined for a token of the account alone. */
function readScope({ regions }: Account, given: Json | undefined): RegionProject | undefined {
  const scope = object(given ?? {});
  if (scope["project"] === undefined) return undefined;
  const project = object(scope["project"]);
  const found = regions.find(
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
