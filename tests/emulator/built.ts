import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { transformSync } from "@swc/core";
import type { Launched } from "../helpers/launch";

const root = join(__dirname, "..", "..");

/** The emulator as a program of its own, compiled into `folder`; gives the path of its command. */
export function buildEmulator(folder: string): string {
  return join(compile("emulator", folder), "main.js");
}

/** The same for the command that lists what can be imported. */
export function buildImport(folder: string): string {
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return join(compile("provider", folder), "import", "main.js");
}

function compile(sources: string, folder: string): string {
  const output = join(folder, "dist", sources);
  const files = readdirSync(join(root, sources), { recursive: true, encoding: "utf8" });
  for (const file of files.filter((name) => name.endsWith(".ts"))) {
    mkdirSync(join(output, dirname(file)), { recursive: true });
    const { code } = transformSync(readFileSync(join(root, sources, file), "utf8"), {
      filename: file,
      jsc: { target: "es2022", parser: { syntax: "typescript" } },
      module: { type: "commonjs", ignoreDynamic: true },
    });
    writeFileSync(join(output, file.replace(/\.ts$/, ".js")), code);
  }
  symlinkSync(join(root, "package.json"), join(folder, "package.json"));
  return output;
}

/** What the greeting says, once it is there: enough to `call` the emulator. */
export async function greeted({ child, output }: Launched) {
  while (!output.stdout.includes("/__emulator/requests")) await once(child.stdout, "data");
  const read = (pattern: RegExp) => pattern.exec(output.stdout)?.[1] ?? "";
  return {
    url: read(/at (http\S+)/),
    accessKey: read(/access key +(\S+)/),
    secretKey: read(/secret key +(\S+)/),
    projectId: read(/project +(\S+)/),
  };
}
