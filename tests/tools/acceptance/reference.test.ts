// The reference as data, and the emulator beside it: both were written from the same pages, by different hands.
import { differencesFromReference } from "../../../tools/acceptance/conformance.mjs";
import { statusesOf } from "../../../tools/acceptance/reference/codes.mjs";
import { OPERATIONS, operationOf } from "../../../tools/acceptance/reference/index.mjs";
import type { Exchange } from "../../../tools/acceptance/shape.cjs";
import { newService, portId, serviceBody, services, useEmulator, vpcId } from "../../emulator/client";
import { exchange, versions } from "./exchanges";

const emulator = useEmulator();
const subnetId = "16bd5b66-8c4a-4ac7-a3d2-f0bd4b5d0a7e";
const nobody = `iam:domain::${"0".repeat(32)}`;

/** Calls every operation once or more; gives the shapes. */
async function everyOperation(): Promise<Exchange[]> {
  const shapes: Exchange[] = [await versions(emulator, "/"), await versions(emulator, "/v1")];
  const ask = async (method: string, path: string, body?: unknown) => {
    const made = await exchange(emulator, method, path, body);
    shapes.push(made.shape);
    return made.body;
  };
  const tags = [{ key: "owner", value: "dev" }];
  const { id } = await ask("POST", services, serviceBody({ tags, description: "d", enable_policy: true }));
  const service = `${services}/${id}`;
  await ask("GET", service);
  await ask("PUT", service, { approval_enabled: true, description: "e" });
  await ask("PUT", `${service}/name`, { endpoint_service_name: "orders" });
  await ask("POST", `/v2/${emulator.projectId}/${service}/upgrade`);
  const server_resources = [{ resource_id: portId }];
  await ask("POST", `/v2/${emulator.projectId}/${service}/add-server-resources`, { server_resources });
  for (const path of ["", "/public", `/describe?id=${id}`]) await ask("GET", `${services}${path}`);

  await ask("POST", `${service}/permissions/action`, { permissions: [nobody], action: "add" });
  const batch = { permissions: [{ permission: nobody.replace(/0$/, "1"), description: "d" }] };
  const made = await ask("POST", `${service}/permissions/batch-create`, batch);
  const record = made.permissions[0].id;
  await ask("PUT", `${service}/permissions/${record}`, { permission: { description: "e" } });
  await ask("GET", `${service}/permissions`);
  await ask("POST", `${service}/permissions/batch-delete`, { permissions: [{ id: record }] });

  const wanted = { endpoint_service_id: id, vpc_id: vpcId, subnet_id: subnetId, tags, enable_dns: true };
  const endpoint = await ask("POST", "vpc-endpoints", wanted);
  const one = `vpc-endpoints/${endpoint.id}`;
  await ask("GET", one);
  await ask("POST", `${service}/connections/action`, { action: "receive", endpoints: [endpoint.id] });
  const connections = [{ id: endpoint.id, description: "note" }];
  await ask("PUT", `${service}/connections/description`, { connections });
  await ask("GET", `${service}/connections`);
  await ask("GET", one);
  await ask("PUT", one, { whitelist: ["192.0.2.0/24"], enable_whitelist: true });
  await ask("PUT", `${one}/policy`, {
    policy_document: { Version: "5.0", Statement: [{ Effect: "Allow" }] },
  });
  await ask("DELETE", `${one}/policy`);
  await ask("POST", `/v2/${emulator.projectId}/${one}/upgrade`, { action: "start" });

  const publicServices = await exchange(emulator, "GET", `${services}/public?endpoint_service_name=obs`);
  const gateway = { endpoint_service_id: publicServices.body.endpoint_services[0].id, vpc_id: vpcId };
  const viaGateway = `vpc-endpoints/${(await ask("POST", "vpc-endpoints", gateway)).id}`;
  await ask("GET", viaGateway);
  await ask("PUT", `${viaGateway}/routetables`, { routetables: [subnetId] });
  const policy_statement = [{ Effect: "Allow", Action: ["obs:*:*"], Resource: ["obs:*:*:*:*"] }];
  await ask("PUT", `${viaGateway}/policy`, { policy_statement });
  await ask("GET", "vpc-endpoints");

  await ask("GET", "quotas");
  await ask("POST", `endpoint_service/${id}/tags/action`, {
    action: "create",
    tags: [{ key: "a", value: "b" }],
  });
  await ask("GET", "endpoint_service/tags");
  for (const action of ["filter", "count"])
    await ask("POST", "endpoint/resource_instances/action", { action });
  await ask("DELETE", service); // in use
  await ask("DELETE", one);
  await ask("GET", one);
  await ask("DELETE", service);
  await ask("GET", service);
  await ask("GET", `${services}?limit=-1`);
  return shapes;
}

test("the reference has the 33 operations, each by one name and one method and path", () => {
  expect(OPERATIONS).toHaveLength(33);
  expect(new Set(OPERATIONS.map(({ name }) => name)).size).toBe(33);
  expect(new Set(OPERATIONS.map(({ method, path }) => `${method} ${path}`)).size).toBe(33);
});

test("the emulator's responses to all 33 operations are as the reference says", async () => {
  const shapes = await everyOperation();
  const called = new Set(shapes.map((shape) => operationOf(shape)?.name));
  expect(OPERATIONS.map(({ name }) => name).filter((name) => !called.has(name))).toEqual([]);
  expect(shapes.map(({ code }) => code).filter(Boolean)).toEqual([
    "EndPoint.3006",
    "EndPoint.2006",
    "EndPoint.0005",
    "EndPoint.0006",
  ]);
  expect(differencesFromReference(shapes)).toEqual([]);
});

test("the codes' statuses are those of the table", () => {
  expect(
    ["EndPoint.0001", "EndPoint.0011", "EndPoint.3044", "Endpoint.1018", "APIG.0301"].map(statusesOf),
  ).toEqual([[500], [504], [400], [400], [401]]);
  expect(["EndPoint.0008", "EndPoint.9999", "IAM.0001", "nonsense"].map(statusesOf)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

describe("what differs is named, and nothing else", () => {
  let asIs: Exchange;
  beforeEach(async () => {
    const id = await newService(emulator, { tags: [{ key: "owner", value: "dev" }] });
    asIs = (await exchange(emulator, "GET", `${services}/${id}`)).shape;
  });

  const operation = "ListServiceDetails";
  const without = (fields: Record<string, string>, name: string) =>
    Object.fromEntries(Object.entries(fields).filter(([path]) => path !== name));
  test.each<[string, (shape: Exchange) => Partial<Exchange>, object[]]>([
    ["nothing", () => ({}), []],
    [
      "a new field",
      ({ fields }) => ({ fields: { ...fields, zone: "string" } }),
      [{ what: "field `zone`", seen: "string", reference: "not documented" }],
    ],
    [
      "a new field in an item of a list",
      ({ fields }) => ({ fields: { ...fields, "ports[].name": "string" } }),
      [{ what: "field `ports[].name`", seen: "string", reference: "not documented" }],
    ],
    [
      "a missing field",
      ({ fields }) => ({ fields: without(fields, "tcp_proxy") }),
      [{ what: "field `tcp_proxy`", seen: "missing", reference: "string" }],
    ],
    ["a missing field that may be missing", ({ fields }) => ({ fields: without(fields, "description") }), []],
    [
      "another type",
      ({ fields }) => ({ fields: { ...fields, approval_enabled: "string" } }),
      [{ what: "field `approval_enabled`", seen: "string", reference: "boolean" }],
    ],
    [
      "null",
      ({ fields }) => ({ fields: { ...fields, tags: "null" } }),
      [{ what: "field `tags`", seen: "null", reference: "array" }],
    ],
    [
      "another word",
      ({ words }) => ({ words: { ...words, status: ["available", "upgrading"] } }),
      [
        {
          what: "value of `status`",
          seen: "upgrading",
          reference: "creating, available, failed, deleting",
        },
      ],
    ],
    ["another status", () => ({ status: 202 }), [{ what: "status", seen: "202", reference: "200" }]],
    [
      "a body that is not JSON",
      () => ({ fields: { "": "text" } }),
      expect.arrayContaining([{ operation, what: "body", seen: "text", reference: "not documented" }]),
    ],
    [
      "a code that is not in the table",
      () => ({ status: 400, code: "EndPoint.7777", fields: { error_code: "string", error_msg: "string" } }),
      [{ what: "code", seen: "HTTP 400 EndPoint.7777", reference: "no such code" }],
    ],
    [
      "a code with another status",
      () => ({ status: 500, code: "EndPoint.3044", fields: { error_code: "string" } }),
      [{ what: "status", seen: "HTTP 500 EndPoint.3044", reference: "HTTP 400 EndPoint.3044" }],
    ],
    [
      "a refusal without a code",
      () => ({ status: 403, fields: { message: "string" } }),
      [{ what: "code", seen: "none with HTTP 403", reference: "error_code" }],
    ],
    [
      "another call",
      () => ({ path: "/v1/{id}/vpc-endpoint-services/{id}/describe" }),
      [
        {
          operation: "GET /v1/{id}/vpc-endpoint-services/{id}/describe",
          what: "operation",
          seen: "called",
          reference: "none",
        },
      ],
    ],
  ])("%s", (_what, change, expected) => {
    const changed = { ...asIs, ...change(asIs) };
    const found = differencesFromReference([asIs, changed, changed]);
    expect(found).toEqual(
      Array.isArray(expected) ? expected.map((one) => ({ operation, ...one })) : expected,
    );
  });
});
