// What a Pulumi CLI for Node programs consists of, which versions are pinned, and which are good enough; and what
// programs in other languages need beside it.
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../processes.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const { exe, script, python, pythonFolder } = namesOn(process.platform);

/**
 * How programs are named: a script that Windows shall start is a command file.
 * @param {NodeJS.Platform} platform
 */
export function namesOn(platform) {
  return platform === "win32"
    ? { exe: ".exe", script: ".cmd", python: "python", pythonFolder: "Scripts" }
    : { exe: "", script: "", python: "python3", pythonFolder: "bin" };
}

/** The oldest CLI that the provider supports: since 3.216 the inputs that `read` gives back are kept. */
export const MINIMUM_VERSION = "3.216.0";

export const PULUMI = `pulumi${exe}`;
export const LANGUAGE_HOST = `pulumi-language-nodejs${exe}`;
export const DYNAMIC_PROVIDER = `pulumi-resource-pulumi-nodejs${script}`;

/** All of them lie in one folder: then the CLI takes the others as its own and prints no warning. */
export const PIECES = [PULUMI, LANGUAGE_HOST, DYNAMIC_PROVIDER];

/**
 * The Go programs; the version of each stands in the go.mod of its folder and nowhere else.
 * The host comes from the last release that kept it inside the module of the Pulumi SDK.
 */
export const GO_PROGRAMS = [
  {
    file: PULUMI,
    folder: join(here, "engine"),
    module: "github.com/pulumi/pulumi/pkg/v3",
    main: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  },
  {
    file: LANGUAGE_HOST,
    folder: join(here, "language-nodejs"),
    module: "github.com/pulumi/pulumi/sdk/v3",
    main: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
  },
];

/**
 * What programs in other languages need. The Python host that can be built is older than `pulumi package add`, and
 * that for Go is in no module that can be had, so programs of our own write the SDKs and run programs in Go.
 */
export const LANGUAGE_PROGRAMS = [
  {
    file: `pulumi-language-yaml${exe}`,
    folder: join(here, "language-yaml"),
    module: "github.com/pulumi/pulumi-yaml",
    main: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
  },
  {
    file: `pulumi-language-python${exe}`,
    folder: join(here, "language-python"),
    module: "github.com/pulumi/pulumi/sdk/v3",
    main: "github.com/pulumi/pulumi/sdk/v3/python/cmd/pulumi-language-python",
  },
  ...["generate-sdk", "pulumi-language-go"].map((name) => ({
    file: `${name}${exe}`,
    folder: join(here, "programs"),
    module: "github.com/pulumi/pulumi/pkg/v3",
    main: `./${name}`,
  })),
];

/** The Python host looks for it beside itself. */
export const PYTHON_EXEC = "pulumi-language-python-exec";

/** The folder with a Python environment's programs, beside `bin`. */
export const PYTHON_BIN = join("venv", pythonFolder);

/** What starts Python. */
export const PYTHON = python;

/** Relative to `bin`, as `PIECES`. */
export const LANGUAGE_PIECES = [
  ...LANGUAGE_PROGRAMS.map(({ file }) => file),
  PYTHON_EXEC,
  join("..", PYTHON_BIN, `python${exe}`),
];

/**
 * @param {{ folder: string, module: string }} program
 * @returns {string} such as "3.259.0"
 */
export function pinnedVersion({ folder, module }) {
  const goMod = readFileSync(join(folder, "go.mod"), "utf8");
  const required = goMod.split(/\s*\n\s*(?:require )?/).find((line) => line.startsWith(`${module} v`));
  if (!required) throw new Error(`${join(folder, "go.mod")} does not require ${module}`);
  return required.slice(module.length + 2).split(/\s/, 1)[0] ?? "";
}

/** @returns {string} the version of the CLI that is downloaded or built, such as "3.259.0" */
export function pinnedCliVersion() {
  const [engine] = GO_PROGRAMS;
  if (!engine) throw new Error("the engine is not among the Go programs");
  return pinnedVersion(engine);
}

/**
 * @param {string} version
 * @param {string} minimum
 */
export function isAtLeast(version, minimum) {
  const [have, need] = [version, minimum].map((text) =>
    text.split(".").map((part) => Number.parseInt(part, 10)),
  );
  for (const [index, wanted] of (need ?? []).entries()) {
    const got = have?.[index] ?? 0;
    if (got !== wanted) return got > wanted;
  }
  return true;
}

/** @param {string} file */
export function isExecutableFile(file) {
  try {
    accessSync(file, constants.X_OK);
    const { size } = statSync(file);
    return size > 0 && statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * @param {string} bin
 * @param {readonly string[]} [pieces]
 * @returns {string[]} the pieces that are not in the folder
 */
export function missingPieces(bin, pieces = PIECES) {
  return pieces.filter((piece) => !isExecutableFile(join(bin, piece)));
}

/**
 * Asks a CLI for its version, with a home of its own: a CLI without one writes into the user's.
 * @param {string} executable
 * @returns {Promise<string | undefined>}
 */
export async function versionOf(executable) {
  const home = mkdtempSync(join(tmpdir(), "vpcep-pulumi-home-"));
  try {
    const path = `${dirname(executable)}${delimiter}${process.env["PATH"] ?? ""}`;
    const env = { ...process.env, PATH: path, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const { exitCode, output } = await run(executable, ["version"], { env, timeoutMs: 10_000 });
    return exitCode === 0 ? /^v?(\d+\.\d+\.\d+)/m.exec(output)?.[1] : undefined;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
