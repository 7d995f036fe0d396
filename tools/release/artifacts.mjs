// What a release publishes, made of the checkout that this file is in: `node tools/release/artifacts.mjs <folder>`.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { runCommand } from "../command.mjs";
import { bundlePlugin } from "../plugin/bundle.mjs";
import { root } from "../sources.mjs";
import { contentProblems } from "./contents.mjs";
import { licenceProblems, runtimePackages } from "./packages.mjs";
import { sbomOf } from "./sbom.mjs";
import { failOn, npmOutput, outputOf } from "./steps.mjs";

/** @typedef {import("./packages.mjs").Package} Package */

/**
 * @typedef {object} Artifacts
 * @property {string} tarball file names in the folder, as are the next two
 * @property {string} bundle
 * @property {string[]} bills
 * @property {{ path: string, size: number }[]} contents of the tarball
 * @property {Package[]} brought by installing the tarball
 * @property {Package[]} bundled in the plugin
 */

/** In the folder, for whoever asked for the artifacts. */
export const SUMMARY = "artifacts.json";

/**
 * @param {string} folder
 * @returns {Promise<Artifacts>}
 */
async function makeArtifacts(folder) {
  /** @param {string} path */
  const json = (path) => JSON.parse(readFileSync(join(root, path), "utf8"));
  const { name, version, ...manifest } = json("package.json");
  const pack = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const [packed] = JSON.parse(await npmOutput(pack, { cwd: root }));
  const bundle = Object.keys(manifest.bin).find((command) => command.startsWith("pulumi-resource-")) ?? "";
  const bundled = await bundlePlugin(join(folder, bundle));
  const brought = runtimePackages(json("package-lock.json"));
  /** @type {{ path: string, size: number }[]} */
  const files = packed.files;
  const contents = files.map(({ path, size }) => ({ path, size }));
  failOn(
    "The tarball is not what it should be",
    contentProblems(
      contents.map(({ path }) => path),
      manifest,
    ),
  );
  failOn("Licences", licenceProblems([...brought, ...bundled]));

  const all = JSON.parse(await npmOutput(["sbom", "--sbom-format", "cyclonedx"], { cwd: root }));
  const time = (await outputOf("git", ["log", "-1", "--format=%cI"], { cwd: root })).trim();
  const bills = [
    { subject: { name, version }, packages: brought },
    { subject: { name: bundle, version }, packages: bundled },
  ].map(({ subject, packages }) => {
    const file = `${subject.name}-${version}.cdx.json`;
    writeFileSync(
      join(folder, file),
      `${JSON.stringify(sbomOf(all, subject, packages, time), undefined, 2)}\n`,
    );
    return file;
  });
  return { tarball: basename(packed.filename), bundle, bills, contents, brought, bundled };
}

await runCommand(async () => {
  const [, , folder = ""] = process.argv;
  mkdirSync(folder, { recursive: true });
  const artifacts = await makeArtifacts(folder);
  writeFileSync(join(folder, SUMMARY), JSON.stringify(artifacts));
});
