// Makes sure that programs in YAML, Python and Go can run: their language hosts, a program that writes SDKs from the
// plugin's schema, and a Python with Pulumi's SDK. By itself it prints the folder that holds them:
// `node tools/pulumi-cli/languages.mjs`.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Failure, isInterrupted, isMain, runCommand } from "../command.mjs";
import { lastLine, run } from "../processes.mjs";
import { buildProgram, neededGo, usableGo } from "./build.mjs";
import { cachedRoot, fillCache } from "./cache.mjs";
import {
  LANGUAGE_PIECES,
  LANGUAGE_PROGRAMS,
  missingPieces,
  PYTHON,
  PYTHON_BIN,
  PYTHON_EXEC,
  pinnedCliVersion,
} from "./pieces.mjs";
import { elapsed, sayHowLong } from "./progress.mjs";

/** @typedef {{ root: string, bin: string, pythonBin: string }} Languages `bin` and `pythonBin` belong on PATH */

/** Beside Pulumi's SDK, what builds and runs an SDK that was written from a schema. */
const PYTHON_PACKAGES = [`pulumi==${pinnedCliVersion()}`, "parver", "semver", "setuptools>=70.1"];

/**
 * @param {{ log: (line: string) => void }} options
 * @returns {Promise<Languages>}
 */
export async function ensureLanguages({ log }) {
  const name = `languages-${sourcesHash()}`;
  const { bin } = places(cachedRoot(name));
  if (missingPieces(bin, LANGUAGE_PIECES).length === 0) {
    log(`Hosts for YAML, Python and Go: built earlier by this project (${bin}).`);
    return places(cachedRoot(name));
  }
  try {
    return places(await fillCache(name, (folder) => build(folder, log), LANGUAGE_PIECES));
  } catch (error) {
    if (isInterrupted()) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure(
      `Programs in YAML, Python and Go cannot be run here (${reason}): have Go ${neededGo()} or newer and ` +
        "Python 3.9 or newer on PATH.",
    );
  }
}

/** @param {string} root */
function places(root) {
  return { root, bin: join(root, "bin"), pythonBin: join(root, PYTHON_BIN) };
}

/**
 * @param {string} folder
 * @param {(line: string) => void} log
 */
async function build(folder, log) {
  const startedAt = Date.now();
  const { bin, pythonBin } = places(folder);
  mkdirSync(bin);
  log(`Building the hosts for YAML, Python and Go from their Go modules with Go ${await usableGo()}.`);
  log("This happens once and takes a few minutes; the result is kept for the next time.");
  for (const program of LANGUAGE_PROGRAMS) await buildProgram(program, bin, log);
  const sdk = await outputOf("go", ["list", "-m", "-f", "{{.Dir}}", "github.com/pulumi/pulumi/sdk/v3"]);
  // A module holds no executable files.
  const script = readFileSync(join(sdk, "python", "cmd", PYTHON_EXEC));
  writeFileSync(join(bin, PYTHON_EXEC), script, { mode: 0o755 });
  const stopSaying = sayHowLong(log, () => `Python packages: ${PYTHON_PACKAGES.join(", ")}`);
  try {
    // The programs in it name the folder that is renamed later: only `python` itself goes along.
    await outputOf(PYTHON, ["-m", "venv", join(folder, "venv")]);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...PYTHON_PACKAGES];
    await outputOf(join(pythonBin, "python"), pip);
  } finally {
    stopSaying();
  }
  log(`Built in ${elapsed(Date.now() - startedAt)}.`);
  return folder;
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<string>} what it wrote to its standard output
 */
async function outputOf(command, args) {
  let written = "";
  const { exitCode, output } = await run(command, args, {
    cwd: LANGUAGE_PROGRAMS.at(-1)?.folder ?? ".",
    env: { ...process.env, GOWORK: "off", GOFLAGS: "" },
    onOutput: (text, stream) => {
      if (stream === "stdout") written += text;
    },
  });
  if (exitCode === 127) throw new Error(`there is no ${command} on PATH`);
  if (exitCode !== 0) throw new Error(`${basename(command)} failed: ${lastLine(output)}`);
  return written.trim();
}

/** Other sources, another folder in the cache: a checkout of another state must not take these for its own. */
function sourcesHash() {
  const hash = createHash("sha256").update(PYTHON_PACKAGES.join());
  for (const { folder } of LANGUAGE_PROGRAMS)
    for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort())
      if (/\.(go|mod|sum)$/.test(file)) hash.update(readFileSync(join(folder, file)));
  return hash.digest("hex").slice(0, 12);
}

if (isMain(import.meta.url)) {
  await runCommand(async () => {
    const { root } = await ensureLanguages({ log: (line) => console.error(line) });
    console.log(root);
  });
}
