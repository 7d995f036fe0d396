import { failure } from "../../helpers/in-process";
import { service } from "../../helpers/samples";
import { count, lab } from "../support";

test.each([
  ["a slash at the end", "http://127.0.0.1:{port}/"],
  ["localhost", "http://localhost:{port}"],
])("scenario 49: an endpoint with %s", async (_form, url) => {
  const one = await lab({ endpoint: async ({ port }) => url.replace("{port}", String(port)) });
  await one.stack.up(service());
  expect(one.emulator.state().services).toHaveLength(1);
});

test.each(["/gateway/vpcep", "/gateway/vpcep/"])("scenario 49: the path %s goes in front", async (path) => {
  const one = await lab({ endpoint: async ({ url }) => `${url}${path}` });
  const { message } = await failure(one.stack.up(service()));
  expect(one.emulator.requests().map((request) => request.path)).toEqual([
    `/gateway/vpcep/v1/${one.emulator.projectId}/vpc-endpoint-services`,
  ]);
  expect(message).toMatch(/HTTP 404 .*check huaweicloud:endpoints/);
});

test("scenario 49: two regions of one program do not mix", async () => {
  const south = { region: "eu-west-101", projectId: "south1" };
  const one = await lab({ emulator: { region: ["cn-north-4", south] } });
  const there = one.newStack("there");
  await Promise.all([one.stack.up(service()), there.up(service(south))]);
  const names = [one.stack, there].map(({ outputs }) => outputs.endpointServiceName);
  expect(names).toEqual([`cn-north-4.orders.${one.stack.id}`, `eu-west-101.orders.${there.id}`]);
  expect(count(one, "POST")).toBe(2);
});
