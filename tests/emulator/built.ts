import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { transformSync } from "@swc/core";

const root = join(__dirname, "..", "..");

/** The emulator as a program of its own, compiled into `folder`; gives the path of its command. */
export function buildEmulator(folder: string): string {
  const output = join(folder, "dist", "emulator");
  const files = readdirSync(join(root, "emulator"), { recursive: true, encoding: "utf8" });
  for (const file of files.filter((name) => name.endsWith(".ts"))) {
    mkdirSync(join(output, dirname(file)), { recursive: true });
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

export interface Launched {
  child: ChildProcessWithoutNullStreams;
  /** What it has printed so far. */
  output: { out: string; err: string };
  /** Exit code and signal, once all output is there. */
  closed: Promise<unknown[]>;
}

export function launch(main: string, ...args: string[]): Launched {
  const child = spawn(process.execPath, [main, ...args]);
  const output = { out: "", err: "" };
  child.stdout.on("data", (chunk) => {
    output.out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output.err += chunk;
  });
  return { child, output, closed: once(child, "close") };
}

/** What the greeting says, once it is there: enough to `call` the emulator. */
export async function greeted({ child, output }: Launched) {
  while (!output.out.includes("/__emulator/requests")) await once(child.stdout, "data");
  const read = (pattern: RegExp) => pattern.exec(output.out)?.[1] ?? "";
  return {
    url: read(/at (http\S+)/),
    accessKey: read(/access key +(\S+)/),
    secretKey: read(/secret key +(\S+)/),
    projectId: read(/project +(\S+)/),
  };
}
