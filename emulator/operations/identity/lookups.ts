import { type ApiResponse, type Call, ok } from "../../gateway/operation";
import type { JsonObject } from "../../world/json";
import type { RegionProject } from "../../world/settings";
import { links } from "./links";

/*
 * IAM API reference: the look-ups that SDKs and the Terraform provider make when they start. Without them no client
 * that knows only its region gets as far as its first call.
 */

/** IAM: "Querying the List of Domains Accessible to Users". */
export function listDomains(call: Call): ApiResponse {
  const { domainId, name } = call.account;
  const domain = { id: domainId, name, enabled: true, description: "" };
  return ok({ links: links(call, "/v3/auth/domains"), domains: [domain] });
}

/** IAM: "Querying a Region List". */
export function listRegions(call: Call): ApiResponse {
  const regions = call.account.regions.map(({ region }) => {
    return { id: region, type: "public", description: "", parent_region_id: null };
  });
  return ok({ links: links(call, "/v3/regions"), regions });
}

/** IAM: "Querying the Service Catalog". */
export function listCatalog(call: Call): ApiResponse {
  return ok({ links: links(call, "/v3/auth/catalog"), catalog: catalog(call) });
}

/** The catalog of a token for one project shows only the region of that project. */
export function catalog(
  { origin, account }: Pick<Call, "origin" | "account">,
  places: readonly RegionProject[] = account.regions,
): JsonObject[] {
  const urls: Record<string, (place: RegionProject) => string> = {
    identity: () => `${origin}/v3`,
    vpcep: ({ projectId }) => `${origin}/v1/${projectId}`,
  };
  return Object.entries(urls).map(([type, urlIn]) => ({
    id: `emulator-${type}`,
    name: type,
    type,
    endpoints: places.map((place) => ({
      id: `emulator-${type}-${place.region}`,
      interface: "public",
      region: place.region,
      region_id: place.region,
      url: urlIn(place),
    })),
  }));
}

/** IAM: "Querying IAM Users". */
export function listUsers(call: Call): ApiResponse {
  const { users, domainId } = call.account;
  const name = call.query.get("name");
  const found = users.filter((user) => !name || user.name === name);
  return ok({
    links: links(call, "/v3/users"),
    users: found.map(({ id, name }) => ({ id, name, domain_id: domainId, enabled: true, description: "" })),
  });
}

/** Billing API, called only to find out which website an account belongs to; any 200 means the Chinese one. */
export function listServiceTypes(): ApiResponse {
  return ok({ infos: [], total_count: 0 });
}
