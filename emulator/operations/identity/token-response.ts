import type { Refusal } from "../../gateway/errors";
import type { ApiResponse, Call } from "../../gateway/operation";
import type { Principal, Project } from "../../world/identity";
import type { JsonObject } from "../../world/json";
import type { Account } from "../../world/settings";
import { type Malformed, optionalText, section } from "./fields";
import { identityTime, issueToken } from "./issue";
import { catalog } from "./lookups";
import type { SignIn } from "./sign-ins";

export interface ScopeRefusals {
  malformed: Malformed;
  /** Another account. */
  forbidden: Refusal;
  /** No such project. */
  unknown: Refusal;
}

/** The project that a token is for; undefined for one of the account alone. */
export function readScope(
  account: Account,
  auth: JsonObject,
  { malformed, forbidden, unknown }: ScopeRefusals,
): Project | undefined {
  const scope = section(auth, "scope", malformed);
  const given = section(scope, "project", malformed);
  const domain = section(scope["project"] === undefined ? scope : given, "domain", malformed);
  const [domainId, domainName] = [
    optionalText(domain, "id", malformed),
    optionalText(domain, "name", malformed),
  ];
  if ((domainId ?? account.domainId) !== account.domainId || (domainName ?? account.name) !== account.name)
    throw forbidden;
  if (scope["project"] === undefined) return undefined;
  const [id, name] = [optionalText(given, "id", malformed), optionalText(given, "name", malformed)];
  if (id === undefined && name === undefined) throw malformed("project");
  const found = account.projects.find((project) =>
    id === undefined ? project.name === name : project.projectId === id,
  );
  if (found === undefined) throw unknown;
  return found;
}

/** 201 with the token in a header. */
export function tokenResponse(
  call: Call,
  { account, principal, assumedBy, latestMs }: SignIn,
  method: string,
  scope: Project | undefined,
): ApiResponse {
  const holder = { domainId: account.domainId, principal, projectId: scope?.projectId };
  const { id, token } = issueToken(call, holder, latestMs);
  const body: JsonObject = {
    expires_at: identityTime(token.expiresMs),
    issued_at: identityTime(token.issuedMs),
    methods: [method],
    user: userIn(account, principal),
    roles: [{ id: "0", name: "te_admin" }],
  };
  if (assumedBy !== undefined) body["assumed_by"] = { user: userIn(assumedBy.account, assumedBy.principal) };
  if (scope !== undefined)
    body["project"] = { id: scope.projectId, name: scope.name, domain: domainOf(account) };
  else body["domain"] = domainOf(account);
  body["catalog"] = call.query.has("nocatalog") ? [] : catalog({ ...call, account }, scope && [scope]);
  return { status: 201, body: { token: body }, headers: { "X-Subject-Token": id } };
}

function userIn(account: Account, { id, name }: Principal): JsonObject {
  return { id, name, domain: domainOf(account) };
}

function domainOf({ domainId, name }: Account): JsonObject {
  return { id: domainId, name };
}
