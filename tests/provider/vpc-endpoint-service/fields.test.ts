import { fieldOf, fieldsThat, optionalFields } from "../../../provider/resource/fields";
import { ALL_FIELDS, FIELDS } from "../../../provider/vpc-endpoint-service/fields";

// The five of the API page "Modifying a VPC Endpoint Service", table 2, and what the newer editions add.
test("one modify call takes these", () => {
  expect(fieldsThat(FIELDS, "modify").sort()).toEqual(
    ["portId", "ports", "serviceName", "approvalEnabled", "tcpProxy", "description", "ip"].sort(),
  );
});

test("a program must give four of them, and configuration may give two", () => {
  const optional = optionalFields(FIELDS);
  expect(ALL_FIELDS.filter((field) => !optional.includes(field))).toEqual([
    "region",
    "projectId",
    "serverType",
    "vpcId",
    "portId",
    "ports",
  ]);
});

test("what the API takes for what is not said", () => {
  const defaults = ALL_FIELDS.map((name) => [name, fieldOf(FIELDS, name).default] as const);
  expect(Object.fromEntries(defaults.filter(([, value]) => value !== undefined))).toEqual({
    approvalEnabled: true,
    tcpProxy: "close",
    description: "",
    serviceName: "",
    tags: {},
    permissions: [],
    organizationPermissions: [],
  });
});
