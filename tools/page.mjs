// Bundles the emulator's page: its sources and Preact become one script and one style sheet, beside the HTML file.
import { copyFileSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { root } from "./sources.mjs";

const app = join(root, "emulator", "page", "app");

/** @param {string} folder where the built page goes */
export async function bundlePage(folder) {
  await build({
    entryPoints: { page: join(app, "main.tsx") },
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    banner: { js: `/* With Preact:\n${licence("preact")}*/` },
    outdir: folder,
  });
  await build({ entryPoints: [join(app, "page.css")], bundle: true, minify: true, outdir: folder });
  copyFileSync(join(app, "index.html"), join(folder, "index.html"));
}

/**
 * Which has to be with every copy.
 * @param {string} name
 */
function licence(name) {
  const module = createRequire(import.meta.url).resolve(name);
  return readFileSync(join(dirname(module), "..", "LICENSE"), "utf8");
}
