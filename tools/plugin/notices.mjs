// The licence texts of the packages in a bundle, as their licences ask for wherever a copy goes.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** @typedef {import("../release/packages.mjs").Package} Package */

/**
 * Packages with the same text stand above one copy of it.
 * @param {string} root
 * @param {readonly Package[]} packages
 */
export function noticesOf(root, packages) {
  /** @type {Map<string, string[]>} */
  const byText = new Map();
  for (const one of packages) {
    const text = textOf(join(root, one.path));
    if (text === "") throw new Error(`${one.name} ${one.version} has no licence text to go with it`);
    byText.set(text, [...(byText.get(text) ?? []), `${one.name} ${one.version}: ${one.licence}`]);
  }
  const parts = [...byText].map(([text, names]) => `${names.join("\n")}\n\n${text}`);
  return ["This file holds packages of others.", ...parts].join(`\n\n${"-".repeat(80)}\n\n`);
}

/** @param {string} folder of a package */
function textOf(folder) {
  return readdirSync(folder)
    .filter((name) => /^(licen[cs]e|notice|copying)/i.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n").trim())
    .join("\n\n");
}
