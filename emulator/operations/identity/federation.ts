import { type ApiResponse, type Call, param } from "../../gateway/operation";
import type { Account } from "../../world/settings";
import { type Malformed, requiredText, section } from "./fields";
import { subjectOf } from "./id-token";
import { iamRefusal, v3Refusal } from "./refusals";
import type { SignIn } from "./sign-ins";
import { readScope, tokenResponse } from "./token-response";

const malformed: Malformed = (field) => iamRefusal("IAM.0011", field);

/** IAM: "Obtaining a Token with an OpenID Connect ID Token". Without a scope the token is for temporary keys only. */
export function createTokenFromIdToken(call: Call): ApiResponse {
  const provider = call.header("x-idp-id");
  if (provider === undefined) throw malformed("X-Idp-Id");
  const auth = section(call.body, "auth", malformed);
  const idToken = requiredText(section(auth, "id_token", malformed), "id", malformed);
  const account = accountOf(call, provider);
  if (account === undefined) throw iamRefusal("IAM.0004", "identity provider");
  const signedIn = federated(call, account, idToken);
  if (signedIn === undefined) throw iamRefusal("IAM.0001", "id token");
  const scope = readScope(account, auth, {
    malformed,
    forbidden: iamRefusal("IAM.0002"),
    unknown: iamRefusal("IAM.0004", "project"),
  });
  return tokenResponse(call, signedIn, "mapped", scope);
}

/** The same in the words of OpenStack: the id token is in a header. */
export function authorizeFederation(call: Call): ApiResponse {
  const account = accountOf(call, param(call, "idp_id"));
  if (account === undefined) throw v3Refusal(404, "Could not find the identity provider.");
  const [, idToken] = /^Bearer +(\S+)$/i.exec(call.header("authorization") ?? "") ?? [];
  const signedIn = idToken === undefined ? undefined : federated(call, account, idToken);
  if (signedIn === undefined) throw v3Refusal(401, "The request you have made requires authentication.");
  return tokenResponse(call, signedIn, "mapped", undefined);
}

function accountOf({ world }: Call, provider: string): Account | undefined {
  return world.settings.accounts.find(({ identityProvider }) => identityProvider.id === provider);
}

function federated({ gatewayNowMs }: Call, account: Account, idToken: string): SignIn | undefined {
  const { identityProvider, domainId } = account;
  const subject = subjectOf(identityProvider, idToken, gatewayNowMs);
  if (subject === undefined) return undefined;
  const id = `${identityProvider.id}/${subject}`;
  return { account, principal: { id, name: subject, urn: `sts::${domainId}:external-user:${id}` } };
}
