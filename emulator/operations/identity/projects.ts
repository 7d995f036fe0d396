import { type ApiResponse, type Call, ok } from "../../gateway/operation";
import type { Project } from "../../world/identity";
import { derivedResourceId } from "../../world/ids";
import type { JsonObject } from "../../world/json";
import type { Account } from "../../world/settings";
import { links, linksOfPage } from "./links";
import { v3Refusal } from "./refusals";

const mostPerPage = 5000;

type Listed = Omit<Project, "region">;

/** IAM: "Querying Project Information". All filters are exact; without `page` and `per_page` everything is on one page. */
export function listProjects(call: Call): ApiResponse {
  const { account, query } = call;
  const passes = (name: string, value: string) => !query.get(name) || query.get(name) === value;
  const found = listed(account).filter(
    ({ name, parentId }) =>
      passes("name", name) && passes("domain_id", account.domainId) && passes("parent_id", parentId),
  );
  const [page, perPage] = [
    counted(call, "page", 1, Infinity),
    counted(call, "per_page", mostPerPage, mostPerPage),
  ];
  const shown = found.slice((page - 1) * perPage, page * perPage);
  return ok({
    links: linksOfPage(call, "/v3/projects", page, page * perPage < found.length),
    projects: shown.map((each) => projectWire(call, each)),
  });
}

/** IAM: "Creating a Project": a client that does not find its project may try that; no user here has the right to. */
export function createProject(): ApiResponse {
  throw v3Refusal(403, "You have no right to do this action.");
}

/** Every account has a project of the object store, in no region. */
function listed({ domainId, projects }: Account): Listed[] {
  const objectStore = derivedResourceId(`project MOS of ${domainId}`).replaceAll("-", "");
  return [...projects, { projectId: objectStore, name: "MOS", parentId: domainId }];
}

function projectWire(call: Call, { projectId, name, parentId }: Listed): JsonObject {
  return {
    id: projectId,
    name,
    domain_id: call.account.domainId,
    parent_id: parentId,
    is_domain: false,
    enabled: true,
    description: "",
    links: { self: links(call, `/v3/projects/${projectId}`)["self"] ?? null },
  };
}

function counted({ query }: Call, name: string, fallback: number, max: number): number {
  const value = query.get(name) || String(fallback);
  if (/^\d{1,9}$/.test(value) && Number(value) >= 1 && Number(value) <= max) return Number(value);
  throw v3Refusal(400, `Invalid parameter: ${name}.`);
}
