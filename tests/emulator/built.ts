import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "@swc/core";

const root = join(__dirname, "..", "..");

/** The emulator as a program of its own, compiled into `folder`; gives the path of its command. */
export function buildEmulator(folder: string): string {
  const output = join(folder, "dist", "emulator");
  mkdirSync(output, { recursive: true });
  for (const file of readdirSync(join(root, "emulator")).filter((name) => name.endsWith(".ts"))) {
    const { code } = transformSync(readFileSync(join(root, "emulator", file), "utf8"), {
      filename: file,
      jsc: { target: "es2022", parser: { syntax: "typescript" } },
      module: { type: "commonjs" },
    });
    writeFileSync(join(output, file.replace(/\.ts$/, ".js")), code);
  }
  symlinkSync(join(root, "package.json"), join(folder, "package.json"));
  return join(output, "main.js");
}
