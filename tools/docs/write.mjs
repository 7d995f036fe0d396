// `npm run docs`: builds the documentation as a static site, in site/ or in the folder that is named.
import { existsSync, readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { Failure, runCommand } from "../command.mjs";
import { prepare } from "../prepare.mjs";
import { root } from "../sources.mjs";

await runCommand(async () => {
  await prepare();
  // It needs what may not have been installed before.
  const { buildSite } = await import("./site.mjs");
  const out = resolve(process.argv[2] ?? join(root, "site"));
  refuseToEmpty(out);
  const warnings = await buildSite(out);
  if (warnings.length > 0) throw new Failure(warnings.join("\n"));
  console.log(`The site is in ${relative(process.cwd(), out) || "."}: open index.html there.`);
});

/**
 * The builder empties the folder that it writes to: one of somebody else's would be lost.
 * @param {string} folder
 */
function refuseToEmpty(folder) {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return;
  if (!existsSync(join(folder, "assets", "search.js")))
    throw new Failure(
      `${folder} has something else in it than a site: name another folder, or empty it first.`,
    );
}
