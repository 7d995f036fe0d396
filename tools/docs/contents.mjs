// What the site consists of and in which order: the documents of this repository, and a page for each program or other
// file that they link to.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, extname, join, posix } from "node:path";

/** @typedef {{ title: string, files: string[] }} Section paths from the root of the repository, with slashes */

const GUIDES = [
  "first-link",
  "both-sides",
  "approvals",
  "changes",
  "existing",
  "look-ups",
  "terraform",
  "plugin",
  "languages",
  "ci",
  "testing",
];
const PROJECT = ["CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "docs/design.md", "docs/mutation.md"];

/** The handbook begins with these; what else there is in docs/ follows. */
const HANDBOOK = ["docs/configuration.md", "docs/errors.md", "emulator/README.md"];

/** What a browser shows by itself. */
const PICTURES = [".png", ".svg"];

/**
 * @param {string} root the folder of the repository
 * @returns {Section[]}
 */
export function contentsOf(root) {
  const reference = markdownIn(root, "docs/reference");
  const guides = GUIDES.map((name) => `docs/${name}.md`);
  const named = [...guides, ...PROJECT, ...HANDBOOK];
  const others = markdownIn(root, "docs").filter((file) => !named.includes(file));
  const documents = [
    { title: "Start", files: ["README.md"] },
    { title: "Guides", files: guides },
    { title: "Resources", files: reference.filter((file) => !isLookUp(file)) },
    { title: "Look-ups", files: reference.filter(isLookUp) },
    { title: "Handbook", files: [...HANDBOOK, ...others] },
    { title: "Project", files: PROJECT },
  ];
  const examples = ["examples/README.md"];
  const files = [...documents.flatMap((section) => section.files), ...examples];
  const sources = [...new Set(files.flatMap((file) => sourcesLinkedFrom(root, file)))];
  return [...documents, { title: "Examples", files: [...examples, ...sources] }];
}

/** @param {string} file */
export const isDocument = (file) => file.endsWith(".md");

/** @param {string} file */
const isLookUp = (file) => posix.basename(file).startsWith("get");

/**
 * @param {string} root
 * @param {string} folder
 */
function markdownIn(root, folder) {
  const names = readdirSync(join(root, folder)).filter(isDocument);
  return names.sort().map((name) => `${folder}/${name}`);
}

/**
 * @param {string} root
 * @param {string} file
 */
function sourcesLinkedFrom(root, file) {
  const links = readFileSync(join(root, file), "utf8").matchAll(/\]\((?!https?:|#)([^)#\s]+)/g);
  return [...links]
    .map(([, target = ""]) => posix.join(dirname(file), target))
    .filter((linked) => !isDocument(linked) && !PICTURES.includes(extname(linked)));
}
