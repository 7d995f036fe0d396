// The types of each entry point as API Extractor reports them: one text an entry, from the declarations in dist/.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CompilerState, Extractor, ExtractorConfig } from "@microsoft/api-extractor";
import { reachableOnly } from "./reachable.mjs";

/** Nothing of it is news here: there are no release tags, and what an entry point does not export is reported with it. */
const QUIET = { default: { logLevel: /** @type {any} */ ("none") } };
const ERRORS = { default: { logLevel: /** @type {any} */ ("error") } };

/**
 * @param {string} root the package's folder
 * @param {{ name: string, types: string }[]} entries
 * @returns {Record<string, string>} by file name, such as `index.api.md`
 */
export function apiReports(root, entries) {
  const folder = mkdtempSync(join(tmpdir(), "vpcep-surface-"));
  try {
    const all = entries.map(({ types }) => join(root, types));
    const configs = entries.map(({ name, types }) => configOf(root, folder, name, join(root, types)));
    const [first] = configs;
    if (first === undefined) return {};
    // Read once for all of them.
    const compilerState = CompilerState.create(first, { additionalEntryPoints: all });
    return Object.fromEntries(
      entries.map(({ name, types }, index) => {
        const options = { localBuild: true, messageCallback: onlyErrors, compilerState };
        const { succeeded } = Extractor.invoke(configs[index] ?? first, options);
        if (!succeeded) throw new Error(`API Extractor cannot read ${types}; see above.`);
        return [`${name}.api.md`, reachableOnly(readFileSync(join(folder, `${name}.api.md`), "utf8"))];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * @param {string} root
 * @param {string} folder where the report goes
 * @param {string} name
 * @param {string} entry
 */
function configOf(root, folder, name, entry) {
  const compilerOptions = {
    target: "es2022",
    module: "node16",
    moduleResolution: "node16",
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    types: ["node"],
  };
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, "package.json"),
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: entry,
      newlineKind: "lf",
      compiler: { overrideTsconfig: { compilerOptions, files: [entry] } },
      apiReport: {
        enabled: true,
        reportFileName: name,
        reportFolder: folder,
        reportTempFolder: join(folder, "fresh"),
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: ERRORS,
        extractorMessageReporting: QUIET,
        tsdocMessageReporting: QUIET,
      },
    },
  });
}

/** @param {import("@microsoft/api-extractor").ExtractorMessage} message */
function onlyErrors(message) {
  message.handled = message.logLevel !== "error";
}
