// Makes sure that a Pulumi CLI for Node programs is there, and says which one it took. By itself it prints the path
// of the CLI: `node tools/pulumi-cli/ensure.mjs`.
import { dirname, join } from "node:path";
import { Failure, isInterrupted, isMain, runCommand } from "../command.mjs";
import { buildFromGoModules, neededGo } from "./build.mjs";
import { cachedRoot } from "./cache.mjs";
import { downloadWithLauncher, findLauncherCopy } from "./launcher.mjs";
import { findOnPath } from "./on-path.mjs";
import { MINIMUM_VERSION, missingPieces, PULUMI, pinnedCliVersion } from "./pieces.mjs";

/** @typedef {"path" | "launcher" | "cache" | "download" | "build"} Source */
/** @typedef {{ bin: string, version: string }} Found the folder with the CLI and its language host */
/** @typedef {Found & { root: string, executable: string, source: Source }} PulumiCli `root` is the folder above `bin` */
/** @typedef {(log: (line: string) => void) => Promise<Found | undefined> | Found | undefined} Find */

const pinned = pinnedCliVersion();

/** In this order; the first that has a CLI is taken. `VPCEP_PULUMI_SOURCE=build` (or a list) tries only those.
 * @type {Record<Source, { find: Find, says: string }>} */
const SOURCES = {
  path: { find: findOnPath, says: "your own, on PATH" },
  launcher: { find: () => findLauncherCopy(pinned), says: "fetched by Pulumi's npm launcher earlier" },
  cache: { find: findInCache, says: "downloaded or built earlier by this project" },
  download: {
    find: async (log) => inCache(await downloadWithLauncher(pinned, log)),
    says: "downloaded by Pulumi's npm launcher",
  },
  build: {
    find: async (log) => inCache(await buildFromGoModules(pinned, log)),
    says: "built from its Go modules",
  },
};

/**
 * @param {{ log: (line: string) => void }} options
 * @returns {Promise<PulumiCli>}
 */
export async function ensurePulumi({ log }) {
  /** @type {string[]} */
  const reasons = [];
  for (const source of chosenSources()) {
    const { find, says } = SOURCES[source];
    try {
      const found = await find(log);
      if (!found) continue;
      const executable = join(found.bin, PULUMI);
      log(`Pulumi CLI ${found.version}: ${says} (${executable}).`);
      return { ...found, root: dirname(found.bin), executable, source };
    } catch (error) {
      if (isInterrupted()) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      reasons.push(reason);
      log(`  … not to be had that way: ${reason}.`);
    }
  }
  const why = reasons.length > 0 ? ` (${reasons.join("; ")})` : "";
  throw new Failure(
    `There is no usable Pulumi CLI${why}: install Pulumi ${MINIMUM_VERSION} or newer and have it on PATH, ` +
      `or have Go ${neededGo()} or newer on PATH so that it can be built here.`,
  );
}

/** @returns {Source[]} */
function chosenSources() {
  const all = /** @type {Source[]} */ (Object.keys(SOURCES));
  const wanted = process.env["VPCEP_PULUMI_SOURCE"];
  if (!wanted) return all;
  const chosen = wanted.split(",").map((name) => name.trim());
  const unknown = chosen.find((name) => !all.some((source) => source === name));
  if (unknown !== undefined)
    throw new Failure(`VPCEP_PULUMI_SOURCE names "${unknown}"; it knows ${all.join(", ")}.`);
  return all.filter((source) => chosen.includes(source));
}

/** @returns {Found | undefined} */
function findInCache() {
  const found = inCache(cachedRoot(pinned));
  return missingPieces(found.bin).length === 0 ? found : undefined;
}

/**
 * @param {string} root
 * @returns {Found}
 */
function inCache(root) {
  return { bin: join(root, "bin"), version: pinned };
}

if (isMain(import.meta.url)) {
  await runCommand(async () => {
    const { executable } = await ensurePulumi({ log: (line) => console.error(line) });
    console.log(executable);
  });
}
