import type { ApiCall } from "../../../provider/api/api-call";
import {
  changePermissions,
  changeTags,
  createService,
  deleteService,
  getService,
  listConnections,
  listPermissions,
  listServices,
  modifyService,
  PAGE_SIZE,
  rejectConnection,
} from "../../../provider/vpc-endpoint-service/operations";

const body = { port_id: "p", vpc_id: "v", server_type: "LB", ports: [] };

// VPC Endpoint API Reference, "API V1": method, path behind /v1/{project_id}, body; and what sending it twice would do.
// Each call is made inside its test, where mutation testing looks for it.
test.each<[string, () => ApiCall, ApiCall]>([
  [
    "a create: once, on a connection of its own",
    () => createService(body),
    {
      method: "POST",
      segments: ["vpc-endpoint-services"],
      body,
      safety: "create",
      freshConnection: true,
      response: "object",
    },
  ],
  [
    "a list",
    () => listServices({ limit: 50 }),
    {
      method: "GET",
      segments: ["vpc-endpoint-services"],
      query: { limit: 50 },
      safety: "read",
      response: { list: "endpoint_services", texts: ["id"] },
    },
  ],
  [
    "a list of everything",
    () => listServices(),
    {
      method: "GET",
      segments: ["vpc-endpoint-services"],
      query: {},
      safety: "read",
      response: { list: "endpoint_services", texts: ["id"] },
    },
  ],
  [
    "details",
    () => getService("s"),
    { method: "GET", segments: ["vpc-endpoint-services", "s"], safety: "read", response: "object" },
  ],
  [
    "a modify call",
    () => modifyService("s", { tcp_proxy: "open" }),
    {
      method: "PUT",
      segments: ["vpc-endpoint-services", "s"],
      body: { tcp_proxy: "open" },
      safety: "idempotent",
      response: "object",
    },
  ],
  [
    "a delete: 204 without a body",
    () => deleteService("s"),
    { method: "DELETE", segments: ["vpc-endpoint-services", "s"], safety: "idempotent", response: "none" },
  ],
  [
    "connections",
    () => listConnections("s"),
    {
      method: "GET",
      segments: ["vpc-endpoint-services", "s", "connections"],
      safety: "read",
      response: { list: "connections", texts: ["id", "status"] },
    },
  ],
  [
    "a rejection of one endpoint",
    () => rejectConnection("s", "e"),
    {
      method: "POST",
      segments: ["vpc-endpoint-services", "s", "connections", "action"],
      body: { action: "reject", endpoints: ["e"] },
      safety: "idempotent",
      response: "object",
    },
  ],
  [
    "the whitelist",
    () => listPermissions("s"),
    {
      method: "GET",
      segments: ["vpc-endpoint-services", "s", "permissions"],
      safety: "read",
      response: { list: "permissions", texts: ["permission"] },
    },
  ],
  [
    "accounts added, without the field that older editions do not know",
    () => changePermissions("s", "add", "domainId", ["*"]),
    {
      method: "POST",
      segments: ["vpc-endpoint-services", "s", "permissions", "action"],
      body: { permissions: ["*"], action: "add" },
      safety: "idempotent",
      response: "object",
    },
  ],
  [
    "organizations removed",
    () => changePermissions("s", "remove", "orgPath", ["o"]),
    {
      method: "POST",
      segments: ["vpc-endpoint-services", "s", "permissions", "action"],
      body: { permissions: ["o"], action: "remove", permission_type: "orgPath" },
      safety: "idempotent",
      response: "object",
    },
  ],
  [
    "tags put: 204 without a body",
    () => changeTags("s", "create", [{ key: "a", value: "b" }]),
    {
      method: "POST",
      segments: ["endpoint_service", "s", "tags", "action"],
      body: { action: "create", tags: [{ key: "a", value: "b" }] },
      safety: "idempotent",
      response: "none",
    },
  ],
  [
    "tags deleted, by their keys alone",
    () => changeTags("s", "delete", [{ key: "a" }]),
    {
      method: "POST",
      segments: ["endpoint_service", "s", "tags", "action"],
      body: { action: "delete", tags: [{ key: "a" }] },
      safety: "idempotent",
      response: "none",
    },
  ],
])("%s", (_name, call, expected) => {
  expect(call()).toStrictEqual(expected);
});

test("the largest pages that the API gives", () => {
  expect(PAGE_SIZE).toEqual({ services: 1000, connections: 1000, permissions: 500 });
});
