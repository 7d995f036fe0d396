// `npm run docs`: builds the documentation as a static site, in site/ or in the folder that is named.
import { relative, resolve } from "node:path";
import { Failure, runCommand } from "../command.mjs";
import { prepare } from "../prepare.mjs";
import { root } from "../sources.mjs";

await runCommand(async () => {
  await prepare();
  // It needs what may not have been installed before.
  const { buildSite } = await import("./site.mjs");
  const out = resolve(process.argv[2] ?? resolve(root, "site"));
  const warnings = await buildSite(out);
  if (warnings.length > 0) throw new Failure(warnings.join("\n"));
  console.log(`The site is in ${relative(process.cwd(), out) || "."}: open index.html there.`);
});
