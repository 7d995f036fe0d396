import { type ApiResponse, type Call, ok } from "../../gateway/operation";
import type { JsonObject } from "../../world/json";
import type { Account, RegionProject } from "../../world/settings";

/*
 * IAM API reference: the look-ups that SDKs and the Terraform provider make when they start. Without them no client
 * that knows only its region gets as far as its first call.
 */

/** IAM: "Querying Project Information". A project is named after its region. */
export function listProjects(call: Call): ApiResponse {
  const { account } = call;
  const [name, domainId] = [call.query.get("name"), call.query.get("domain_id")];
  const matching = account.regions.filter(
    ({ region }) => (!name || name === region) && (!domainId || domainId === account.domainId),
  );
  return ok({
    links: links(call, "/v3/projects"),
    projects: matching.map((each) => project(call, each)),
  });
}

function project(call: Call, { region, projectId }: RegionProject): JsonObject {
  const { domainId } = call.account;
  return {
    id: projectId,
    name: region,
    domain_id: domainId,
    parent_id: domainId,
    is_domain: false,
    enabled: true,
    description: "",
    links: { self: `${call.origin}/v3/projects/${projectId}` },
  };
}

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

/** IAM: "Querying IAM Users". Any name is that of the account's only user. */
export function listUsers(call: Call): ApiResponse {
  const user = {
    ...userOf(call.account, call.query.get("name") || "emulator"),
    enabled: true,
    description: "",
  };
  return ok({ links: links(call, "/v3/users"), users: [user] });
}

export function userOf({ domainId }: Account, name: string): { id: string; name: string; domain_id: string } {
  return { id: domainId.replace(/^./, "a"), name, domain_id: domainId };
}

/** Billing API, called only to find out which website an account belongs to; any 200 means the Chinese one. */
export function listServiceTypes(): ApiResponse {
  return ok({ infos: [], total_count: 0 });
}

function links(call: Call, path: string): JsonObject {
  return { self: `${call.origin}${path}`, next: null, previous: null };
}
