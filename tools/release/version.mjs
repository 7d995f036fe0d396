// The version of a release, and where it stands in the tree.
import { Failure } from "../command.mjs";

/** Each begins with a property `version`. */
export const VERSION_FILES = ["package.json", "package-lock.json", "provider/plugin/schema.json"];

/**
 * Another version in the text of one of the files; the rest stays as it is.
 * @param {string} text
 * @param {string} version
 */
export function withVersion(text, version) {
  const content = JSON.parse(text);
  const own = content.packages?.[""];
  if (own) own.version = version;
  return `${JSON.stringify({ ...content, version }, undefined, 2)}\n`;
}

/**
 * A project that needs this very version: each of the examples.
 * @param {string} text its package.json
 * @param {string} version
 */
export function needingVersion(text, version) {
  return text.replace(/("pulumi-huaweicloud-vpcep": )"[^"]*"/, `$1"${version}"`);
}

/**
 * The one version among the arguments of a command.
 * @param {readonly string[]} args
 */
export function requestedVersion(args) {
  const [version = "", ...others] = args;
  if (version === "" || others.length > 0) throw new Failure("Say which version, as in `-- 0.2.0`.");
  if (!/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}(-[a-z]+\.\d+)?$/.test(version))
    throw new Failure(`${version} is not a version such as 0.2.0 or 0.2.0-rc.1.`);
  return version;
}

/**
 * What `npm run release` was asked for; a dry run may leave the version as it is.
 * @param {readonly string[]} args
 * @returns {{ version?: string, isDryRun: boolean }}
 */
export function requestFrom(args) {
  const isDryRun = args.includes("--dry-run");
  const others = args.filter((arg) => arg !== "--dry-run");
  return isDryRun && others.length === 0 ? { isDryRun } : { isDryRun, version: requestedVersion(others) };
}

/**
 * The dist-tag: what `npm install` without a version gets is never a pre-release.
 * @param {string} version
 */
export const distTag = (version) => (version.includes("-") ? "next" : "latest");
