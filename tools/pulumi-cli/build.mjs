// Builds the CLI from its Go modules, for machines that reach a module proxy but no download site. Versions and
// checksums are committed beside this file (engine/, language-nodejs/), so no checksum server is asked.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lastLine, run } from "../processes.mjs";
import { fillCache } from "./cache.mjs";
import { DYNAMIC_PROVIDER, GO_PROGRAMS, pinnedVersion } from "./pieces.mjs";
import { elapsed, sayHowLong } from "./progress.mjs";

/** @typedef {(typeof GO_PROGRAMS)[number]} GoProgram */

/** The Go programs take their own version from here; without it they think they are development builds. */
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/** Finds the SDK beside the program (the working directory) and becomes it: signals and the exit code pass. */
const UNIX_DYNAMIC_PROVIDER = `#!/bin/sh
set -e
provider=$(node -e 'process.stdout.write(require.resolve("@pulumi/pulumi/cmd/dynamic-provider", { paths: [process.cwd()] }))')
exec node "$provider" "$@"
`;
const WINDOWS_DYNAMIC_PROVIDER = `@echo off
for /f "delims=" %%p in ('node -p "require.resolve('@pulumi/pulumi/cmd/dynamic-provider', { paths: [process.cwd()] })"') do node "%%p" %*
`;

/**
 * The script that the engine starts for dynamic resources.
 * @param {NodeJS.Platform} platform
 */
export function dynamicProvider(platform) {
  return platform === "win32" ? WINDOWS_DYNAMIC_PROVIDER : UNIX_DYNAMIC_PROVIDER;
}

/**
 * @param {string} version
 * @param {(line: string) => void} log
 * @returns {Promise<string>} the root in the cache
 */
export async function buildFromGoModules(version, log) {
  const goVersion = await usableGo();
  return fillCache(version, async (folder) => {
    const startedAt = Date.now();
    const bin = join(folder, "bin");
    mkdirSync(bin);
    log(`Building the Pulumi CLI ${version} from its Go modules with Go ${goVersion}.`);
    log("This happens once and takes a few minutes; the result is kept for the next time.");
    for (const program of GO_PROGRAMS) await buildProgram(program, bin, log);
    writeFileSync(join(bin, DYNAMIC_PROVIDER), dynamicProvider(process.platform), { mode: 0o755 });
    log(`Built in ${elapsed(Date.now() - startedAt)}.`);
    return folder;
  });
}

/**
 * @param {GoProgram} program
 * @param {string} bin
 * @param {(line: string) => void} log
 */
export async function buildProgram(program, bin, log) {
  let downloads = 0;
  let compiled = 0;
  const stopSaying = sayHowLong(log, () =>
    compiled > 0
      ? `${program.file}: ${compiled} packages compiled`
      : `${program.file}: ${downloads} modules downloaded`,
  );
  const stamp = `-s -w -X ${VERSION_VARIABLE}=v${pinnedVersion(program)}`;
  const args = ["build", "-v", "-mod=readonly", "-buildvcs=false", "-ldflags", stamp];
  const { exitCode, output } = await run("go", [...args, "-o", join(bin, program.file), program.main], {
    cwd: program.folder,
    // A workspace file further up would add modules of its own.
    env: { ...process.env, GOWORK: "off", GOFLAGS: "" },
    onOutput: (text) => {
      const lines = text.split("\n").filter(Boolean);
      const downloading = lines.filter((line) => line.startsWith("go: downloading ")).length;
      downloads += downloading;
      compiled += lines.length - downloading;
    },
  }).finally(stopSaying);
  if (exitCode !== 0) throw new Error(`go build of ${program.file} failed: ${lastLine(output)}`);
}

/** @returns {string} the oldest Go that builds the CLI, such as "1.25.11" */
export function neededGo() {
  const [engine] = GO_PROGRAMS;
  const goMod = readFileSync(join(engine?.folder ?? "", "go.mod"), "utf8");
  return /^go (\S+)$/m.exec(goMod)?.[1] ?? "";
}

/** @returns {Promise<string>} the version of the Go that will build, which may be one that Go itself fetches */
export async function usableGo() {
  const asked = await run("go", ["env", "GOVERSION"], { cwd: GO_PROGRAMS[0]?.folder ?? "." });
  const version = /^go(\d+\.\d+(?:\.\d+)?)/m.exec(asked.output)?.[1];
  if (asked.exitCode === 127) throw new Error("there is no go on PATH");
  if (asked.exitCode !== 0 || version === undefined) throw new Error(lastLine(asked.output));
  return version;
}
