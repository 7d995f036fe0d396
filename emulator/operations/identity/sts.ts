import { gatewayRefusal } from "../../gateway/errors";
import { type ApiResponse, type Call, ok } from "../../gateway/operation";
import type { JsonObject } from "../../world/json";
import type { Account } from "../../world/settings";
import { agencyPrincipal, findAgency, mayAssume, type OfferedAgency } from "./agencies";
import { durationSeconds, type Malformed, optionalText, requiredText } from "./fields";
import { subjectOf } from "./id-token";
import { identityTime, issueKey } from "./issue";
import { stsRefusal } from "./refusals";

const limits = { fallback: 3600, min: 900, max: 43_200 };
/** For a caller whose own keys are temporary. */
const longestInChain = 3600;

const malformed: Malformed = (field) => stsRefusal(400, `Invalid parameter: ${field}.`);

/** STS: "Obtaining Temporary Security Credentials Through an Agency". */
export function assumeAgency(call: Call): ApiResponse {
  const caller = signer(call);
  const max = caller.by === "temporary key" ? longestInChain : limits.max;
  const asked = durationSeconds(call.body, { ...limits, max }, malformed);
  const source = optionalText(call.body, "source_identity", malformed);
  const assumed = assume(call, caller.account, asked);
  return ok({ ...assumed, ...(source !== undefined && { source_identity: source }) });
}

/** STS: the same for whoever has an id token of an identity provider, unsigned. */
export function assumeAgencyWithOidc(call: Call): ApiResponse {
  const { world, body, gatewayNowMs } = call;
  const urn = requiredText(body, "provider_urn", malformed);
  const idToken = requiredText(body, "id_token", malformed);
  if (idToken.length < 4 || idToken.length > 20_000) throw malformed("id_token");
  const asked = durationSeconds(body, limits, malformed);
  const account = world.settings.accounts.find(({ identityProvider }) => identityProvider.urn === urn);
  if (account === undefined) throw stsRefusal(404, "The identity provider does not exist.");
  const subject = subjectOf(account.identityProvider, idToken, gatewayNowMs);
  if (subject === undefined) throw stsRefusal(401, "The id token is invalid or has expired.");
  const assumed = assume(call, account, asked);
  return ok({ ...assumed, audience: "sts", provider: urn, subject_from_id_token: subject });
}

/** STS: "Obtaining the Identity of the Caller". */
export function getCallerIdentity(call: Call): ApiResponse {
  const { account, principal } = signer(call);
  return ok({ account_id: account.domainId, principal_urn: principal.urn, principal_id: principal.id });
}

/** STS takes signatures only. */
function signer(call: Call) {
  const caller = call.authenticate();
  if (caller.by !== "token") return caller;
  throw gatewayRefusal(401, "APIGW.0301", "Incorrect IAM authentication information: not signed");
}

function assume(call: Call, by: Account, asked: number): JsonObject {
  const session = requiredText(call.body, "agency_session_name", malformed);
  if (!/^[\w+=,.@-]{2,128}$/.test(session)) throw malformed("agency_session_name");
  const found = agencyOf(call);
  if (!mayAssume(by, found)) throw stsRefusal(403, "You have no right to assume the agency.");
  const principal = agencyPrincipal(found, session);
  const holder = { domainId: found.owner.domainId, principal };
  const key = issueKey(call, holder, call.world.settings.keySeconds ?? asked);
  return {
    credentials: {
      access_key_id: key.accessKey,
      secret_access_key: key.secretKey,
      security_token: key.securityToken,
      expiration: identityTime(key.expiresMs),
    },
    assumed_agency: { urn: principal.urn, id: principal.id },
  };
}

function agencyOf({ world, body }: Call): OfferedAgency {
  const urn = requiredText(body, "agency_urn", malformed);
  const [, id, name] = /^iam::([^:]+):agency:(.+)$/.exec(urn) ?? [];
  if (id === undefined || name === undefined) throw malformed("agency_urn");
  const found = findAgency(world, { id, name: undefined }, name);
  if (found === undefined) throw stsRefusal(404, "The agency does not exist.");
  return found;
}
