// The tables of the documents against the code: nothing is missing, nothing is left over. Those of docs/errors.md are
// provoked in tests/docs/.

import * as entry from "../../provider";
import { ENDPOINTS, SETTINGS } from "../../provider/configuration/settings";
import { vpcEndpointConnections } from "../../provider/look-ups/connections";
import { vpcEndpoint, vpcEndpoints } from "../../provider/look-ups/endpoints";
import type { LookUp } from "../../provider/look-ups/look-up";
import { vpcEndpointServicePermissions } from "../../provider/look-ups/permissions";
import { publicVpcEndpointServices } from "../../provider/look-ups/public-services";
import { vpcEndpointQuotas } from "../../provider/look-ups/quotas";
import { vpcEndpointService, vpcEndpointServices } from "../../provider/look-ups/services";
import { vpcEndpointTags } from "../../provider/look-ups/tags";
import { bridgeText } from "../../provider/program/bridge";
import { fieldOf, requiredFields, type Table } from "../../provider/resource/fields";
import { FIELDS as ENDPOINT } from "../../provider/vpc-endpoint/fields";
import { FIELDS as CONNECTION } from "../../provider/vpc-endpoint-connection/fields";
import { FIELDS } from "../../provider/vpc-endpoint-service/fields";
import { FIELDS as PERMISSION } from "../../provider/vpc-endpoint-service-permission/fields";
import { LIMITS } from "../../provider/vpcep/editions";
import { codeSpans, tableRows } from "../helpers/markdown";
import { readDocument } from "../helpers/readme";
import { membersOf } from "../helpers/typescript";

const inputs = Object.keys(FIELDS) as (keyof typeof FIELDS)[];
const readme = readDocument("README.md");
const configuration = readDocument("docs/configuration.md");

const firstName = (row: string[]) => codeSpans(row[0] ?? "")[0] ?? "";

const resources = [
  ["argument", "VpcEndpointServiceArgs", FIELDS],
  ["argument of `VpcEndpoint`", "VpcEndpointArgs", ENDPOINT],
  ["argument of `VpcEndpointConnection`", "VpcEndpointConnectionArgs", CONNECTION],
  ["argument of `VpcEndpointServicePermission`", "VpcEndpointServicePermissionArgs", PERMISSION],
] as const satisfies [string, string, Table][];

describe.each(resources)("README.md, table of each %s", (header, type, given) => {
  const fields: Table = given;
  const rows = tableRows(readme, header, "meaning", "default", "a change");

  test("are those of the type and of the provider", () => {
    const names = rows.map(firstName).sort();
    expect(names).toEqual(membersOf(type).sort());
    expect(names).toEqual(Object.keys(fields).sort());
  }, 120_000);

  const words = {
    modify: "in place",
    step: "in place",
    replace: "replaces",
    setting: "no call",
    adopt: "another id replaces; taking it out does nothing",
  };
  test.each(rows.map((row) => [firstName(row), row[3]]))("%s: %s", (name, change) => {
    const { change: meaning, replaces } = fieldOf(fields, name);
    if (replaces === undefined) expect(change).toBe(words[meaning]);
    else expect(change).toMatch(/^in place; .+ replaces$/);
  });

  test("are required where the provider requires them", () => {
    const required = rows.filter((row) => row[2] === "required").map(firstName);
    expect(required).toEqual(requiredFields(fields));
  });
});

test("README.md, outputs: every output is a row or an argument", () => {
  const rows = tableRows(readme, "output", "meaning").map(firstName);
  const shown = inputs.filter((field) => !["setting", "adopt"].includes(FIELDS[field].change));
  const outputs = membersOf("VpcEndpointService").filter((name) => !name.startsWith("__"));
  expect([...new Set([...rows, ...shown])].sort()).toEqual(["id", ...outputs].sort());
}, 120_000);

const lookUps = {
  GetVpcEndpointServiceArgs: vpcEndpointService,
  GetVpcEndpointServicesArgs: vpcEndpointServices,
  GetPublicVpcEndpointServicesArgs: publicVpcEndpointServices,
  GetVpcEndpointArgs: vpcEndpoint,
  GetVpcEndpointsArgs: vpcEndpoints,
  GetVpcEndpointConnectionsArgs: vpcEndpointConnections,
  GetVpcEndpointServicePermissionsArgs: vpcEndpointServicePermissions,
  GetVpcEndpointQuotasArgs: vpcEndpointQuotas,
  GetVpcEndpointTagsArgs: vpcEndpointTags,
} satisfies Record<string, LookUp>;

describe("README.md, look-ups", () => {
  const rows = tableRows(readme, "look-up", "what it gives", "arguments");

  test("are those that the package exports, each in both forms", () => {
    const functions = Object.keys(entry).filter((name) => name.startsWith("get"));
    const names = rows.map(firstName);
    expect(names.flatMap((name) => [name, `${name}Output`]).sort()).toEqual(functions.sort());
  });

  test.each(Object.entries(lookUps))(
    "%s: the arguments are those of the type and of the look-up",
    (type, lookUp) => {
      const { name, arguments: known } = lookUp;
      const cell = rows.find((row) => firstName(row) === name)?.[2]?.split(":")[0] ?? "";
      expect(codeSpans(cell).sort()).toEqual(membersOf(type as keyof typeof lookUps).sort());
      expect([...codeSpans(cell), "region", "projectId"].sort()).toEqual(Object.keys(known).sort());
    },
    120_000,
  );
});

test("README.md: the size of the provider's text is the real one", () => {
  const [, bytes] = /The provider's text: (\d+) bytes/.exec(readme) ?? [];
  expect(Number(bytes)).toBe(Buffer.byteLength(bridgeText("VpcEndpointService")));
});

describe("docs/configuration.md", () => {
  test("lists every setting with its variable", () => {
    const listed = tableRows(configuration, "setting", "variable").map((row) => row.slice(0, 2).join(" "));
    const known = Object.values(SETTINGS).map(({ key, variable }) => `\`${key}\` \`${variable}\``);
    expect(listed.sort()).toEqual(known.sort());
  });

  test("lists every endpoint with its variables", () => {
    const rows = tableRows(configuration, "in `endpoints`", "variable");
    const listed = rows.map(([name = "", variables = ""]) => [codeSpans(name)[0], codeSpans(variables)]);
    expect(listed).toEqual(Object.entries(ENDPOINTS));
  });

  test("lists every argument of an explicit provider with its setting", () => {
    const rows = tableRows(configuration, "argument", "stands for");
    expect(rows.map(firstName).sort()).toEqual(membersOf("ProviderArgs").sort());
    for (const row of rows) expect(codeSpans(row[1] ?? "")[0]).toBe(`huaweicloud:${firstName(row)}`);
  }, 120_000);

  test.each([
    ["Tag key", "tagKeyLength"],
    ["Tag value", "tagValueLength"],
    ["Description", "descriptionLength"],
  ] as const)("gives the limits of the rule sets: %s", (title, limit) => {
    const row = tableRows(configuration, "", "`page`").find(([cell]) => cell?.startsWith(title));
    const { page, huawei, otc, lenient } = LIMITS;
    expect(row?.slice(1).map(Number)).toEqual([page, huawei, otc, lenient].map((limits) => limits[limit]));
  });
});
