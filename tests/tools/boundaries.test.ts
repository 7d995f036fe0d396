// The directions of imports in provider/ that `npm run lint` holds.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "../helpers/readme";

const folder = mkdtempSync(join(tmpdir(), "boundaries-"));
cpSync(join(root, "biome.json"), join(folder, "biome.json"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the linter says of a file with one import. */
function lint(file: string, imported: string): string {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), `import { x } from "${imported}";\n\nconsole.log(x);\n`);
  const biome = join(root, "node_modules/.bin/biome");
  const options = { cwd: folder, encoding: "utf8" } as const;
  const { stdout, stderr } = spawnSync(biome, ["lint", "--vcs-enabled=false", file], options);
  return stdout + stderr;
}

test.each([
  ["provider/api/x.ts", "../configuration/settings"],
  ["provider/api/x.ts", "../vpcep/codes"],
  ["provider/api/x.ts", "@pulumi/pulumi"],
  ["provider/vpcep/x.ts", "../configuration/settings"],
  ["provider/configuration/x.ts", "../dynamic/plain"],
  ["provider/configuration/x.ts", "@pulumi/pulumi"],
])("%s may not import %s", (file, imported) => {
  expect(lint(file, imported)).toContain("noRestrictedImports");
});

test.each([
  ["provider/api/x.ts", "./text"],
  ["provider/vpcep/x.ts", "../api/text"],
  ["provider/configuration/x.ts", "../vpcep/codes"],
])("%s may import %s", (file, imported) => {
  const said = lint(file, imported);
  expect(said).toContain("Checked 1 file");
  expect(said).not.toContain("noRestrictedImports");
});
