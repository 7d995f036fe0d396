import {
  ALL_FIELDS,
  API_DEFAULTS,
  CLOUD_FIELDS,
  OPTIONAL_FIELDS,
  PERMISSION_FIELDS,
  REPLACING_FIELDS,
  SETTING_FIELDS,
  UPDATED_FIELDS,
} from "../../../provider/vpc-endpoint-service/fields";

// The five of the API page "Modifying a VPC Endpoint Service", table 2, and what the newer editions add.
test("one modify call takes these", () => {
  expect([...UPDATED_FIELDS].sort()).toEqual(
    ["portId", "ports", "serviceName", "approvalEnabled", "tcpProxy", "description", "ip"].sort(),
  );
});

test("these are fixed for the life of a service", () => {
  expect([...REPLACING_FIELDS].sort()).toEqual(
    [
      "region",
      "projectId",
      "serverType",
      "vpcId",
      "serviceType",
      "enablePolicy",
      "ipVersion",
      "snatNetworkId",
      "poolId",
    ].sort(),
  );
});

test("the whitelist and the provider's own", () => {
  expect(PERMISSION_FIELDS).toEqual(["permissions", "organizationPermissions"]);
  expect(SETTING_FIELDS).toEqual([
    "protectConnections",
    "rejectConnectionsOnDelete",
    "rejectConnectionsOnRevoke",
  ]);
});

test("the cloud holds all others, but the id of an adoption", () => {
  expect(ALL_FIELDS.filter((field) => !(CLOUD_FIELDS as string[]).includes(field))).toEqual([
    "existingId",
    "protectConnections",
    "rejectConnectionsOnDelete",
    "rejectConnectionsOnRevoke",
  ]);
});

test("a program must give four of them, and configuration may give two", () => {
  expect(ALL_FIELDS.filter((field) => !OPTIONAL_FIELDS.includes(field))).toEqual([
    "region",
    "projectId",
    "serverType",
    "vpcId",
    "portId",
    "ports",
  ]);
});

test("what the API takes for what is not said", () => {
  expect(API_DEFAULTS).toEqual({
    approvalEnabled: true,
    tcpProxy: "close",
    description: "",
    serviceName: "",
    tags: {},
    permissions: [],
    organizationPermissions: [],
  });
});
