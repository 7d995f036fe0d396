import type { Agency, Principal } from "../../world/identity";
import type { JsonObject } from "../../world/json";
import type { Account } from "../../world/settings";
import type { World } from "../../world/world";
import { type Malformed, optionalText } from "./fields";

/** An agency with the account that offers it. */
export interface OfferedAgency {
  owner: Account;
  agency: Agency;
}

/** How a body names an account: by its id, or by its name. */
export interface AccountReference {
  id: string | undefined;
  name: string | undefined;
}

/** `domain_id` or `domain_name`, one of which is needed. */
export function ownerIn(given: JsonObject, malformed: Malformed): AccountReference {
  const id = optionalText(given, "domain_id", malformed);
  const name = optionalText(given, "domain_name", malformed);
  if (id === undefined && name === undefined) throw malformed("domain_name");
  return { id, name };
}

export function findAccount({ settings }: World, { id, name }: AccountReference): Account | undefined {
  if (id === undefined && name === undefined) return undefined;
  return settings.accounts.find((each) => (id === undefined ? each.name === name : each.domainId === id));
}

export function findAgency(
  world: World,
  account: AccountReference,
  agencyName: string,
): OfferedAgency | undefined {
  const owner = findAccount(world, account);
  const agency = owner?.agencies.find(({ name }) => name === agencyName);
  return owner && agency && { owner, agency };
}

export function mayAssume({ domainId }: Account, { agency }: OfferedAgency): boolean {
  return agency.trusts === "*" || agency.trusts === domainId;
}

/** Whoever acts as the agency from now on. */
export function agencyPrincipal({ owner, agency }: OfferedAgency, session: string): Principal {
  return {
    id: `${agency.id}:${session}`,
    name: `${owner.name}/${agency.name}`,
    urn: `sts::${owner.domainId}:assumed-agency:${agency.name}/${session}`,
  };
}
