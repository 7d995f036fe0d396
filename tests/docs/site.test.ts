// The site that `npm run docs` builds: built once, and read as a browser would, from a folder of any name.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { inflateSync } from "node:zlib";
import schema from "../../provider/plugin/schema.json";
import { documents, pictures, root } from "../helpers/readme";

const out = mkdtempSync(join(tmpdir(), "vpcep-site-"));
let built: ReturnType<typeof spawnSync>;
let pages: Map<string, string>;
const build = (folder: string) =>
  spawnSync(process.execPath, [join(root, "tools", "docs", "write.mjs"), folder], { encoding: "utf8" });
beforeAll(() => {
  built = build(out);
  const files = readdirSync(out, { recursive: true, encoding: "utf8" });
  const names = files.filter((file) => file.endsWith(".html")).map((file) => file.replaceAll("\\", "/"));
  pages = new Map(names.map((name) => [name, readFileSync(join(out, name), "utf8")]));
}, 60_000);
afterAll(() => rmSync(out, { recursive: true }));

const unescaped = (text: string) =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
const valuesOf = (html: string, attribute: string) =>
  [...html.matchAll(new RegExp(`\\s${attribute}="([^"]*)"`, "g"))].map(([, value = ""]) => unescaped(value));

/** What a script of TypeDoc holds for the page, packed. */
function packed(script: string) {
  const [, text = ""] = /"([^"]+)"/.exec(readFileSync(join(out, "assets", script), "utf8")) ?? [];
  return JSON.parse(inflateSync(Buffer.from(text, "base64")).toString());
}

test("builds without a warning", () => {
  expect([built.status, built.stderr]).toEqual([0, ""]);
});

test("is not built into a folder with something else in it", () => {
  const folder = join(out, "reference");
  const before = readdirSync(folder);
  expect(build(folder)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("something else in it than a site"),
  });
  expect(readdirSync(folder)).toEqual(before);
});

test("has no link, script or picture that leads nowhere, in whatever folder it is served from", () => {
  const dead: string[] = [];
  let checked = 0;
  for (const [name, html] of pages) {
    for (const target of [...valuesOf(html, "href"), ...valuesOf(html, "src")]) {
      if (/^https?:/.test(target)) {
        if (!URL.canParse(target)) dead.push(`${name}: ${target}`);
        continue;
      }
      checked += 1;
      const [path = "", anchor] = target.split("#");
      const linked = path === "" ? name : posix.join(dirname(name), path);
      const file = linked.endsWith("/") || linked === "." ? posix.join(linked, "index.html") : linked;
      const isThere = !path.startsWith("/") && existsSync(join(out, file));
      const ids = anchor && file.endsWith(".html") ? valuesOf(pages.get(file) ?? "", "id") : undefined;
      if (!isThere || (ids && !ids.includes(decodeURIComponent(anchor ?? ""))))
        dead.push(`${name}: ${target}`);
    }
  }
  expect(dead).toEqual([]);
  expect(checked).toBeGreaterThan(1000);
});

test("asks no other server for anything", () => {
  for (const [name, html] of pages) {
    const loaded = html.match(/<(script|link|img|iframe|source)\b[^>]*(src|href)="(https?:)?\/\/[^>]*>/g);
    expect([name, loaded]).toEqual([name, null]);
  }
  const styles = readdirSync(join(out, "assets")).filter((file) => file.endsWith(".css"));
  expect(styles).toContain("custom.css");
  for (const style of styles)
    expect(readFileSync(join(out, "assets", style), "utf8")).not.toMatch(
      /@import|url\(\s*["']?(https?:)?\/\//,
    );
});

test("has a page for each document, and shows each picture", () => {
  expect(pages.size).toBeGreaterThan(documents().length);
  const headings = [...pages.values()].map((html) => html.match(/<h1\b/g)?.length);
  expect(headings.filter((count) => count !== 1)).toEqual([]);
  const shown = readdirSync(out, { recursive: true, encoding: "utf8" });
  for (const picture of pictures()) expect(shown).toContain(join("media", picture.split("/").at(-1) ?? ""));
});

test("the navigation leads to every page, and to nothing else", () => {
  interface Entry {
    path?: string;
    children?: Entry[];
  }
  const pathsOf = (entries: Entry[]): string[] =>
    entries.flatMap(({ path, children = [] }) => [...(path ? [path] : []), ...pathsOf(children)]);
  expect(pathsOf(packed("navigation.js")).sort()).toEqual([...pages.keys()].sort());
});

test("the search knows every page, and the words on it", () => {
  const { rows, index } = packed("search.js");
  expect(rows.map(({ url }: { url: string }) => url).sort()).toEqual([...pages.keys()].sort());
  const words = index.invertedIndex.map(([word]: [string]) => word);
  expect(words).toEqual(
    expect.arrayContaining(["approvalenabled", "vpcendpointservicepermission", "terraform"]),
  );
});

test.each([...Object.keys(schema.resources), ...Object.keys(schema.functions)].map((token) => [token]))(
  "%s has a page with an example in each language",
  (token) => {
    const html = pages.get(`reference/${token.split(":").at(-1)}.html`) ?? "";
    expect(valuesOf(html, "id")).toEqual(
      expect.arrayContaining(["example", "typescript", "python", "yaml", "arguments"]),
    );
    const languages = valuesOf(html, "class").filter((name) => /^(typescript|python|yaml)$/.test(name));
    expect(languages).toEqual(["typescript", "python", "yaml"]);
  },
);
