// Which sources dist/ was built from: a hash of their contents, because a checkout gives old files new times.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const dist = join(root, "dist");

/** Files and folders that decide what comes out of a build. */
const SOURCES = [
  "provider",
  "emulator",
  "tsconfig.json",
  "tools/tsconfig.build.json",
  "tools/build.mjs",
  "tools/page.mjs",
  "package-lock.json",
];

/** Beside what npm installs, so that a fresh `npm ci` forgets it; not in dist/, which is what users get. */
const stampFile = join(root, "node_modules", ".cache", "pulumi-huaweicloud-vpcep", "built-from");

/** @returns {string} */
export function hashSources() {
  const hash = createHash("sha256");
  for (const file of SOURCES.flatMap(filesOf))
    hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

/**
 * @param {string} path relative to the root
 * @returns {string[]}
 */
function filesOf(path) {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}

/** @param {string} hash taken before the build read the sources */
export function rememberBuilt(hash) {
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, hash);
}

/** @returns {boolean} whether dist/ is there and made from the sources as they are now */
export function isBuilt() {
  return existsSync(dist) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === hashSources();
}
