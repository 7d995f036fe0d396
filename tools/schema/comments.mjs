// Doc comments as the Markdown of a schema's descriptions.
import ts from "typescript";

/**
 * The text in front of the tags, a paragraph each.
 * @param {ts.Symbol} symbol
 * @param {ts.TypeChecker} checker
 * @returns {string[]}
 */
export function paragraphsOf(symbol, checker) {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  return text.split(/\n{2,}/).flatMap((paragraph) => (paragraph.trim() === "" ? [] : [unwrapped(paragraph)]));
}

/**
 * What `@see` names, as a sentence.
 * @param {ts.Symbol} symbol
 * @returns {string[]}
 */
export function seeAlso(symbol) {
  return tagsOf(symbol, "see").map((text) => `See ${unwrapped(text).replace(/^The /, "the ")}`);
}

/**
 * @param {ts.Symbol} symbol
 * @param {string} name
 */
function tagsOf(symbol, name) {
  const tags = symbol.getJsDocTags().filter((tag) => tag.name === name);
  return tags.map(({ text }) => ts.displayPartsToString(text).trim());
}

/** @param {string} paragraph */
const unwrapped = (paragraph) => paragraph.trim().replaceAll(/\s*\n\s*/g, " ");
