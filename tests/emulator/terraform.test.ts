import { randomUUID } from "node:crypto";
import { useEmulator } from "./client";
import { type ServiceConfig, TerraformProvider } from "./terraform-provider";

let nowMs = Date.UTC(2026, 0, 1);
const clock = () => nowMs;
const emulator = useEmulator({ clock, settleSeconds: { create: 7, delete: 7 } });
const sleep = (seconds: number) => {
  nowMs += seconds * 1000;
};

const config: ServiceConfig = {
  server_type: "VM",
  vpc_id: randomUUID(),
  port_id: randomUUID(),
  name: "tf-acc_test-1234",
  port_mapping: [{ protocol: "TCP", service_port: 8080, terminal_port: 80 }],
  approval: false,
  description: "test description",
  tags: { owner: "tf-acc", empty: "" },
  permissions: ["iam:domain::1234", "iam:domain::5678", "*"],
  organization_permissions: ["organizations:orgPath::1234", "organizations:orgPath::*"],
};

/** Sets have no order; what the block leaves out is whatever the cloud has. */
function differences(state: object, wanted: ServiceConfig): string[] {
  const ordered = (value: unknown) =>
    JSON.stringify(Array.isArray(value) ? [...value].sort() : sortKeys(value));
  return Object.entries(wanted)
    .filter(([key, value]) => ordered((state as Record<string, unknown>)[key]) !== ordered(value))
    .map(([key]) => key);
}

function sortKeys(value: unknown): unknown {
  return typeof value === "object" && value !== null ? Object.entries(value).sort() : value;
}

test.each(["/", "//"])(
  "create, plan without change, update, import and destroy (base URL ends in %s)",
  async (slash) => {
    const provider = await TerraformProvider.configure(emulator, clock, sleep, slash);
    const created = await provider.create(config);
    expect(created).toMatchObject({ status: "available", connections: [] });
    expect(differences(created, config)).toEqual([]);

    const refreshed = await provider.read(created.id);
    expect(refreshed).toEqual(created);

    const wanted: ServiceConfig = {
      ...config,
      name: "tf-acc_test-9",
      port_id: randomUUID(),
      port_mapping: [...config.port_mapping, { protocol: "TCP", service_port: 8081, terminal_port: 81 }],
      approval: true,
      description: "",
      tcp_proxy: "proxy_open",
      tags: { owner: "tf-acc-update", foo: "bar" },
      permissions: ["iam:domain::abcd", "*"],
      organization_permissions: ["organizations:orgPath::5678"],
    };
    const updated = await provider.update(created, wanted);
    expect(updated.id).toBe(created.id);
    expect(differences(updated, wanted)).toEqual([]);

    const imported = await provider.read(created.id);
    expect(imported).toEqual(updated);

    await provider.destroy(created.id);
    expect(await provider.read(created.id)).toBeUndefined();
    expect(emulator.state()).toMatchObject({ services: [], endpoints: [] });
  },
);

test("thirty records on the whitelist are all read, page by page", async () => {
  const provider = await TerraformProvider.configure(emulator, clock, sleep);
  const permissions = Array.from({ length: 30 }, (_, at) => `iam:domain::account${at}`);
  const created = await provider.create({ ...config, permissions });
  expect(differences(created, { ...config, permissions })).toEqual([]);
  const pages = emulator
    .requests()
    .filter(({ path }) => path.includes("/permissions") && !path.includes("action"));
  expect(pages.map(({ path }) => path.split("?")[1] ?? "")).toEqual([
    "",
    "offset=10",
    "offset=20",
    "offset=30",
    "offset=32",
  ]);
});

test("what it finds out when it is configured", async () => {
  await TerraformProvider.configure(emulator, clock, sleep);
  expect(emulator.requests().map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
    `GET /v3/projects?name=${emulator.region} 200`,
    "GET /v3/auth/catalog 200",
    "GET /v3/auth/catalog 200",
    "GET /v3/auth/domains 200",
    "GET /v2/products/service-types?limit=1 200",
  ]);
});
