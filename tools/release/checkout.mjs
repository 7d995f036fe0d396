// Checkouts to make a release in: what is committed, and nothing that lies around.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../command.mjs";
import { isAtLeast } from "../pulumi-cli/pieces.mjs";
import { root } from "../sources.mjs";
import { releasedChangelog } from "./changelog.mjs";
import { npmOutput, outputOf } from "./steps.mjs";
import { needingVersion, VERSION_FILES, withVersion } from "./version.mjs";

/**
 * @param {string} cwd
 * @param {readonly string[]} args
 */
export const git = (cwd, ...args) => outputOf("git", args, { cwd });

export async function refuseUncommitted() {
  const changed = (await git(root, "status", "--porcelain")).trim();
  if (changed !== "")
    throw new Failure(`A release holds what is committed. Commit this first, or put it away:\n${changed}`);
}

/**
 * @param {string} source
 * @param {string} folder
 */
export async function checkOut(source, folder) {
  await git(source, "clone", "--quiet", "--no-hardlinks", source, folder);
}

/**
 * Installs and builds as a fresh checkout does.
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function build(cwd, env = {}) {
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
  await npmOutput(["ci", ...quiet], { cwd, env });
  await npmOutput(["run", "--silent", "build"], { cwd, env });
}

/**
 * Sets the version wherever it stands, dates the changelog, and commits that.
 * @param {string} folder
 * @param {string} version
 * @param {string} day
 * @returns {Promise<string>} what is new in it
 */
export async function commitVersion(folder, version, day) {
  const { version: current } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const tagged = await git(root, "tag", "--list", `v${version}`);
  if (tagged !== "" || !isAtLeast(version, current))
    throw new Failure(`${version} is not newer than what there is (${tagged.trim() || current}).`);
  if (!existsSync(join(folder, "tests", "upgrades", version)))
    throw new Failure(
      `tests/upgrades/ has no states of ${version}: run \`npm run upgrades -- ${version}\`, and commit them.`,
    );
  /**
   * @param {string} name
   * @param {(text: string) => string} change
   */
  const edit = (name, change) => {
    const file = join(folder, name);
    writeFileSync(file, change(readFileSync(file, "utf8")));
  };
  for (const file of VERSION_FILES) edit(file, (text) => withVersion(text, version));
  const projects = (await git(folder, "ls-files", "examples/*/package.json")).trim().split("\n");
  for (const file of projects) edit(file, (text) => needingVersion(text, version));
  let notes = "";
  edit("CHANGELOG.md", (text) => {
    const released = releasedChangelog(text, version, day);
    notes = released.notes;
    return released.changelog;
  });
  await git(folder, ...(await committer()), "commit", "--quiet", "--all", "--message", `Release ${version}`);
  return notes;
}

/** As the repository knows its user; a machine that only tries need not have told git who it is. */
async function committer() {
  /** @param {string} key */
  const known = async (key) => (await git(root, "config", "--default", "", "--get", key)).trim();
  const [name, email] = [await known("user.name"), await known("user.email")];
  return ["-c", `user.name=${name || "release"}`, "-c", `user.email=${email || "release@localhost"}`];
}
