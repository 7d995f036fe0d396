import { callsOf, newService, plain, portId, services, useEmulator, vpcId } from "./client";

const region = "eu-west-101";
const emulator = useEmulator({ domainName: "acme", region, subProjects: [`${region}_dev`] });
const { get } = callsOf(emulator);

test("versions need no signature, with and without a slash at the end", async () => {
  for (const path of ["", "/"]) {
    const all = await plain(`${emulator.url}${path}`);
    expect(all.body.versions.map((version: { id: string }) => version.id)).toEqual(["v1", "v2"]);
  }
  expect((await plain(`${emulator.url}/v1/`)).body.version).toEqual({
    id: "v1",
    status: "CURRENT",
    updated: "2018-09-30T00:00:00Z",
    version: "1",
    min_version: "",
    links: [{ rel: "self", href: `${emulator.url}/v1`, type: "application/json" }],
  });
  expect((await plain(`${emulator.url}/v9`)).body).toMatchObject({ error_code: "APIGW.0101" });
});

test.each<[string, string[]]>([
  [`/v3/projects?name=${region}`, [region]],
  ["/v3/projects", [region, `${region}_dev`, "MOS"]],
  [`/v3//projects?name=${region}_dev`, [`${region}_dev`]],
  ["/v3/projects/?domain_id=", [region, `${region}_dev`, "MOS"]],
  ["/v3/projects?name=cn-north-4", []],
  ["/v3/projects?domain_id=other", []],
  ["/v3/projects?page=1&per_page=2", [region, `${region}_dev`]],
  ["/v3/projects?page=2&per_page=2", ["MOS"]],
  ["/v3/projects?page=3&per_page=2", []],
])("%s has the projects %j", async (path, names) => {
  const { projects } = (await get(path)).body;
  expect(projects.map(({ name }: { name: string }) => name)).toEqual(names);
});

test("a page of projects leads to those beside it, and one of no size is refused", async () => {
  const links = async (query: string) => (await get(`/v3/projects?${query}`)).body.links;
  const page = (number: number) => `${emulator.url}/v3/projects?per_page=1&page=${number}`;
  expect(await links("per_page=1")).toMatchObject({ next: page(2), previous: null });
  expect(await links("per_page=1&page=3")).toMatchObject({ next: null, previous: page(2) });
  for (const query of ["per_page=0", "per_page=5001", "page=x"])
    expect((await get(`/v3/projects?${query}`)).body).toMatchObject({ error: { code: 400 } });
});

test("a sub-project is below that of its region, and a project of its own", async () => {
  const [builtIn, dev] = (await get("/v3/projects")).body.projects;
  expect(builtIn).toMatchObject({ id: emulator.projectId, parent_id: emulator.domainId });
  expect(dev).toMatchObject({ parent_id: builtIn.id, domain_id: emulator.domainId });
  const id = await newService(emulator);
  const inDev = callsOf({ ...emulator.accounts[0], url: emulator.url, projectId: dev.id });
  expect((await inDev.get(`${services}/${id}`)).status).toBe(404);
  const ends = { endpoint_service_id: id, vpc_id: vpcId, subnet_id: portId };
  expect((await inDev.post("vpc-endpoints", ends)).body).toMatchObject({ project_id: dev.id });
});

test("domains, regions, users and catalogue", async () => {
  const domain = { id: emulator.domainId, name: "acme" };
  expect((await get("/v3/auth/domains")).body.domains).toEqual([expect.objectContaining(domain)]);
  expect((await get("/v3/regions")).body.regions).toMatchObject([{ id: region, type: "public" }]);
  const [{ users }] = emulator.accounts;
  const user = { id: users[0].id, name: "admin", domain_id: emulator.domainId };
  expect((await get("/v3/users?name=admin")).body.users).toMatchObject([user]);
  expect((await get("/v3/users?name=jane")).body.users).toEqual([]);
  const { catalog } = (await get("/v3/auth/catalog")).body;
  expect(catalog.map((entry: { type: string }) => entry.type)).toEqual(["identity", "vpcep"]);
});

test("identity look-ups are not open to everyone", async () => {
  expect((await plain(`${emulator.url}/v3/projects`)).status).toBe(401);
});
