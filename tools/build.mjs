// Compiles provider/ and emulator/ into dist/, from nothing: a file that was renamed leaves no old output behind.
// The old dist/ stays in use until the new one is whole.
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { linkOwnPackage } from "./own-package.mjs";
import { bundlePage } from "./page.mjs";
import { dist, hashSources, rememberBuilt, root } from "./sources.mjs";

const typescript = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const cache = join(root, "node_modules", ".cache");
const fresh = join(cache, `dist-${process.pid}`);
const old = join(cache, `dist-${process.pid}-old`);

process.on("exit", () => {
  for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true });
});

const hash = hashSources();
mkdirSync(fresh, { recursive: true });
const project = join(root, "tools", "tsconfig.build.json");
const built = spawnSync(process.execPath, [typescript, "-p", project, "--outDir", fresh], {
  stdio: "inherit",
});
if (built.status !== 0) process.exit(built.status ?? 1);
for (const command of ["emulator", "provider/import", "provider/plugin"])
  chmodSync(join(fresh, command, "main.js"), 0o755);
await bundlePage(join(fresh, "emulator", "page", "app"));
copyFileSync(
  join(root, "provider", "plugin", "schema.json"),
  join(fresh, "provider", "plugin", "schema.json"),
);
if (existsSync(dist)) renameSync(dist, old);
renameSync(fresh, dist);
rememberBuilt(hash);
linkOwnPackage();
