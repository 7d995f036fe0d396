import { callsOf, newService, services, useEmulator, vpcId } from "./client";

const emulator = useEmulator();
const { get, post } = callsOf(emulator);
let id: string;
beforeEach(async () => {
  id = await newService(emulator, { approval_enabled: false });
  await get("quotas");
});

const inV2 = (path: string, body?: object) => post(`/v2/${emulator.projectId}/${path}`, body);
const upgrade = () => inV2(`${services}/${id}/upgrade`);
const connect = async () =>
  (await post("vpc-endpoints", { endpoint_service_id: id, vpc_id: vpcId, subnet_id: "s1" })).body;

test("an upgraded service has both editions, and a subnet any number of endpoints for it", async () => {
  expect((await get(`${services}/${id}`)).body.supported_editions).toEqual(["basic"]);
  for (let time = 0; time < 2; time += 1) expect(await upgrade()).toMatchObject({ status: 204, text: "" });
  expect((await get(`${services}/${id}`)).body.supported_editions).toEqual(["basic", "profession"]);
  await connect();
  await connect();
  expect(emulator.state().endpoints).toMatchObject([{ edition: "profession" }, { edition: "profession" }]);
});

test.each([undefined, {}, { action: "start" }])("an endpoint follows its service with %j", async (body) => {
  const { id: endpoint } = await connect();
  await upgrade();
  expect(emulator.state().endpoints).toMatchObject([{ edition: "basic" }]);
  expect(await inV2(`vpc-endpoints/${endpoint}/upgrade`, body)).toMatchObject({ status: 200, text: "" });
  expect(emulator.state().endpoints).toMatchObject([{ edition: "profession" }]);
});

test("backends are added to those that are there", async () => {
  const add = (...server_resources: object[]) =>
    inV2(`${services}/${id}/add-server-resources`, { server_resources });
  const [one, two] = [{ resource_id: "elb-1" }, { resource_id: "elb-2", availability_zone_id: "az-1" }];
  expect(await add(one)).toMatchObject({ status: 204, text: "" });
  await add({ ...one, availability_zone_id: null }, two);
  expect(emulator.state().services).toMatchObject([{ server_resources: [one, two] }]);
  expect((await get(`${services}/${id}`)).body).not.toHaveProperty("server_resources");
});
