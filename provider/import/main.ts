#!/usr/bin/env node
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cleanText } from "../api/text";
import { Failure, textOf } from "../resource/failures";
import { type CliRequest, helpText, type ImportRequest, readCommandLine } from "./cli";
import { runImport } from "./run";

async function main(): Promise<number> {
  let request: CliRequest;
  try {
    request = readCommandLine(process.argv.slice(2));
  } catch (error) {
    complain(error);
    return 2;
  }
  try {
    if ("show" in request) print(request.show === "help" ? helpText : `${packageVersion()}\n`);
    else await write(request);
    return 0;
  } catch (error) {
    complain(error);
    return 1;
  }
}

async function write(request: ImportRequest): Promise<void> {
  const text = await runImport(request, {
    variables: process.env,
    readFile: (path) => readFileSync(path, "utf8"),
    // Standard output is the file's.
    log: { info: say, warn: say },
  });
  const { out } = request;
  if (out === undefined) return print(text);
  try {
    writeFileSync(out, text);
  } catch (error) {
    throw new Failure(`${out} cannot be written (${(error as NodeJS.ErrnoException).code}).`);
  }
  const { resources } = JSON.parse(text) as { resources: unknown[] };
  say(
    `${out} is written, ${resources.length} found; \`pulumi import --file ${out}\` takes over what it names`,
  );
}

function print(text: string): void {
  // A reader such as `head` may be gone before all of it has been printed.
  process.stdout.on("error", () => undefined);
  process.stdout.write(text);
}

function say(line: string): void {
  process.stderr.write(`vpcep-import: ${line}\n`);
}

function complain(error: unknown): void {
  say(cleanText(textOf(error), 2000));
}

/** package.json is three folders up from dist/provider/import. */
function packageVersion(): string {
  const text = readFileSync(join(__dirname, "..", "..", "..", "package.json"), "utf8");
  return String((JSON.parse(text) as { version: unknown }).version);
}

main().then((code) => {
  process.exitCode = code;
});
