import { importFile } from "../../../provider/import/import-file";
import { granteeIn, serviceNameIn, uniqueNames } from "../../../provider/import/names";

const id = "9d4c1f6e-5d0f-4b43-9a3e-7c1f2e7f1a55";

test.each<[string, string[][], string[]]>([
  ["known names stay", [["orders", "service"]], ["orders"]],
  [
    "an object of another type gets its noun, one of the same type a number",
    [
      ["orders", "service"],
      ["orders", "endpoint"],
      ["orders", "service"],
      ["orders", "endpoint"],
      ["orders", "connection"],
    ],
    ["orders", "orders-endpoint", "orders-2", "orders-endpoint-2", "orders-connection"],
  ],
  [
    "a name that only looks like a numbered one is not taken twice",
    [
      ["a-2", "service"],
      ["a", "service"],
      ["a", "service"],
    ],
    ["a-2", "a", "a-3"],
  ],
  [
    "case and punctuation alone make no other name",
    [
      ["my-orders", "service"],
      ["my_orders", "service"],
      ["MyOrders", "endpoint"],
    ],
    ["my-orders", "my_orders-2", "MyOrders-endpoint"],
  ],
  [
    "what nobody has named is called by its noun",
    [
      ["", "service"],
      ["", "service"],
      ["-", "endpoint"],
    ],
    ["service", "service-2", "endpoint"],
  ],
  [
    "a name begins with a letter, and holds nothing that Pulumi does not take",
    [
      ["3rd", "service"],
      ["-link-eu/de.x::", "endpoint"],
      ["Straße", "service"],
    ],
    ["service-3rd", "link-eu-de-x", "Stra-e"],
  ],
])("%s", (_, objects, names) => {
  expect(uniqueNames(objects.map(([name = "", noun = ""]) => ({ name, noun })))).toEqual(names);
});

test.each([
  [`cn-north-4.orders.${id}`, "orders"],
  [`cn-north-4.${id}`, ""],
  ["orders", "orders"],
  ["com.myhuaweicloud.cn-north-4.dns", "dns"],
  [undefined, ""],
])("the service name in %s is %j", (fullName, name) => {
  expect(serviceNameIn(fullName, "cn-north-4", id)).toBe(name);
});

test.each([
  ["iam:domain::5fc973ee", "5fc973ee"],
  ["*", "everybody"],
  ["organizations:orgPath::o-a/r-b", "o-a/r-b"],
])("%s lets in %s", (permission, grantee) => {
  expect(granteeIn(permission)).toBe(grantee);
});

test("the file is what pulumi import --file takes", () => {
  const text = importFile([
    { type: "VpcEndpointService", id, name: "orders" },
    { type: "VpcEndpoint", id: "e-1", name: "orders" },
  ]);
  expect(JSON.parse(text)).toEqual({
    resources: [
      { type: "huaweicloud-vpcep:index:VpcEndpointService", name: "orders", id },
      { type: "huaweicloud-vpcep:index:VpcEndpoint", name: "orders-endpoint", id: "e-1" },
    ],
  });
  expect(text.split("\n").slice(0, 2)).toEqual(["{", '  "resources": [']);
  expect(text.endsWith("\n}\n")).toBe(true);
});
