// Every operation of the API once, in an order that a client could use, and the exact fields of each response.
import { findRoute } from "../../emulator/gateway/router";
import { routes } from "../../emulator/routes";
import {
  call,
  callsOf,
  newService,
  type Reply,
  serviceBody,
  services,
  shapeOf,
  startForTest,
  stopAll,
  useEmulator,
  vpcId,
} from "./client";

const [text, number, flag] = ["string", "number", "boolean"];
const texts = [text];
const tag = { key: text, value: text };
const version = {
  ...{ id: text, status: text, updated: text, version: text, min_version: text },
  links: [{ rel: text, href: text, type: text }],
};

/** What a create and a modify show of a service. */
const changedService = {
  ...{ id: text, port_id: text, vpc_id: text, pool_id: text, project_id: text },
  ...{ service_name: text, service_type: text, server_type: text, cidr_type: text, ip_version: text },
  ...{ status: text, created_at: text, updated_at: text, tcp_proxy: text, description: text },
  ...{ approval_enabled: flag, enable_policy: flag, tags: [tag] },
  ports: [{ client_port: number, server_port: number, protocol: text }],
};
const service = { ...changedService, supported_editions: texts };
const { cidr_type: _notListed, ...listed } = service;
const serviceItem = { ...listed, domain_id: text, connection_count: number, public_border_group: text };
const summary = {
  ...{ id: text, service_name: text, service_type: text, created_at: text },
  ...{ is_charge: flag, enable_policy: flag },
};
const description = { ...summary, public_border_group: text };
const publicItem = { ...summary, owner: text };
const failure = [{ error_code: text, error_message: text, code: text, message: text }];
const connection = {
  ...{ id: text, marker_id: number, domain_id: text, status: text },
  ...{ created_at: text, updated_at: text, description: text },
};
const permission = { id: text, permission: text, permission_type: text, description: text, created_at: text };
const endpointItem = {
  ...{ id: text, service_type: text, status: text, active_status: texts, marker_id: number },
  ...{ endpoint_service_id: text, endpoint_service_name: text, vpc_id: text, project_id: text },
  ...{ created_at: text, updated_at: text, description: text, tags: [tag] },
};
const endpoint = { ...endpointItem, enable_status: text, specification_name: text };
const atInterface = { subnet_id: text, enable_dns: flag, whitelist: texts, enable_whitelist: flag };
const accepted = { ...atInterface, ip: text, dns_names: texts };
const statement = { Effect: text, Action: texts, Resource: texts };
const atGateway = { routetables: texts, policy_statement: [statement] };

const mine = `${services}/{service}`;
const inV2 = `/v2/{project}/${mine}`;
const tags = [{ key: "owner", value: "dev" }];
const obs = "9b5e2a10-0000-4000-8000-000000000003";
const ends = { endpoint_service_id: "{service}", vpc_id: vpcId, subnet_id: "s1", tags };
const named = { enable_dns: true, whitelist: ["10.0.0.1"] };

const batch = { permissions: [{ permission: "*", description: "all" }] };
const backends = { server_resources: [{ resource_id: "elb-1" }] };
const note = { connections: [{ id: "{endpoint}", description: "shop" }] };
const quotas = { quotas: { resources: [{ type: text, used: number, quota: number }] } };
const found = { resource_id: text, resource_detail: "null", resource_name: text, tags: [tag] };
const page = (items: object) => ({ ...items, total_count: number });

/**
 * The SDK's name of the operation, behind a comma another case of it; the call; its body; the fields of the response,
 * or the status of one without a body; the word in braces for its id in later rows.
 */
type Row = [name: string, call: string, body: unknown, response: object | number, as?: string];

const rows: Row[] = [
  ["ListVersionDetails", "GET /", undefined, { versions: [version] }],
  ["ListSpecifiedVersionDetails", "GET /v1", undefined, { version }],
  ["CreateEndpointService", `POST ${services}`, serviceBody({ tags }), changedService, "service"],
  ["ListEndpointService", `GET ${services}`, undefined, page({ endpoint_services: [serviceItem] })],
  [
    "ListServicePublicDetails",
    `GET ${services}/public`,
    undefined,
    page({ endpoint_services: [publicItem] }),
  ],
  ["ListServiceDescribeDetails", `GET ${services}/describe?id={service}`, undefined, description],
  ["ListServiceDescribeDetails, public", `GET ${services}/describe?id=${obs}`, undefined, description],
  ["ListServiceDetails", `GET ${mine}`, undefined, service],
  ["UpdateEndpointService", `PUT ${mine}`, { description: "new" }, changedService],
  [
    "UpdateEndpointServiceName",
    `PUT ${mine}/name`,
    { endpoint_service_name: "a" },
    { endpoint_service_name: text },
  ],
  [
    "BatchAddEndpointServicePermissions",
    `POST ${mine}/permissions/batch-create`,
    batch,
    { permissions: [permission] },
    "permission",
  ],
  [
    "ListServicePermissionsDetails",
    `GET ${mine}/permissions`,
    undefined,
    page({ permissions: [permission] }),
  ],
  [
    "UpdateEndpointServicePermissionDesc",
    `PUT ${mine}/permissions/{permission}`,
    { permission: { description: "" } },
    { permissions: [permission] },
  ],
  [
    "AddOrRemoveServicePermissions",
    `POST ${mine}/permissions/action`,
    { action: "add", permissions: ["iam:domain::a"] },
    { permissions: texts, permission_type: text },
  ],
  [
    "BatchRemoveEndpointServicePermissions",
    `POST ${mine}/permissions/batch-delete`,
    { permissions: [{ id: "{permission}" }] },
    { permissions: [] },
  ],
  ["UpgradeEndpointService", `POST ${inV2}/upgrade`, undefined, 204],
  ["AddEndpointServiceServerResource", `POST ${inV2}/add-server-resources`, backends, 204],
  [
    "CreateEndpoint",
    "POST vpc-endpoints",
    { ...ends, ...named },
    { ...endpoint, ...atInterface },
    "endpoint",
  ],
  ["ListServiceConnections", `GET ${mine}/connections`, undefined, page({ connections: [connection] })],
  [
    "UpdateEndpointConnectionsDesc",
    `PUT ${mine}/connections/description`,
    note,
    { connections: [connection] },
  ],
  [
    "AcceptOrRejectEndpoint",
    `POST ${mine}/connections/action`,
    { action: "receive", endpoints: ["{endpoint}"] },
    { connections: [connection] },
  ],
  ["ListEndpoints", "GET vpc-endpoints", undefined, page({ endpoints: [{ ...endpointItem, ...accepted }] })],
  ["ListEndpointInfoDetails", "GET vpc-endpoints/{endpoint}", undefined, { ...endpoint, ...accepted }],
  [
    "UpdateEndpointWhite",
    "PUT vpc-endpoints/{endpoint}",
    { enable_whitelist: true },
    { ...endpoint, ...accepted },
  ],
  ["UpgradeEndpoint", "POST /v2/{project}/vpc-endpoints/{endpoint}/upgrade", { action: "start" }, 200],
  [
    "CreateEndpoint, gateway",
    "POST vpc-endpoints",
    { ...ends, ...named, endpoint_service_id: obs },
    { ...endpoint, ...atGateway },
    "gateway",
  ],
  [
    "UpdateEndpointWhite, gateway",
    "PUT vpc-endpoints/{gateway}",
    { whitelist: ["10.0.0.1"] },
    { ...endpoint, ...atGateway },
  ],
  [
    "UpdateEndpointRoutetable",
    "PUT vpc-endpoints/{gateway}/routetables",
    { routetables: ["r1"] },
    { routetables: texts },
  ],
  [
    "UpdateEndpointPolicy",
    "PUT vpc-endpoints/{gateway}/policy",
    { policy_statement: [] },
    { ...endpoint, ...atGateway, jobId: text },
  ],
  [
    "DeleteEndpointPolicy",
    "DELETE vpc-endpoints/{gateway}/policy",
    undefined,
    { ...endpoint, routetables: texts, jobId: text },
  ],
  [
    "CreateEndpoint, IPv6",
    "POST vpc-endpoints",
    { ...ends, whitelist: ["10.0.0.1"], ip_version: "dualstack" },
    { ...endpoint, ...atInterface, ip_version: text },
  ],
  ["ListQuotaDetails", "GET quotas", undefined, quotas],
  [
    "BatchAddOrRemoveResourceInstance",
    "POST endpoint_service/{service}/tags/action",
    { action: "create", tags },
    204,
  ],
  [
    "ListQueryProjectResourceTags",
    "GET endpoint_service/tags",
    undefined,
    { tags: [{ key: text, values: texts }] },
  ],
  [
    "ListResourceInstances",
    "POST endpoint/resource_instances/action",
    { action: "filter" },
    page({ resources: [found] }),
  ],
  [
    "ListResourceInstances, counted",
    "POST endpoint/resource_instances/action",
    { action: "count" },
    page({}),
  ],
  ["DeleteEndpoint", "DELETE vpc-endpoints/{endpoint}", undefined, 204],
  ["DeleteEndpointService", `DELETE ${mine}`, undefined, 204],
];

afterAll(stopAll);

describe("every operation, once", () => {
  const replies = new Map<string, Reply>();
  beforeAll(async () => {
    const emulator = await startForTest();
    const ids: Record<string, string> = { project: emulator.projectId };
    const fill = (given: string) => given.replace(/\{(\w+)\}/g, (braced, word) => ids[word] ?? braced);
    for (const [name, line, body, , as] of rows) {
      const [method = "", path = ""] = fill(line).split(" ");
      const sent = body === undefined ? undefined : JSON.parse(fill(JSON.stringify(body)));
      const reply = await call(emulator, method, path, sent);
      if (as !== undefined) ids[as] = reply.body.id ?? reply.body.permissions?.[0].id;
      replies.set(name, reply);
    }
  });

  test.each(rows)("%s: %s", (name, _line, _body, response) => {
    const { status, body, text } = replies.get(name) ?? {};
    if (typeof response === "number") expect({ status, text }).toEqual({ status: response, text: "" });
    else expect({ status, body: shapeOf(body) }).toEqual({ status: 200, body: response });
  });

  test("there are thirty-three, and no other route but those of identity-operations.test.ts", () => {
    const names = rows.map(([name]) => name).filter((name) => !name.includes(","));
    expect(new Set(names).size).toBe(33);
    const called = rows.map(([, line]) => {
      const [method = "", path = ""] = (line.split("?")[0] ?? "").split(" ");
      return findRoute(routes, method, path.startsWith("/") ? path : `/v1/p/${path}`)?.route;
    });
    const ofTheService = routes.filter(({ pattern }) =>
      /^\/(v[12]\/\{project_id\}|$|\{version\})/.test(pattern),
    );
    expect(new Set(called)).toEqual(new Set(ofTheService));
    expect(ofTheService).toHaveLength(33);
  });
});

describe("fields that only some objects have", () => {
  const emulator = useEmulator();
  const { get, post, put } = callsOf(emulator);
  const read = async (path: string) => shapeOf((await get(path)).body);

  test("a service that failed says why, in both spellings", async () => {
    emulator.configure({ failNextCreate: [{ error_code: "EndPoint.3001", error_message: "no" }] });
    const id = await newService(emulator, { tags });
    expect(await read(`${services}/${id}`)).toEqual({ ...service, error: failure });
    expect(await read(services)).toEqual(page({ endpoint_services: [{ ...serviceItem, error: failure }] }));
    const [reason] = (await get(`${services}/${id}`)).body.error;
    expect(reason).toEqual({
      error_code: "EndPoint.3001",
      error_message: "no",
      code: "EndPoint.3001",
      message: "no",
    });
  });

  test("a connection that failed says why, in both spellings", async () => {
    const id = await newService(emulator);
    emulator.connect(id, { status: "failed" });
    const failed = page({ connections: [{ ...connection, error: failure }] });
    expect(await read(`${services}/${id}/connections`)).toEqual(failed);
  });

  test("only a service of the type VIP has the port of its virtual address", async () => {
    const vip_port_id = "p1";
    const plain = await post(services, serviceBody({ tags, vip_port_id }));
    expect(shapeOf(plain.body)).toEqual(changedService);
    const { body } = await post(
      services,
      serviceBody({ tags, vip_port_id, server_type: "VIP", port_id: vpcId }),
    );
    expect(shapeOf(body)).toEqual({ ...changedService, vip_port_id: text });
    expect(await read(`${services}/${body.id}`)).toEqual({ ...service, vip_port_id: text });
  });

  test("the network of an IPv6 service shows when it is read", async () => {
    const body = serviceBody({ tags, ip_version: "ipv6", snat_network_id: "n1" });
    const created = await post(services, body);
    expect(shapeOf(created.body)).toEqual(changedService);
    const path = `${services}/${created.body.id}`;
    expect(await read(path)).toEqual({ ...service, snat_network_id: text });
    expect(shapeOf((await put(path, {})).body)).toEqual(changedService);
    const item = { ...serviceItem, snat_network_id: text };
    expect(await read(services)).toEqual(page({ endpoint_services: [item] }));
  });

  test("an endpoint with IPv6 and a document as its policy", async () => {
    const id = await newService(emulator, { approval_enabled: false, enable_policy: true });
    await post(`/v2/${emulator.projectId}/${services}/${id}/upgrade`);
    const policy_document = { Version: "5.0", Statement: [{ Effect: "Allow" }] };
    const wanted = { ...ends, ...named, endpoint_service_id: id, ip_version: "dualstack", policy_document };
    const made = { ...endpoint, ...atInterface, ip_version: text, policy_document: shapeOf(policy_document) };
    const { body } = await post("vpc-endpoints", wanted);
    expect(shapeOf(body)).toEqual(made);
    expect(await read(`vpc-endpoints/${body.id}`)).toEqual({ ...made, ...accepted, ipv6_address: text });
  });
});
