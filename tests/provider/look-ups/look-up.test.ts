// A look-up without any front: plain data in and out, and no Pulumi.
import { lookUp } from "../../../provider/look-ups/look-up";
import { vpcEndpointQuotas } from "../../../provider/look-ups/quotas";
import { vpcEndpointServices } from "../../../provider/look-ups/services";
import { fakeWorld } from "../resource/fake-client";
import { PROJECT, REGION } from "../resource/samples";

const where = { region: REGION, projectId: PROJECT };

test("takes plain data, gives plain data, and has the ten minutes of a read", async () => {
  const { env, client } = fakeWorld([{ endpoint_services: [{ id: "s-1", status: "available" }] }]);
  const before = env.runtime.now();
  const found = await lookUp(env, vpcEndpointServices, { ...where, status: "available" });
  expect(found).toMatchObject({ ...where, endpointServices: [{ id: "s-1", status: "available" }] });
  expect(client.lines).toEqual(["GET vpc-endpoint-services?status=available&limit=1000&offset=0"]);
  expect(client.deadlines).toEqual([before + 600_000]);
});

test("arguments that are null or undefined are not given", async () => {
  const { env, client } = fakeWorld([{ quotas: { resources: [] } }]);
  expect(await lookUp(env, vpcEndpointQuotas, { ...where, type: null, other: undefined })).toEqual({
    ...where,
    quotas: [],
  });
  expect(client.lines).toEqual(["GET quotas"]);
});

test("what is a bug of the package says so", async () => {
  const { env } = fakeWorld([new TypeError("no such thing")]);
  await expect(lookUp(env, vpcEndpointQuotas, where)).rejects.toThrow(
    "getVpcEndpointQuotas: look-up failed: a bug in pulumi-huaweicloud-vpcep, please report it: TypeError: no such thing",
  );
});
