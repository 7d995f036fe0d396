const CRUD: Record<string, string> = { POST: "create", PUT: "update", DELETE: "delete" };
const readOrUpdate = (method: string) => (method === "GET" ? "list" : "update");

/** The role-policy action that a call needs (API Reference, "Permissions and Supported Actions"). */
export function iamActionFor(method: string, segments: readonly string[]): string {
  const [root = "", id, part] = segments;
  if (root === "quotas") return "vpcep:quotas:get";
  if (root === "endpoint_service" || root === "endpoint") return tagAction(method, segments);
  if (root === "vpc-endpoints") return `vpcep:endpoints:${verb(method, id, part)}`;
  if (id === "public") return "vpcep:pubEpservices:list";
  if (id === "describe") return "vpcep:epserviceDesc:get";
  if (part === "connections" || part === "permissions") return `vpcep:${part}:${readOrUpdate(method)}`;
  return `vpcep:epservices:${verb(method, id, part)}`;
}

function verb(method: string, id: string | undefined, part: string | undefined): string {
  if (method === "GET") return id === undefined ? "list" : "get";
  return part === undefined ? (CRUD[method] ?? "update") : "update";
}

function tagAction(method: string, segments: readonly string[]): string {
  if (segments.includes("resource_instances")) return "vpcep:resource:list";
  return `vpcep:tags:${readOrUpdate(method)}`;
}

/** What to do about a call that was forbidden. */
export function lacksRight(method: string, segments: readonly string[]): string {
  const action = iamActionFor(method, segments);
  return `The account of this key lacks a right in this project: allow the IAM action ${action}, or use a key of the project.`;
}
