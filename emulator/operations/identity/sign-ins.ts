import type { Call } from "../../gateway/operation";
import { type Principal, type User, userPrincipal } from "../../world/identity";
import type { JsonObject } from "../../world/json";
import type { Account } from "../../world/settings";
import { agencyPrincipal, findAccount, findAgency, mayAssume, ownerIn } from "./agencies";
import { type Malformed, optionalText, requiredText, section } from "./fields";
import { v3Refusal } from "./refusals";

/** Who a token is for. */
export interface SignIn {
  account: Account;
  principal: Principal;
  /** Who has taken on the agency that the token is for. */
  assumedBy?: { account: Account; principal: Principal };
  /** The token lives no longer. */
  latestMs?: number;
}

export const malformed: Malformed = (field) => v3Refusal(400, `Request body is invalid: ${field}.`);

/** A user is named by id, or by name and account. Unknown or wrong, locked or not: the texts tell no user from another. */
export function signInByPassword({ world, gatewayNowMs }: Call, identity: JsonObject): SignIn {
  const given = section(section(identity, "password", malformed), "user", malformed);
  const password = requiredText(given, "password", malformed);
  const found = findUser(world.settings.accounts, given);
  if (found === undefined) throw wrongPassword();
  const { user, account } = found;
  const { loginFailures, loginLockSeconds } = world.settings;
  if (world.wrongPasswords.isLocked(user.id, gatewayNowMs)) throw v3Refusal(401, "The user is locked.");
  if (user.password !== password) {
    world.wrongPasswords.fail(user.id, gatewayNowMs, {
      locksAt: loginFailures,
      lockMs: loginLockSeconds * 1000,
    });
    throw wrongPassword();
  }
  world.wrongPasswords.succeed(user.id);
  return { account, principal: userPrincipal(account, user) };
}

function findUser(
  accounts: readonly Account[],
  given: JsonObject,
): { account: Account; user: User } | undefined {
  const id = optionalText(given, "id", malformed);
  const domain = section(given, "domain", malformed);
  const name = id === undefined ? requiredText(given, "name", malformed) : undefined;
  const domainId = optionalText(domain, "id", malformed);
  const domainName = optionalText(domain, "name", malformed);
  if (id === undefined && domainId === undefined && domainName === undefined) throw malformed("domain");
  const users = accounts.flatMap((account) => account.users.map((user) => ({ account, user })));
  return users.find(({ account, user }) => {
    const isNamed = id === undefined ? user.name === name : user.id === id;
    const isThere = domainId === undefined || account.domainId === domainId;
    return isNamed && isThere && (domainName === undefined || account.name === domainName);
  });
}

function wrongPassword() {
  return v3Refusal(401, "The username or password is wrong.");
}

/** A token for another scope. It ends with the one that it was made from. */
export function signInByToken({ world, gatewayNowMs }: Call, identity: JsonObject): SignIn {
  const id = requiredText(section(identity, "token", malformed), "id", malformed);
  const known = world.tokens.findValid(id, gatewayNowMs);
  const account = findAccount(world, { id: known?.domainId, name: undefined });
  if (known === undefined || account === undefined) throw v3Refusal(401, "The token must be updated.");
  return { account, principal: known.principal, latestMs: known.expiresMs };
}

/** The reference calls the field `agency_name`, the Terraform provider `xrole_name`. */
export function signInByAgency(call: Call, identity: JsonObject): SignIn {
  const caller = call.authenticate();
  const role = section(identity, "assume_role", malformed);
  const name = optionalText(role, "agency_name", malformed) ?? requiredText(role, "xrole_name", malformed);
  const found = findAgency(call.world, ownerIn(role, malformed), name);
  if (found === undefined) throw v3Refusal(404, "Could not find the agency.");
  if (!mayAssume(caller.account, found)) throw v3Refusal(403, "You have no right to do this action.");
  const principal = agencyPrincipal(found, caller.principal.name);
  return { account: found.owner, principal, assumedBy: caller };
}
