// The directions of imports that biome.json holds: wrong imports, put into a copy of the folders, fail the linter. That
// the right ones pass shows `npm run lint`, on the sources themselves.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { root } from "../helpers/readme";

/** The folder that imports, and what it imports. */
type Import = readonly [from: string, to: string];

const refused: Import[] = [
  ["emulator", "provider/api/sign"],
  ["emulator/control", "emulator/server"],
  ["emulator/control", "emulator/storage/state-file"],
  ["emulator/control", "emulator/page/page"],
  ["emulator/page", "emulator/server"],
  ["emulator/page", "emulator/storage/state-file"],
  ["emulator/page", "emulator/operations/connections"],
  ["emulator/page/app", "emulator/control/control"],
  ["emulator/page/app", "emulator/page/events"],
  ["emulator/operations", "emulator/routes"],
  ["emulator/operations", "emulator/faults/fault-rule"],
  ["emulator/operations/tags", "emulator/control/control"],
  ["emulator/operations/tags", "emulator/routes"],
  ["emulator/faults", "emulator/operations/connections"],
  ["emulator/faults", "emulator/exchange"],
  ["emulator/gateway", "emulator/routes"],
  ["emulator/gateway", "emulator/faults/fault-rule"],
  ["emulator/gateway", "emulator/operations/connections"],
  ["emulator/storage", "emulator/gateway/errors"],
  ["emulator/world", "emulator/options"],
  ["emulator/world", "emulator/gateway/errors"],
  ["emulator/world", "emulator/storage/state-file"],
  ["emulator/world", "provider/api/sign"],
  ["provider/resource", "provider/vpc-endpoint-service/fields"],
  ["provider/resource", "provider/dynamic/serve"],
  ["provider/resource", "provider/environment"],
  ["provider/resource", "provider/program/secrets"],
  ["provider/resource", "@pulumi/pulumi"],
  ["provider/dynamic", "provider/vpc-endpoint-service/fields"],
  ["provider/dynamic", "@pulumi/pulumi"],
  ["provider/plugin", "provider/dynamic/serve"],
  ["provider/plugin", "provider/vpc-endpoint/lifecycle"],
  ["provider/plugin", "@pulumi/pulumi"],
  ["provider/front", "provider/resource/failures"],
  ["provider/resource", "provider/plugin/serve"],
  ["provider/api", "provider/configuration/settings"],
  ["provider/api", "provider/vpcep/codes"],
  ["provider/api", "@pulumi/pulumi"],
  ["provider/vpcep", "provider/configuration/settings"],
  ["provider/identity", "provider/configuration/settings"],
  ["provider/identity", "provider/vpcep/codes"],
  ["provider/api", "provider/identity/source"],
  ["provider/configuration", "provider/front/plain"],
  ["provider/configuration", "@pulumi/pulumi"],
  ["provider/look-ups", "provider/functions/invoke"],
  ["provider/look-ups", "provider/environment"],
  ["provider/look-ups", "provider/front/sentence"],
  ["provider/look-ups", "provider/vpc-endpoint-service/lifecycle"],
  ["provider/look-ups", "provider/vpc-endpoint/resource"],
  ["provider/look-ups", "@pulumi/pulumi"],
  ["provider/import", "provider/look-ups/look-up"],
  ["provider/import", "provider/vpc-endpoint/lifecycle"],
  ["provider/import", "provider/vpc-endpoint/resource"],
  ["provider/import", "provider/program/settings"],
  ["provider/import", "@pulumi/pulumi"],
  ["provider/functions", "provider/vpc-endpoint/lifecycle"],
  ["provider/functions", "provider/vpcep/services"],
  ["provider/functions", "provider/dynamic/handlers"],
  ["provider/resource", "provider/look-ups/look-up"],
  ["provider/dynamic", "provider/look-ups/look-up"],
  ["provider/vpcep", "provider/look-ups/look-up"],
];

/** Where two files import each other. */
const circle = "emulator/world";

let folder: string;
let failed: Set<string>;

const probe = (row: Import) => join(row[0], `probe-${refused.indexOf(row)}.ts`);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "boundaries-"));
  copyFileSync(join(root, "biome.json"), join(folder, "biome.json"));
  for (const row of refused) {
    const [from, to] = row;
    const path = to.startsWith("@") ? to : relative(from, to);
    mkdirSync(join(folder, from), { recursive: true });
    const source = `export { thing } from "${/^[.@]/.test(path) ? path : `./${path}`}";\n`;
    writeFileSync(join(folder, probe(row)), source);
  }
  for (const [self, other] of ["ab", "ba"])
    writeFileSync(join(folder, circle, `${self}.ts`), `export { thing } from "./${other}";\n`);
  const biome = join(root, "node_modules", "@biomejs", "biome", "bin", "biome");
  const rules = ["--only=style/noRestrictedImports", "--only=suspicious/noImportCycles"];
  const output = ["--reporter=json", "--max-diagnostics=none"];
  const args = [biome, "lint", "--vcs-enabled=false", ...output, ...rules, "."];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { location: { path: string } }[] };
  failed = new Set(diagnostics.map(({ location }) => location.path));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(refused.map((row) => [...row, row] as const))("%s may not import %s", (_from, _to, row) => {
  expect(failed).toContain(probe(row));
});

test("files may not import each other in a circle", () => {
  expect(failed).toContain(join(circle, "a.ts"));
  expect(failed).toContain(join(circle, "b.ts"));
});

test("every folder of the emulator has a direction", () => {
  const entries = readdirSync(join(root, "emulator"), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => `emulator/${name}`);
  const held = refused.map(([from]) => from);
  expect(folders.filter((name) => !held.includes(name))).toEqual([]);
});
