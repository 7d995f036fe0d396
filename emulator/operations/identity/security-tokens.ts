import type { ApiResponse, Call } from "../../gateway/operation";
import type { JsonObject } from "../../world/json";
import type { Holder } from "../../world/tokens";
import { agencyPrincipal, findAgency, mayAssume, ownerIn } from "./agencies";
import { durationSeconds, type Malformed, methodOf, optionalText, requiredText, section } from "./fields";
import { credentialOf, issueKey } from "./issue";
import { iamRefusal } from "./refusals";

const limits = { fallback: 900, min: 900, max: 86_400 };
const malformed: Malformed = (field) => iamRefusal("IAM.0011", field);
const tooLong: Malformed = (field) => iamRefusal("IAM.0007", field);

/** IAM: "Obtaining a Temporary Access Key and Security Token", of a user by a token, or of an agency. */
export function createSecurityToken(call: Call): ApiResponse {
  const identity = section(section(call.body, "auth", malformed), "identity", malformed);
  const method = methodOf(identity, malformed);
  if (method !== "token" && method !== "assume_role") throw malformed("methods");
  const given = section(identity, method, malformed);
  const asked = durationSeconds(given, limits, tooLong);
  const holder = method === "token" ? holderOfToken(call, given) : holderOfAgency(call, given);
  const key = issueKey(call, holder, call.world.settings.keySeconds ?? asked);
  return { status: 201, body: { credential: credentialOf(key) } };
}

function holderOfToken({ world, header, gatewayNowMs }: Call, given: JsonObject): Holder {
  const id = header("x-auth-token") ?? requiredText(given, "id", malformed);
  const token = world.tokens.find(id);
  if (token === undefined) throw iamRefusal("IAM.0067");
  if (token.expiresMs <= gatewayNowMs) throw iamRefusal("IAM.0066");
  return token;
}

function holderOfAgency(call: Call, given: JsonObject): Holder {
  const caller = call.authenticate();
  const name = requiredText(given, "agency_name", malformed);
  const session = optionalText(section(given, "session_user", malformed), "name", malformed);
  const found = findAgency(call.world, ownerIn(given, malformed), name);
  if (found === undefined) throw iamRefusal("IAM.0004", "agency");
  if (!mayAssume(caller.account, found)) throw iamRefusal("IAM.0002");
  return {
    domainId: found.owner.domainId,
    principal: agencyPrincipal(found, session ?? caller.principal.name),
  };
}
