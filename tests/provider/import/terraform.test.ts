import { readTerraformState } from "../../../provider/import/terraform";

const [service, other] = ["9d4c1f6e-5d0f-4b43-9a3e-7c1f2e7f1a55", "0b7a1d4e-3c58-4f0e-9a51-6f6f5d2f9b10"];
const [shop, books] = ["03184a04-95d5-4c2a-8f0e-1d2b3c4d5e6f", "c2f3a9f0-51d7-4c2a-8f0e-1d2b3c4d5e6f"];
const secret = "a value that nobody is to see";

const block = (type: string, instances: object[], more: object = {}) => ({
  mode: "managed",
  type,
  name: "orders",
  provider: 'provider["registry.terraform.io/huaweicloud/huaweicloud"]',
  instances,
  ...more,
});
const object = (attributes: object, more: object = {}) => ({
  schema_version: 0,
  attributes: { region: "cn-north-4", description: secret, ...attributes },
  sensitive_attributes: [],
  ...more,
});
const stateOf = (...resources: object[]) =>
  JSON.stringify({ version: 4, terraform_version: "1.9.8", serial: 7, lineage: "l", outputs: {}, resources });
const read = (resources: object[], region?: string) =>
  readTerraformState(stateOf(...resources), "terraform.tfstate", region);
const named = (name: string, type: string, id: string) => ({ name, type, id });

test.each([
  ["huaweicloud_vpcep_", ""],
  ["opentelekomcloud_vpcep_", "_v1"],
  ["flexibleengine_vpcep_", ""],
])("%s%s: services, endpoints and approvals", (prefix, suffix) => {
  const { found, notes } = read([
    block(`${prefix}service${suffix}`, [object({ id: service, name: "orders-api" })]),
    block(`${prefix}endpoint${suffix}`, [object({ id: shop, service_id: service })], { name: "shop" }),
    block(`${prefix}approval${suffix}`, [
      object({ id: service, service_id: service, endpoints: [shop, books] }),
    ]),
  ]);
  expect(found).toEqual([
    named("orders", "VpcEndpointService", service),
    named("shop", "VpcEndpoint", shop),
    named("orders", "VpcEndpointConnection", `${service}/${shop}`),
    named("orders", "VpcEndpointConnection", `${service}/${books}`),
  ]);
  expect(notes).toEqual([]);
});

test("a connection that is approved and described is one connection", () => {
  const { found } = read([
    block("huaweicloud_vpcep_approval", [object({ service_id: service, endpoints: [shop] })]),
    block(
      "huaweicloud_vpcep_service_connection_update",
      [
        object({ service_id: service, endpoint_id: shop }),
        object({ service_id: service, endpoint_id: books }),
      ],
      { name: "note" },
    ),
  ]);
  expect(found).toEqual([
    named("orders", "VpcEndpointConnection", `${service}/${shop}`),
    named("note", "VpcEndpointConnection", `${service}/${books}`),
  ]);
});

test.each<[object, object, string]>([
  [{}, {}, "orders"],
  [{}, { index_key: 1 }, "orders-1"],
  [{ module: "module.link" }, {}, "link-orders"],
  [
    { module: 'module.links["eu.de"].module.inner[0]' },
    { index_key: "shop" },
    'links["eu.de"]-inner[0]-orders-shop',
  ],
])("an address with %j and %j gives a name", (address, instance, name) => {
  const [found] = read([
    block("huaweicloud_vpcep_service", [object({ id: service }, instance)], address),
  ]).found;
  expect(found?.name).toBe(name);
});

test.each<[string, object, object, string | undefined, string[], number]>([
  [
    "tainted",
    { id: service },
    { status: "tainted" },
    undefined,
    ["is tainted: Terraform would replace it, an import takes it as it is"],
    1,
  ],
  [
    "deposed",
    { id: service },
    { deposed: "00000001" },
    undefined,
    ["has an object that waits for its deletion: left out"],
    0,
  ],
  ["in the region", { id: service }, {}, "cn-north-4", [], 1],
  ["in another region", { id: service }, {}, "eu-de", ["is in another region than eu-de: left out"], 0],
  ["in no region", { id: service, region: null }, {}, "eu-de", [], 1],
  ["without an id", { id: null }, {}, undefined, ["has no usable id: left out"], 0],
  ["with the id of something else", { id: "../x" }, {}, undefined, ["has no usable id: left out"], 0],
  ["without attributes", {}, { attributes: null }, undefined, ["has no usable id: left out"], 0],
])("an object that is %s", (_, attributes, more, region, notes, count) => {
  const { found, notes: said } = read(
    [block("huaweicloud_vpcep_service", [object(attributes, more)], { module: "module.eu" })],
    region,
  );
  expect(said).toEqual(notes.map((note) => `module.eu.huaweicloud_vpcep_service.orders ${note}`));
  expect(found).toHaveLength(count);
});

test("data sources and other providers' types are none of its business; unknown types of this API are named once", () => {
  const { found, notes } = read([
    block("huaweicloud_vpcep_service_upgrade", [object({ id: service })]),
    block("huaweicloud_vpcep_service_upgrade", [object({ id: service })], { name: "again" }),
    block("huaweicloud_vpcep_endpoint_upgrade", [object({ id: service })]),
    block("huaweicloud_vpcep_services", [object({ id: service })], { mode: "data" }),
    block("huaweicloud_vpc", [object({ id: service })]),
  ]);
  expect([found, notes]).toEqual([
    [],
    [
      "not taken, for no resource here is like it: huaweicloud_vpcep_endpoint_upgrade, huaweicloud_vpcep_service_upgrade",
    ],
  ]);
});

test("whitelists are those of services, in the words of this package", () => {
  const { whitelists } = read([
    block("huaweicloud_vpcep_service", [
      object({
        id: service,
        permissions: ["iam:domain::a", "*"],
        organization_permissions: ["organizations:orgPath::o"],
      }),
    ]),
    block("opentelekomcloud_vpcep_service_v1", [object({ id: other, whitelist: ["b", "*"] })]),
    block("huaweicloud_vpcep_service", [object({ id: service, permissions: [] })], { name: "alone" }),
    block("huaweicloud_vpcep_endpoint", [object({ id: shop, whitelist: ["192.0.2.1"] })]),
  ]);
  expect(whitelists).toEqual([
    { id: service, name: "orders", permissions: ["iam:domain::a", "*", "organizations:orgPath::o"] },
    { id: other, name: "orders", permissions: ["iam:domain::b", "*"] },
  ]);
});

test("several regions are too many for one import", () => {
  const resources = [
    block("huaweicloud_vpcep_service", [object({ id: service }), object({ id: other, region: "eu-de" })]),
  ];
  expect(() => read(resources)).toThrow(
    "terraform.tfstate has objects in several regions, and an import is for one: give --region, and make a file for each.",
  );
  expect(read(resources, "eu-de").found).toEqual([named("orders", "VpcEndpointService", other)]);
});

const noState = "x is not a state of Terraform. `terraform state pull` prints one.";
test.each([
  [secret, noState],
  ["", noState],
  ["null", noState],
  ["[]", noState],
  ["{}", noState],
  ['{"version":4}', noState],
  ['{"encrypted_data":"c2VjcmV0","serial":1}', noState],
  ['{"version":3,"modules":[]}', "x is a state of version 3, and only version 4 can be read."],
  ['{"version":5,"resources":[]}', "x is a state of version 5, and only version 4 can be read."],
])("%s is refused, without a word of what is in it", (text, sentence) => {
  expect(() => readTerraformState(text, "x")).toThrow(sentence);
  expect(() => readTerraformState(text, "x")).not.toThrow(secret);
});

test("what is misshapen inside a state is passed over", () => {
  const { found, notes } = read([
    block("huaweicloud_vpcep_service", []),
    { mode: "managed", type: "huaweicloud_vpcep_service", name: "x" },
    block("huaweicloud_vpcep_approval", [object({ service_id: service, endpoints: null })]),
    block("huaweicloud_vpcep_constructor", [object({ id: service })]),
  ]);
  expect(found).toEqual([]);
  expect(notes).toEqual(["not taken, for no resource here is like it: huaweicloud_vpcep_constructor"]);
});
