// The tables of the documents against the code: nothing is missing, nothing is left over. Those of docs/errors.md are
// provoked in tests/docs/; those of docs/reference/ are made from the schema.

import * as entry from "../../provider";
import { ENDPOINTS, SETTINGS } from "../../provider/configuration/settings";
import { handlers } from "../../provider/dynamic/handlers";
import { bridgeText } from "../../provider/program/bridge";
import { LIMITS } from "../../provider/vpcep/editions";
import { codeSpans, tableRows } from "../helpers/markdown";
import { readDocument } from "../helpers/readme";
import { membersOf } from "../helpers/typescript";

const configuration = readDocument("docs/configuration.md");

const firstName = (row: string[]) => codeSpans(row[0] ?? "")[0] ?? "";

test("docs/look-ups.md lists the look-ups that the package exports, each of which has both forms", () => {
  const functions = Object.keys(entry).filter((name) => name.startsWith("get"));
  const names = tableRows(readDocument("docs/look-ups.md"), "look-up", "what it gives").map(firstName);
  expect(names.flatMap((name) => [name, `${name}Output`]).sort()).toEqual(functions.sort());
});

test("README.md lists the resources that the package exports", () => {
  const rows = tableRows(readDocument("README.md"), "resource", "what it is").map(firstName);
  expect(Object.keys(entry)).toEqual(expect.arrayContaining(rows.filter((name) => name !== "")));
  expect(rows).toEqual(expect.arrayContaining(Object.keys(handlers)));
});

test("docs/limits.md: the size of the provider's text is the real one", () => {
  const [, bytes] = /The provider's text: (\d+) bytes/.exec(readDocument("docs/limits.md")) ?? [];
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
