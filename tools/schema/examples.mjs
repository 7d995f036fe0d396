// One program for each resource and look-up in each of three languages: docs/examples/<name>.<ts|py|yaml>. The schema
// carries them, so that Pulumi's SDKs and the reference show the same ones.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** @typedef {{ language: string, text: string }} Example */

/** By the ends of the files' names. */
const LANGUAGES = { ts: "typescript", py: "python", yaml: "yaml" };

/** The marks between which an SDK leaves out what is in another language. */
const [BEGIN, END] = [
  "{{% examples %}}\n{{% example %}}\n## Example Usage\n\n",
  "\n{{% /example %}}\n{{% /examples %}}",
];

/**
 * @param {string} root the folder of the package
 * @returns {(name: string) => Example[]}
 */
export function examplesIn(root) {
  return (name) =>
    Object.entries(LANGUAGES).map(([ending, language]) => ({
      language,
      text: readFileSync(join(root, "docs", "examples", `${name}.${ending}`), "utf8").trimEnd(),
    }));
}

/**
 * The part of a description that shows the examples.
 * @param {Example[]} examples
 */
export function exampleUsage(examples) {
  const blocks = examples.map(({ language, text }) => `\`\`\`${language}\n${text}\n\`\`\``);
  return BEGIN + blocks.join("\n\n") + END;
}

/**
 * A description without that part, and the examples in it.
 * @param {string} description
 * @returns {{ about: string, examples: Example[] }}
 */
export function splitDescription(description) {
  const [about = "", usage = ""] = description.split(BEGIN);
  const blocks = [...usage.matchAll(/^```(\w+)\n(.*?)\n```$/gms)];
  return {
    about: about.trim(),
    examples: blocks.map(([, language = "", text = ""]) => ({ language, text })),
  };
}
