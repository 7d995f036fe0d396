// `npm run schema`: writes the schema of the Pulumi plugin, provider/plugin/schema.json.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { runCommand } from "../command.mjs";
import { prepare } from "../prepare.mjs";
import { dist, root } from "../sources.mjs";

await runCommand(async () => {
  await prepare();
  // What they need may not have been installed before.
  const { schemaOf } = await import("./schema.mjs");
  const { tablesFrom } = await import("./tables.mjs");
  const { openTypes } = await import("./types.mjs");
  const require = createRequire(import.meta.url);
  const tables = tablesFrom((module) => require(join(dist, "provider", module)));
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const schema = schemaOf(openTypes(root), tables, manifest);
  writeFileSync(join(root, "provider", "plugin", "schema.json"), `${JSON.stringify(schema, undefined, 2)}\n`);
});
