// The site: TypeDoc renders the documents as they are, with a search, in light and dark. Every address in it is relative,
// so that it can be served from any folder.
import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { Application, Converter, DocumentReflection, Logger, LogLevel, normalizePath } from "typedoc";
import { root } from "../sources.mjs";
import { contentsOf, isDocument } from "./contents.mjs";
import { DocumentRouter, DocumentTheme, fileOf, titleOf } from "./pages.mjs";

/** Of the code that the documents show; `text` needs no name. */
const LANGUAGES = ["bash", "go", "hcl", "json", "python", "typescript", "yaml"];
const BY_ENDING = { ".go": "go", ".py": "python", ".ts": "typescript", ".yaml": "yaml" };

/**
 * @param {string} out the folder of the site, which is emptied
 * @returns {Promise<string[]>} what TypeDoc warns of
 */
export async function buildSite(out) {
  const files = contentsOf(root).flatMap((section) => section.files);
  const app = await Application.bootstrap({
    name: "pulumi-huaweicloud-vpcep",
    entryPoints: [],
    readme: "none",
    projectDocuments: files.filter(isDocument).map((file) => join(root, file)),
    out,
    basePath: root,
    customCss: join(root, "tools", "docs", "style.css"),
    favicon: join(root, "tools", "docs", "icon.svg"),
    highlightLanguages: LANGUAGES,
    markdownItLoader: allowBreaksInNames,
    searchInDocuments: true,
    hideGenerator: true,
    githubPages: false,
    disableSources: true,
    includeHierarchySummary: false,
  });
  const warnings = new Warnings();
  app.logger = warnings;
  app.renderer.defineRouter("documents", DocumentRouter);
  app.renderer.defineTheme("documents", DocumentTheme);
  app.options.setValue("router", "documents");
  app.options.setValue("theme", "documents");
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    document.name = titleOf(fileOf(document));
  });
  const project = await app.convert();
  if (project === undefined) throw new Error(warnings.texts.join("\n"));
  for (const file of files.filter((one) => !isDocument(one))) addSource(project, file);
  app.validate(project);
  await app.generateDocs(project, out);
  return warnings.texts;
}

/** Names of more characters may break between their words, where a table is narrow. */
const LONG_NAME = 16;

/** @param {any} parser that of markdown-it, which has no types */
function allowBreaksInNames({ renderer, utils }) {
  renderer.rules.code_inline = (/** @type {{ content: string }[]} */ tokens, /** @type {number} */ index) => {
    const name = tokens[index]?.content ?? "";
    const code = utils.escapeHtml(name);
    return `<code>${name.length > LONG_NAME ? code.replace(/[:_/](?=\w)/g, "$&<wbr>") : code}</code>`;
  };
}

class Warnings extends Logger {
  /** @type {string[]} */
  texts = [];

  /**
   * @override
   * @param {string} message
   * @param {LogLevel} level
   */
  log(message, level) {
    if (level >= LogLevel.Warn) this.texts.push(message);
  }
}

/**
 * A page of its own for a program: browsers do not show a file of TypeScript.
 * @param {import("typedoc").ProjectReflection} project
 * @param {string} file
 */
function addSource(project, file) {
  const language = BY_ENDING[/** @type {keyof typeof BY_ENDING} */ (extname(file))] ?? "text";
  const code = readFileSync(join(root, file), "utf8").trimEnd();
  const text = `# \`${file}\`\n\n\`\`\`${language}\n${code}\n\`\`\`\n`;
  const page = new DocumentReflection(titleOf(file), project, [{ kind: "text", text }], {});
  project.addChild(page);
  project.registerReflection(page, undefined, normalizePath(join(root, file)));
}
