// The numbers of docs/guarantees.md and those in the titles of the tests are the same, and every test named there exists.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { codeSpans, tableRows } from "../helpers/markdown";
import { readDocument, root } from "../helpers/readme";

const page = readDocument("docs/guarantees.md");
const paths = readdirSync(join(root, "tests"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".test.ts") && !path.endsWith("guarantees.test.ts"))
  .map((path) => `tests/${path}`);

/** `fault 5` and so on, for every number that a file names. */
function numbersIn(path: string): string[] {
  const text = readFileSync(join(root, path), "utf8");
  return [...text.matchAll(/\b(fault|scenario)s? (\d+(?:(?:, | and )\d+)*)/g)].flatMap(([, word, numbers]) =>
    (numbers?.match(/\d+/g) ?? []).map((number) => `${word} ${number}`),
  );
}

const sections = page.split("\n## ").slice(1);
const section = (title: string) => sections.find((text) => text.startsWith(title)) ?? "";
const rowsOf = (word: string, title: string): [string, string[]][] =>
  tableRows(section(title), "number", "promise", "held by").map(([number, , heldBy]) => [
    `${word} ${number}`,
    codeSpans(heldBy ?? ""),
  ]);
const rows = [...rowsOf("fault", "Faults"), ...rowsOf("scenario", "Scenarios")];

test.each(rows)("%s is held by the tests that are named", (number, heldBy) => {
  expect(heldBy).not.toEqual([]);
  for (const path of heldBy) expect(numbersIn(path)).toContain(number);
});

test("every number in a test is explained", () => {
  const explained = rows.map(([number]) => number);
  const used = [...new Set(paths.flatMap(numbersIn))];
  expect(used.filter((number) => !explained.includes(number))).toEqual([]);
  expect(new Set(explained).size).toBe(explained.length);
});

test("the promises without a number name tests that exist", () => {
  const named = tableRows(section("What holds"), "promise", "held by").flatMap(([, heldBy]) =>
    codeSpans(heldBy ?? ""),
  );
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((path) => !paths.includes(path))).toEqual([]);
});
