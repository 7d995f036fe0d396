// Look-ups in a program under the real CLI: what they send, what they give, and how one that fails is shown.
import { expectRefusal, expectSuccess, ordersArgs, seen, service, useCli } from "./world";

jest.setTimeout(120_000);

const world = useCli();
const missingId = "00000000-0000-4000-8000-000000000000";
const functions = `const {
  getVpcEndpointQuotasOutput, getVpcEndpointService, getVpcEndpointServiceOutput, getVpcEndpointServices, getVpcEndpointTagsOutput,
} = require("pulumi-huaweicloud-vpcep");`;

/** Settings of an explicit provider, as source text: the keys as the program has them, secret. */
function provider(): string {
  const { url, region, projectId, accessKey, secretKey } = world.emulator;
  return `{
  region: "${region}", projectId: "${projectId}", endpoints: { vpcep: "${url}" },
  accessKey: "${accessKey}", secretKey: pulumi.secret("${secretKey}"),
}`;
}

const statements = () => [
  functions,
  `const orders = ${service("orders", { ...ordersArgs, tags: { team: "checkout" } })}`,
  `const another = new Provider("another", ${provider()});`,
  `exports.shop = getVpcEndpointServices({ tags: { team: "shop" } }).then((found) => found.endpointServices.length);`,
  `exports.fullName = getVpcEndpointServiceOutput({ id: orders.id }).endpointServiceName;`,
  `const after = { provider: another, dependsOn: orders };`,
  `exports.quotas = getVpcEndpointQuotasOutput({ type: "endpoint_service" }, after).quotas;`,
  `const resourceType = pulumi.secret("endpoint_service");`,
  `exports.tags = getVpcEndpointTagsOutput({ resourceType }, { parent: orders }).tags;`,
];

test("lookup 11: several look-ups in one program: a preview asks what it can, an up all, and nothing is registered", async () => {
  const list = "GET vpc-endpoint-services?limit=1000&offset=0";
  const tags = "GET endpoint_service/tags";
  const first = expectSuccess(await world.preview(...statements()));
  // What depends on the service is not known before there is one.
  expect(first.sent.sort()).toEqual([tags, list]);

  const created = expectSuccess(await world.up(statements()));
  const found = ["GET quotas?type=endpoint_service", "GET vpc-endpoint-services/{id}"];
  expect(created.writes).toEqual([expect.stringMatching(/^POST vpc-endpoint-services \{/)]);
  expect(created.sent).toEqual(expect.arrayContaining([tags, list, ...found]));

  const again = expectSuccess(await world.preview(...statements()));
  expect(again.sent.sort()).toEqual([tags, ...found, list]);
  expect(again.stdout).toContain("unchanged");
  expect(again.stdout).not.toMatch(/to (create|update|replace)/);

  const outputs = await world.workspace.run(["stack", "output", "--json"]);
  const [{ id }] = world.services() as [{ id: string }];
  expect(JSON.parse(outputs.stdout)).toEqual({
    shop: 0,
    fullName: `${world.emulator.region}.${id}`,
    quotas: [{ type: "endpoint_service", used: 1, quota: 20 }],
    tags: "[secret]",
  });
  const { text, resources } = await world.workspace.exportState();
  expect(resources.map(({ urn }) => urn.split("::").at(-1)).sort()).toEqual([
    "another",
    "default",
    "orders",
    "vpcep-test-test",
  ]);
  expect(text).not.toContain(world.emulator.secretKey);
});

test.each([
  ["the plain form", `getVpcEndpointService({ id: "${missingId}" });`],
  ["the form with outputs", `getVpcEndpointServiceOutput({ id: pulumi.output("${missingId}") });`],
])("a service that is not there, in %s: one sentence, and no stack", async (_form, call) => {
  const result = await world.preview(functions, call);
  const { region, projectId } = world.emulator;
  const sentence =
    `getVpcEndpointService "${missingId}": look-up failed: there is no service ${missingId} in region ${region}, ` +
    `project ${projectId}. Check the id, the region and the project.`;
  expectRefusal(result, sentence);
  expect(seen(result).split("Diagnostics:")[1]?.split(sentence)).toHaveLength(2);
  expect(result.sent).toEqual(["GET vpc-endpoint-services/{id}"]);
});
