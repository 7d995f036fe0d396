// docs/guarantees.md and the tests that it names: neither has a number that the other lacks.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { prose } from "../helpers/markdown";
import { readDocument, root } from "../helpers/readme";

const rows = [
  ...prose(readDocument("docs/guarantees.md")).matchAll(
    /^\| (\w+ \d+) \| (.+) \| `(.+?)`(?:: "(.+)")? \|$/gm,
  ),
];
const promises = rows.map(([, number = "", sentence = "", path = "", title]) => ({
  number,
  sentence,
  path,
  title,
}));

/** Texts that a file quotes on one line: among them its tests' titles. */
const quoted = (path: string) =>
  [...readFileSync(join(root, path), "utf8").matchAll(/"((?:\\.|[^"\\\n])*)"|'([^'\n]*)'|`([^`\n]*)`/g)].map(
    ([, double, single, template]) => double ?? single ?? template ?? "",
  );

/** `fault 71, scenarios 16, 18 and 19: …` names four. */
const numbersIn = (title: string) =>
  [
    ...title.matchAll(/\b(fault|scenario|lookup|link|login|plugin|abuse)s? (\d+(?:(?:, | and )\d+)*)/g),
  ].flatMap(([, series, list = ""]) => list.split(/\D+/).map((number) => `${series} ${number}`));

const files = readdirSync(join(root, "tests"), { recursive: true, encoding: "utf8" })
  .map((path) => `tests/${path}`)
  .filter((path) => path.endsWith(".test.ts") && !path.endsWith("guarantees.test.ts"));
const numbered = new Map(files.map((path) => [path, new Set(quoted(path).flatMap(numbersIn))]));

test("every row of the tables is a promise with a number of its own", () => {
  const lines = readDocument("docs/guarantees.md").match(/^\| (?!number|---).*/gm);
  expect(lines).toHaveLength(promises.length);
  expect(new Set(promises.map(({ number }) => number)).size).toBe(promises.length);
});

test.each(promises)("$number is held by $path", ({ number, path, title }) => {
  expect(existsSync(join(root, path))).toBe(true);
  if (title === undefined) expect([...(numbered.get(path) ?? [])]).toContain(number);
  else expect(quoted(path)).toContain(title);
});

test.each(files)("the numbers in %s are promised", (path) => {
  const promised = promises.map(({ number }) => number);
  expect([...(numbered.get(path) ?? [])].filter((number) => !promised.includes(number))).toEqual([]);
});

test("SECURITY.md names numbers that are promised", () => {
  const named = numbersIn(readDocument("SECURITY.md"));
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((number) => !promises.some((promise) => promise.number === number))).toEqual([]);
});
