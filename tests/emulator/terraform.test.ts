// A model of the Terraform provider, and of golangsdk under it, as far as an emulator can notice them: which headers
// are signed and which are added afterwards, the newline behind every JSON body, which statuses count as success, how
// lists are paged; then the calls of its configuration and of each operation, in its order, with its bodies.
import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { json } from "node:stream/consumers";
import { authorization, sdkDate, services, useEmulator } from "./client";

let nowMs = Date.UTC(2026, 0, 1);
const emulator = useEmulator({ clock: () => nowMs, settleSeconds: { create: 7, delete: 7 } });

const changed = [200, 201, 202];
const succeeds: Record<string, number[]> = {
  GET: [200],
  POST: changed,
  PUT: changed,
  DELETE: [200, 202, 204],
};

// biome-ignore lint/suspicious/noExplicitAny: the emulator responds with any JSON
type Body = any;

/** The path goes out as it was written: fetch would tidy doubled slashes. */
async function send(
  method: string,
  path: string,
  body?: object,
  added: Record<string, string> = {},
  accepted = succeeds[method],
): Promise<Body> {
  const text = body === undefined ? "" : `${JSON.stringify(body)}\n`;
  const signed: Record<string, string> = {
    accept: "application/json",
    ...(body !== undefined && { "content-type": "application/json" }),
    "user-agent": "terraform-provider-iac golangsdk/2.0.0",
    "x-sdk-date": sdkDate(nowMs),
  };
  const { accessKey, secretKey, port } = emulator;
  const url = new URL(emulator.url + path);
  const headers = {
    ...signed,
    authorization: authorization(method, url, text, signed, accessKey, secretKey),
    ...added,
    "accept-encoding": "gzip",
    ...(text !== "" && { "content-length": Buffer.byteLength(text) }),
  };
  const [status, reply] = await new Promise<[number | undefined, Body]>((resolve, reject) => {
    const sent = request({ method, host: url.hostname, port, path, headers }, (response) => {
      if (response.statusCode === 204) resolve([204, undefined]);
      else json(response).then((value) => resolve([response.statusCode, value]), reject);
    });
    sent.on("error", reject).end(text);
  });
  expect(accepted).toContain(status);
  return reply;
}

/** Keys and region are given, and everything else is looked up. */
async function configure(slash = "/") {
  const look = async (path: string, key: string, added = {}) => {
    const page = await send("GET", path, undefined, added);
    expect(page.links.next).toBeNull();
    return page[key];
  };
  const [project] = await look(`/v3/projects?name=${emulator.region}`, "projects");
  const headers = { "x-project-id": project.id };
  await look("/v3/auth/catalog", "catalog", headers);
  await look("/v3/auth/catalog", "catalog");
  const [domain] = await look("/v3/auth/domains", "domains");
  // A 403 here would mean the international web site; the emulator's account is on the other.
  await send("GET", "/v2/products/service-types?limit=1", undefined, { "x-domain-id": domain.id });
  return (method: string, path: string, body?: object, accepted?: number[]): Promise<Body> =>
    send(method, `${slash}v1/${project.id}/${path}`, body, headers, accepted);
}

type Send = Awaited<ReturnType<typeof configure>>;

/** Undefined: deleted, which only a 404 says. Also what `terraform import` does with an id. */
async function read(api: Send, id: string): Promise<Body> {
  const service = await api("GET", `${services}/${id}`, undefined, [200, 404]);
  if ("error_code" in service) return undefined;
  const connections = await allPages(api, `${services}/${id}/connections`, "connections");
  const records = await allPages(api, `${services}/${id}/permissions`, "permissions");
  const ofType = (type: string) =>
    records.filter((record) => record.permission_type === type).map(({ permission }) => permission);
  return { ...service, connections, domains: ofType("domainId"), paths: ofType("orgPath") };
}

/** On by as many as came, until a page is empty. */
async function allPages(api: Send, path: string, key: string): Promise<Body[]> {
  const found: Body[] = [];
  for (;;) {
    const items = (await api("GET", found.length === 0 ? path : `${path}?offset=${found.length}`))[key];
    if (items.length === 0) return found;
    found.push(...items);
  }
}

/** First look after 5 s, then every 3 s; a status that is neither pending nor the target is a failure. */
async function waitFor(api: Send, id: string, pending: string[], target: string): Promise<void> {
  for (nowMs += 5000; ; nowMs += 3000) {
    const { status = "deleted" } = await api("GET", `${services}/${id}`, undefined, [200, 404]);
    if (status === target) return;
    expect(pending).toContain(status);
  }
}

const permit = (api: Send, id: string, action: string, permission_type: string, permissions: string[]) =>
  api("POST", `${services}/${id}/permissions/action`, { action, permissions, permission_type }, [200]);

const config = {
  server_type: "VM",
  vpc_id: randomUUID(),
  port_id: randomUUID(),
  ports: [{ protocol: "TCP", client_port: 80, server_port: 8080 }],
  approval_enabled: false,
  description: "test description",
};

/** Additions to the whitelist in calls of their own for the two kinds. */
async function create(api: Send, domains: string[], paths: string[]) {
  const tags = [{ key: "owner", value: "tf-acc" }, { key: "empty" }];
  const names = { service_name: "tf-acc_test-1234", service_type: "interface" };
  const { id } = await api("POST", services, { ...config, ...names, tags }, [200]);
  await waitFor(api, id, ["creating"], "available");
  await permit(api, id, "add", "domainId", domains);
  await permit(api, id, "add", "orgPath", paths);
  return read(api, id);
}

const domains = ["iam:domain::1234", "iam:domain::5678", "*"];
const paths = ["organizations:orgPath::1234", "organizations:orgPath::*"];

test.each(["/", "//"])("create, read, update, import and destroy (base URL ends in %s)", async (slash) => {
  const api = await configure(slash);
  const created = await create(api, domains, paths);
  const { id } = created;
  const service_name = (name: string) => `${emulator.region}.${name}.${id}`;
  const empty = { key: "empty", value: "" };
  expect(created).toMatchObject({
    ...config,
    status: "available",
    service_name: service_name("tf-acc_test-1234"),
    connections: [],
    tags: [{ key: "owner", value: "tf-acc" }, empty],
  });
  expect([created.domains.sort(), created.paths.sort()]).toEqual([[...domains].sort(), [...paths].sort()]);

  const changes = {
    description: "",
    approval_enabled: true,
    port_id: randomUUID(),
    ports: [...config.ports, { protocol: "TCP", client_port: 81, server_port: 8081 }],
    tcp_proxy: "proxy_open",
  };
  await api("PUT", `${services}/${id}`, { service_name: "tf-acc_test-9", ...changes }, [200]);
  const tagging = (action: string, tags: object[]) =>
    api("POST", `endpoint_service/${id}/tags/action`, { action, tags }, [200, 204]);
  await tagging("delete", [{ key: "owner", value: "tf-acc" }, { key: "empty" }]);
  const tags = [
    { key: "owner", value: "tf-acc-update" },
    { key: "foo", value: "bar" },
  ];
  await tagging("create", tags);
  await permit(api, id, "add", "domainId", ["iam:domain::abcd"]);
  await permit(api, id, "remove", "domainId", domains.slice(0, 2));
  await permit(api, id, "add", "orgPath", ["organizations:orgPath::5678"]);
  await permit(api, id, "remove", "orgPath", paths);
  const imported = await read(api, id);
  expect(imported).toMatchObject({
    ...config,
    ...changes,
    service_name: service_name("tf-acc_test-9"),
    tags,
  });
  expect(imported.domains.sort()).toEqual(["*", "iam:domain::abcd"]);
  expect(imported.paths).toEqual(["organizations:orgPath::5678"]);

  await api("DELETE", `${services}/${id}`);
  await waitFor(api, id, ["available", "deleting"], "deleted");
  expect(await read(api, id)).toBeUndefined();
  expect(emulator.state()).toMatchObject({ services: [], endpoints: [] });
});

test("thirty records on the whitelist are all read, page by page", async () => {
  const many = Array.from({ length: 30 }, (_, at) => `iam:domain::account${at}`);
  const created = await create(await configure(), many, paths);
  expect(created.domains.sort()).toEqual(many.sort());
  const pages = emulator.requests().filter(({ path }) => /permissions(\?|$)/.test(path));
  const offsets = pages.map(({ path }) => path.split("?")[1] ?? "");
  expect(offsets).toEqual(["", "offset=10", "offset=20", "offset=30", "offset=32"]);
});

test("what it finds out when it is configured", async () => {
  await configure();
  expect(emulator.requests().map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
    `GET /v3/projects?name=${emulator.region} 200`,
    "GET /v3/auth/catalog 200",
    "GET /v3/auth/catalog 200",
    "GET /v3/auth/domains 200",
    "GET /v2/products/service-types?limit=1 200",
  ]);
});
