import type { ApiResponse, Call } from "../../gateway/operation";
import type { JsonObject } from "../../world/json";
import { methodOf, section } from "./fields";
import { v3Refusal } from "./refusals";
import { malformed, type SignIn, signInByAgency, signInByPassword, signInByToken } from "./sign-ins";
import { readScope, tokenResponse } from "./token-response";

const signIns: Record<string, (call: Call, identity: JsonObject) => SignIn> = {
  password: signInByPassword,
  token: signInByToken,
  assume_role: signInByAgency,
};

/** IAM: "Obtaining a User Token Through Password Authentication", "Obtaining an Agency Token". */
export function createToken(call: Call): ApiResponse {
  const auth = section(call.body, "auth", malformed);
  const identity = section(auth, "identity", malformed);
  const method = methodOf(identity, malformed);
  const signIn = Object.hasOwn(signIns, method) ? signIns[method] : undefined;
  if (signIn === undefined) throw v3Refusal(400, `The method ${method} is not supported.`);
  const signedIn = signIn(call, identity);
  const scope = readScope(signedIn.account, auth, {
    malformed,
    forbidden: v3Refusal(403, "You have no right to do this action."),
    unknown: v3Refusal(404, "Could not find the project."),
  });
  return tokenResponse(call, signedIn, method, scope);
}
