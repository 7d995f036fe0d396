// The public surface of the package as files: the types of each entry point, and the rest as one text.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { dist, root } from "../sources.mjs";
import { surfaceText } from "./facts.mjs";
import { apiReports } from "./reports.mjs";

export const surfaceFolder = join(root, "tests", "surface");

/** @returns {Record<string, string>} by file name; of what is in dist/ */
export function surfaceFiles() {
  const require = createRequire(import.meta.url);
  /** @param {string} path */
  const read = (path) => readFileSync(join(root, path), "utf8");
  /** @param {string} module */
  const load = (module) => require(join(dist, module));
  const manifest = JSON.parse(read("package.json"));
  const { SETTINGS, ENDPOINTS } = load("provider/configuration/settings");
  const facts = {
    manifest,
    schema: JSON.parse(read("provider/plugin/schema.json")),
    settings: Object.values(SETTINGS),
    endpoints: ENDPOINTS,
    codes: [...read("docs/errors.md").matchAll(/^\| `(\w+\.\d{4})` \|/gm)].map(([, code = ""]) => code),
    help: {
      "vpcep-emulator": load("emulator/cli").helpText,
      "vpcep-import": load("provider/import/cli").helpText,
    },
  };
  return { ...apiReports(root, entriesOf(manifest)), "surface.md": surfaceText(facts) };
}

/** @param {{ exports: Record<string, string | { types: string }> }} manifest */
function entriesOf(manifest) {
  return Object.entries(manifest.exports).flatMap(([subpath, target]) =>
    typeof target === "string" ? [] : [{ name: subpath.slice(2) || "index", types: target.types }],
  );
}
