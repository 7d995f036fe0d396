// `npm run schema`: writes the schema of the Pulumi plugin, provider/plugin/schema.json, and the reference that is made
// from it, docs/reference/.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { runCommand } from "../command.mjs";
import { prepare } from "../prepare.mjs";
import { dist, root } from "../sources.mjs";

await runCommand(async () => {
  await prepare();
  // What they need may not have been installed before.
  const { examplesIn } = await import("./examples.mjs");
  const { referenceOf } = await import("./reference.mjs");
  const { schemaOf } = await import("./schema.mjs");
  const { tablesFrom } = await import("./tables.mjs");
  const { openTypes } = await import("./types.mjs");
  const require = createRequire(import.meta.url);
  const tables = tablesFrom((module) => require(join(dist, "provider", module)));
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const schema = schemaOf(openTypes(root), tables, manifest, examplesIn(root));
  writeFileSync(join(root, "provider", "plugin", "schema.json"), `${JSON.stringify(schema, undefined, 2)}\n`);
  const folder = join(root, "docs", "reference");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [name, text] of Object.entries(referenceOf(schema)))
    writeFileSync(join(folder, `${name}.md`), text);
});
