import type { EmulatorOptions } from "../../emulator/index";
import {
  callsOf,
  plain,
  portId,
  serviceBody,
  services,
  startForTest,
  useEmulator,
  useStateFile,
  vpcId,
} from "./client";
import { byPassword, login, tokenOf } from "./logins";

const [north, south] = ["cn-north-4", "ap-southeast-1"];

describe("two regions", () => {
  const emulator = useEmulator({ region: [north, { region: south, projectId: "south1" }] });
  const { get, post } = callsOf(emulator);
  const inSouth = callsOf(
    new Proxy(emulator, {
      get: (target, name) => (name === "projectId" ? "south1" : Reflect.get(target, name)),
    }),
  );

  test("each has a project, and the first one is what `region` and `projectId` say", () => {
    expect(emulator.regions).toEqual([
      { region: north, projectId: emulator.projectId },
      { region: south, projectId: "south1" },
    ]);
    expect(emulator.region).toBe(north);
  });

  test("the project of the path decides in which region a service lives", async () => {
    const body = serviceBody({ service_name: "orders" });
    const first = (await post(services, body)).body;
    const second = (await inSouth.post(services, body)).body;
    const { projectId: project_id } = emulator;
    expect(first).toMatchObject({ project_id, service_name: `${north}.orders.${first.id}` });
    expect(second).toMatchObject({ project_id: "south1", service_name: `${south}.orders.${second.id}` });
    const renamed = await inSouth.put(`${services}/${second.id}`, { service_name: "bills" });
    expect(renamed.body.service_name).toBe(`${south}.bills.${second.id}`);
    expect(emulator.state().services.map(({ id }) => id)).toEqual([first.id, second.id]);
  });

  test("what lives in one region does not exist in the other", async () => {
    const { id } = (await post(services, serviceBody({ tags: [{ key: "k", value: "v" }] }))).body;
    expect((await get(`${services}/${id}`)).status).toBe(200);
    const tagging = { action: "create", tags: [{ key: "a", value: "" }] };
    for (const call of [
      inSouth.get(`${services}/${id}`),
      inSouth.get(`${services}/${id}/connections`),
      inSouth.get(`${services}/${id}/permissions`),
      inSouth.get(`${services}/describe?id=${id}`),
      inSouth.put(`${services}/${id}`, { approval_enabled: false }),
      inSouth.post(`endpoint_service/${id}/tags/action`, tagging),
      inSouth.remove(`${services}/${id}`),
    ])
      expect(await call).toMatchObject({ status: 404, body: { error_code: "EndPoint.0005" } });
    expect((await inSouth.get(services)).body.endpoint_services).toEqual([]);
    expect((await inSouth.get("endpoint_service/tags")).body.tags).toEqual([]);
    const { resources } = (await inSouth.get("quotas?type=endpoint_service")).body.quotas;
    expect(resources).toMatchObject([{ used: 0 }]);
  });

  test("endpoints connect within their region only", async () => {
    const { id } = (await post(services, serviceBody({ approval_enabled: false }))).body;
    await get("quotas");
    const body = { endpoint_service_id: id, vpc_id: vpcId, subnet_id: portId, port_ip: "192.168.0.5" };
    expect((await inSouth.post("vpc-endpoints", body)).body.error_code).toBe("EndPoint.2003");
    const made = (await post("vpc-endpoints", body)).body;
    expect(made.project_id).toBe(emulator.projectId);
    expect((await inSouth.get(`vpc-endpoints/${made.id}`)).body.error_code).toBe("EndPoint.2006");
    expect((await inSouth.get("vpc-endpoints")).body.endpoints).toEqual([]);
    const dns = expect.objectContaining({ service_name: `com.myhuaweicloud.${south}.dns` });
    expect((await inSouth.get(`${services}/public`)).body.endpoint_services).toContainEqual(dns);
  });

  test("quota and port conflicts count within one region", async () => {
    emulator.configure({ quota: 1 });
    expect((await post(services, serviceBody())).status).toBe(200);
    expect((await inSouth.post(services, serviceBody())).status).toBe(200);
    expect((await inSouth.post(services, serviceBody())).body.error_code).toBe("EndPoint.3044");
    const other = serviceBody({ ports: [{ client_port: 1, server_port: 1 }] });
    expect((await inSouth.post(services, other)).body.error_code).toBe("Endpoint.1018");
  });

  test("identity look-ups cover each region", async () => {
    const ids = async (query: string) =>
      (await get(`/v3/projects${query}`)).body.projects.map((project: { id: string }) => project.id);
    expect(await ids(`?name=${north}`)).toEqual([emulator.projectId]);
    expect(await ids(`?name=${south}`)).toEqual(["south1"]);
    expect(await ids("?name=eu-west-101")).toEqual([]);
    expect((await ids("")).slice(0, 2)).toEqual([emulator.projectId, "south1"]);
    expect((await get("/v3/regions")).body.regions).toMatchObject([{ id: north }, { id: south }]);
    expect((await get("/v3/auth/catalog")).body.catalog[1].endpoints).toMatchObject([
      { region: north, url: `${emulator.url}/v1/${emulator.projectId}` },
      { region: south, url: `${emulator.url}/v1/south1` },
    ]);
  });

  test("a token of one project opens that region only", async () => {
    const reply = await login(emulator, byPassword(emulator, { project: { name: south } }));
    expect(reply.body.token).toMatchObject({
      project: { id: "south1", name: south },
      catalog: [{}, { endpoints: [{ region: south }] }],
    });
    const headers = { "x-auth-token": tokenOf(reply) };
    const quotas = (projectId: string) => plain(`${emulator.url}/v1/${projectId}/quotas`, { headers });
    expect((await quotas("south1")).status).toBe(200);
    expect((await quotas(emulator.projectId)).body.error_code).toBe("EndPoint.0004");
    expect((await get("/v1/nowhere/quotas")).body.error_code).toBe("EndPoint.0004");
  });
});

test.each<[EmulatorOptions, string]>([
  [{ region: [north, north] }, `Two regions have the same region, ${north}.`],
  [{ region: [north, { region: south, projectId: "p1" }], projectId: "p1" }, "the same projectId, p1."],
  [{ region: [{ region: north, projectId: "p1" }], projectId: "p2" }, `${north} is given twice: p1 and p2.`],
  [{ region: [north, "a b"] }, 'The region is 1 to 64 letters, digits, - and _, not "a b".'],
  [{ region: [north, { region: south, projectId: "a-b" }] }, "The ids of project and account are"],
])("%j is refused", async (options, sentence) => {
  await expect(startForTest(options)).rejects.toThrow(sentence);
});

describe("with a state file", () => {
  const file = useStateFile();
  const startAgain = async (region?: EmulatorOptions["region"]) => {
    const { regions, close } = await startForTest({ statePath: file.path, ...(region && { region }) });
    await close();
    return regions;
  };

  test("regions stay, and others can be added", async () => {
    const first = await startAgain(north);
    const both = await startAgain([north, south]);
    expect(both).toEqual([...first, { region: south, projectId: expect.stringMatching(/^[0-9a-f]{32}$/) }]);
    expect(await startAgain()).toEqual(both);
    expect(await startAgain(north)).toEqual(both);
    expect((await startForTest({ region: ["eu-west-101", south] })).regions[1]).toEqual(both[1]);
  });

  test("the first region and every project stay what they were", async () => {
    await startAgain([north, { region: south, projectId: "south1" }]);
    await expect(startAgain(south)).rejects.toThrow(`was made with the region ${north}, not ${south}`);
    const moved = startAgain([north, { region: south, projectId: "south2" }]);
    await expect(moved).rejects.toThrow("was made with the projectId south1, not south2");
  });
});
