// What vpcep-import writes, in the hands of the handlers that the import calls: nothing is left to change.
import { readProviderConfig } from "../../provider/configuration/config";
import { createEnvironment } from "../../provider/environment";
import { readCommandLine } from "../../provider/import/cli";
import type { ImportType } from "../../provider/import/import-file";
import { runImport } from "../../provider/import/run";
import type { ResourceHandlers } from "../../provider/resource/handlers";
import { vpcEndpoint } from "../../provider/vpc-endpoint/lifecycle";
import { vpcEndpointConnection } from "../../provider/vpc-endpoint-connection/lifecycle";
import { vpcEndpointService } from "../../provider/vpc-endpoint-service/lifecycle";
import { vpcEndpointServicePermission } from "../../provider/vpc-endpoint-service-permission/lifecycle";
import { callsOf, newService, useEmulator } from "../emulator/client";
import { networkId as subnet_id, vpcId as vpc_id } from "../helpers/samples";

const emulator = useEmulator();
const { post } = callsOf(emulator);
const account = "5fc973eea581490997e82ea11a1d0101";

const handlersOf: Record<ImportType, ResourceHandlers> = {
  VpcEndpointService: vpcEndpointService,
  VpcEndpoint: vpcEndpoint,
  VpcEndpointConnection: vpcEndpointConnection,
  VpcEndpointServicePermission: vpcEndpointServicePermission,
};

const variables = () => ({
  HW_REGION_NAME: emulator.region,
  HW_PROJECT_ID: emulator.projectId,
  HW_ACCESS_KEY: emulator.accessKey,
  HW_SECRET_KEY: emulator.secretKey,
  HW_VPCEP_ENDPOINT: emulator.url,
});

interface Resource {
  type: string;
  name: string;
  id: string;
}

/** What the command would write, and what it would say. */
async function imported(
  args: string[],
  files: Record<string, string> = {},
  env: object = variables(),
  settings: Record<string, string> = {},
) {
  const lines: string[] = [];
  const log = { info: (line: string) => lines.push(line), warn: (line: string) => lines.push(line) };
  const request = readCommandLine(args);
  if ("show" in request) throw new Error("nothing to import");
  const readFile = (path: string) => {
    if (files[path] === undefined) throw Object.assign(new Error("not there"), { code: "ENOENT" });
    return files[path];
  };
  const whole = { ...request, settings: { ...request.settings, ...settings } };
  const text = await runImport(whole, { variables: { ...env }, readFile, log });
  return { resources: (JSON.parse(text) as { resources: Resource[] }).resources, lines };
}

/** A private link and all that belongs to it. */
async function privateLink() {
  const service = await newService(emulator, {
    service_name: "orders",
    tcp_proxy: "open",
    tags: [{ key: "team", value: "checkout" }],
  });
  const permissions = [`iam:domain::${account}`, "*"];
  await post(`vpc-endpoint-services/${service}/permissions/action`, { action: "add", permissions });
  const connect = async (changes: object) =>
    (await post("vpc-endpoints", { endpoint_service_id: service, vpc_id, subnet_id, ...changes })).body.id;
  const endpoint: string = await connect({ enable_whitelist: true, whitelist: ["192.0.2.1"] });
  await post(`vpc-endpoint-services/${service}/connections/action`, {
    action: "receive",
    endpoints: [endpoint],
  });
  const dns: string = await connect({ endpoint_service_id: "9b5e2a10-0000-4000-8000-000000000001" });
  return { service, endpoint, dns, permissions };
}

test("all that exists is listed, and its import leaves nothing to change", async () => {
  const { service, endpoint, dns } = await privateLink();
  const { resources, lines } = await imported([]);
  const token = (type: string) => `huaweicloud-vpcep:index:${type}`;
  expect(lines).toEqual([]);
  expect(resources).toEqual([
    { type: token("VpcEndpointService"), name: "orders", id: service },
    { type: token("VpcEndpoint"), name: "orders-endpoint", id: endpoint },
    { type: token("VpcEndpoint"), name: "dns", id: dns },
    {
      type: token("VpcEndpointConnection"),
      name: `orders-${emulator.domainId}`,
      id: `${service}/${endpoint}`,
    },
  ]);
  for (const resource of resources) await expectNothingToChange(resource);
});

test("a service brings its whitelist; a stack without it can have the records alone", async () => {
  const { service, permissions } = await privateLink();
  const [own] = (await imported([])).resources;
  const inputs = await expectNothingToChange(own as Resource);
  expect(inputs["permissions"]).toEqual(expect.arrayContaining(permissions));
  const { resources } = await imported(["--type", "VpcEndpointServicePermission"]);
  expect(resources.map(({ name }) => name).sort()).toEqual([`orders-${account}`, "orders-everybody"]);
  for (const resource of resources) {
    expect(resource.id.split("/")[0]).toBe(service);
    await expectNothingToChange(resource);
  }
});

/** As the engine imports: it reads by the id alone, checks what it got, and compares. Gives the inputs. */
async function expectNothingToChange({ type, id: given }: Resource): Promise<Record<string, unknown>> {
  const env = variables();
  const config = readProviderConfig(() => undefined, env);
  const log = { info: () => undefined, warn: () => undefined };
  const environment = { ...createEnvironment({ config, variables: env }), log };
  const handlers = handlersOf[type.split(":").at(-1) as ImportType];
  const { id, props, inputs = {} } = await handlers.read(environment, given, {});
  const checked = await handlers.check(environment, {}, inputs);
  expect(checked.failures).toEqual([]);
  expect(await handlers.diff(environment, id, props, checked.inputs)).toMatchObject({
    changes: false,
    replaces: [],
  });
  return inputs;
}

describe("from a state of Terraform", () => {
  const secret = "a value that nobody is to see";
  const stateFor = ({ service, endpoint, dns, permissions }: Awaited<ReturnType<typeof privateLink>>) => {
    const resource = (type: string, name: string, attributes: object, more: object = {}) => ({
      mode: "managed",
      type: `huaweicloud_vpcep_${type}`,
      name,
      instances: [{ attributes: { region: emulator.region, description: secret, ...attributes } }],
      ...more,
    });
    const resources = [
      resource(
        "service",
        "this",
        { id: service, permissions: permissions.slice(0, 1) },
        { module: "module.orders" },
      ),
      resource("endpoint", "shop", { id: endpoint }),
      resource("endpoint", "dns", { id: dns }),
      resource("approval", "shop", { id: service, service_id: service, endpoints: [endpoint] }),
      resource("service_connection_update", "shop", { service_id: service, endpoint_id: endpoint }),
      resource("service_upgrade", "this", { id: service }),
    ];
    return JSON.stringify({ version: 4, resources });
  };
  const upgrade = "not taken, for no resource here is like it: huaweicloud_vpcep_service_upgrade";

  test("names come from addresses, no call is made, and nothing is left to change", async () => {
    const link = await privateLink();
    emulator.clearRequests();
    const { resources, lines } = await imported(
      ["--terraform", "terraform.tfstate"],
      { "terraform.tfstate": stateFor(link) },
      {},
    );
    expect(emulator.requests()).toEqual([]);
    expect(lines).toEqual([upgrade]);
    expect(resources.map(({ name, id }) => [name, id])).toEqual([
      ["orders-this", link.service],
      ["shop", link.endpoint],
      ["dns", link.dns],
      ["shop-connection", `${link.service}/${link.endpoint}`],
    ]);
    expect(JSON.stringify([resources, lines])).not.toContain(secret);
    for (const resource of resources) await expectNothingToChange(resource);
  });

  const records = ["--terraform", "x", "--type", "VpcEndpointServicePermission"];

  test("the records that it manages are looked up", async () => {
    const { resources } = await imported(records, { x: stateFor(await privateLink()) });
    expect(resources.map(({ name }) => name)).toEqual([`orders-this-${account}`]);
    for (const resource of resources) await expectNothingToChange(resource);
  });

  test.each([
    [{ HW_REGION_NAME: "" }, "Set HW_REGION_NAME, or give --region."],
    [
      { HW_ACCESS_KEY: "", HW_SECRET_KEY: "" },
      "No login is configured: set HW_ACCESS_KEY and HW_SECRET_KEY;",
    ],
  ])("with %j the records are left out", async (missing, sentence) => {
    const env = { ...variables(), ...missing };
    // This machine may have metadata, and a login in them.
    const settings = { "huaweicloud:endpoints": JSON.stringify({ metadata: "http://127.0.0.1:9" }) };
    const { resources, lines } = await imported(records, { x: stateFor(await privateLink()) }, env, settings);
    expect(resources).toEqual([]);
    const left = `left out: whitelist records, whose ids have to be looked up. ${sentence}`;
    expect(lines).toEqual([upgrade, expect.stringContaining(left), "nothing was found"]);
  });
});
