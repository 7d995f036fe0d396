// `npm run surface` writes tests/surface/, the public surface as it is now; with `-- --check` it only compares, and
// names the files that differ.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, runCommand } from "../command.mjs";
import { prepare } from "../prepare.mjs";

await runCommand(async () => {
  await prepare();
  // What it needs may not have been installed before.
  const { surfaceFiles, surfaceFolder } = await import("./surface.mjs");
  const now = surfaceFiles();
  mkdirSync(surfaceFolder, { recursive: true });
  const names = [...new Set([...Object.keys(now), ...readdirSync(surfaceFolder)])].sort();
  /** @param {string} name */
  const kept = (name) => {
    const file = join(surfaceFolder, name);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  };
  const changed = names.filter((name) => kept(name) !== now[name]);
  if (process.argv.includes("--check")) {
    if (changed.length === 0) return;
    throw new Failure(
      `The public surface is not what tests/surface/ says: ${changed.join(", ")}. If that is on purpose, run ` +
        "`npm run surface`, and commit what it writes with the change.",
    );
  }
  for (const name of changed) {
    const text = now[name];
    if (text === undefined) rmSync(join(surfaceFolder, name));
    else writeFileSync(join(surfaceFolder, name), text);
    console.log(`tests/surface/${name}`);
  }
});
