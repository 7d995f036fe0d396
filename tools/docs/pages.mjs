// Titles, addresses and the navigation: what TypeDoc derives from modules and classes is derived from files here.
import { readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { BaseRouter, DefaultTheme } from "typedoc";
import { root } from "../sources.mjs";
import { contentsOf, isDocument } from "./contents.mjs";

const START = "README.md";

/**
 * The file that a page is made from.
 * @param {import("typedoc").Reflection} page
 * @returns {string} its path from the root of the repository, with slashes
 */
export function fileOf(page) {
  const path = page.project.files.getReflectionPath(page);
  if (path === undefined) throw new Error(`${page.name} comes from no file`);
  return relative(root, path).replaceAll(sep, "/");
}

/** @param {string} file */
export function titleOf(file) {
  if (file === START) return "Overview";
  if (!isDocument(file)) return file.replace(/^examples\//, "");
  return /^# (.+)$/m.exec(readFileSync(join(root, file), "utf8"))?.[1] ?? file;
}

/**
 * @param {string} file
 * @returns {string} without the ending
 */
function addressOf(file) {
  if (file === START) return "index";
  const name = file.replace(/^docs\//, "").replace(/\.md$/, "");
  return name.replace(/^(\w+)\/README$/, "$1").replace(/^[A-Z]+$/, (word) => word.toLowerCase());
}

export class DocumentRouter extends BaseRouter {
  /**
   * @override
   * @param {import("typedoc").ProjectReflection} project
   */
  buildPages(project) {
    const pages = super.buildPages(project);
    // README.md takes the place of the page that would list everything.
    return pages.filter(({ model }) => model !== project);
  }

  /**
   * @override
   * @param {import("typedoc").RouterTarget} page
   */
  getIdealBaseName(page) {
    return addressOf(fileOf(/** @type {import("typedoc").Reflection} */ (page)));
  }

  /**
   * Files are unique.
   * @override
   * @param {string} baseName
   */
  getFileName(baseName) {
    return baseName + this.extension;
  }
}

export class DocumentTheme extends DefaultTheme {
  /**
   * @override
   * @param {import("typedoc").ProjectReflection} project
   */
  getNavigation(project) {
    const pages = new Map((project.documents ?? []).map((page) => [fileOf(page), page]));
    /** @param {string} file */
    const entry = (file) => {
      const page = pages.get(file);
      if (page === undefined) throw new Error(`${file} has no page`);
      return { text: page.name, path: this.router.getFullUrl(page) };
    };
    return contentsOf(root).map(({ title, files }) =>
      files.length === 1 && files[0] !== undefined
        ? entry(files[0])
        : { text: title, children: files.map(entry) },
    );
  }
}
