#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { helpText, readCommandLine } from "./cli";
import { greeting, keysSentence } from "./greeting";
import type { EmulatorOptions } from "./options";
import { start } from "./server";
import { UserError } from "./world/user-input";

async function main(): Promise<void> {
  const request = readCommandLine(process.argv.slice(2));
  if ("start" in request) return run(request.log ? { ...request.start, log: print } : request.start);
  process.stdout.write(request.show === "help" ? helpText : `${packageVersion()}\n`);
}

async function run(options: EmulatorOptions): Promise<void> {
  const emulator = await start(options);
  // A reader such as `head` may be gone before the greeting has been printed; that is no reason to stop.
  process.stdout.on("error", () => undefined);
  process.stdout.write(greeting({ ...emulator, keys: keysSentence(options) }));
  const stop = () => {
    emulator.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** package.json is two folders up from dist/emulator. */
function packageVersion(): string {
  const text = readFileSync(join(__dirname, "..", "..", "package.json"), "utf8");
  return String((JSON.parse(text) as { version: unknown }).version);
}

main().catch((error: unknown) => {
  const sentence =
    error instanceof UserError ? error.message : String(error instanceof Error ? error.stack : error);
  process.stderr.write(`vpcep-emulator: ${sentence}\n`);
  process.exitCode = 2;
});
