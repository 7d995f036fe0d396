import { isUnknown } from "../../resource/unknown";
import type { Limits } from "./limits";
import type { Report } from "./report";

/** API page, table 6. Neither a key's nor a value's text is quoted but as the path: a secret may be in it. */
export function checkTags(report: Report, limits: Limits): void {
  const tags = report.given("tags");
  if (tags === undefined) return;
  if (typeof tags !== "object" || tags === null || Array.isArray(tags)) {
    report.fail("tags", "must be an object of strings");
    return;
  }
  const entries = Object.entries(tags);
  if (entries.length > limits.tagCount)
    report.fail("tags", `may hold ${limits.tagCount} tags at most, holds ${entries.length}`);
  for (const [key, value] of entries) {
    const path = `tags[${JSON.stringify(key)}]`;
    const keyProblem =
      key === "" ? "may not be empty" : problemOf(key, limits.tagKeyLength, limits.tagKeyCharacters);
    if (keyProblem !== undefined) report.fail(path, `the key ${keyProblem}`);
    if (isUnknown(value)) continue;
    const valueProblem =
      typeof value === "string"
        ? problemOf(value, limits.tagValueLength, limits.tagValueCharacters)
        : "must be a string";
    if (valueProblem !== undefined) report.fail(path, `the value ${valueProblem}`);
  }
}

function problemOf(text: string, maxLength: number, characters: RegExp | undefined): string | undefined {
  const { length } = [...text];
  if (length > maxLength) return `may have ${maxLength} characters at most, has ${length}`;
  if (text.startsWith(" ") || text.endsWith(" ")) return "may not begin or end with a space";
  if (characters === undefined && /[=*<>\\,|/]/.test(text)) return "may contain none of = * < > \\ , | /";
  if (characters !== undefined && !characters.test(text))
    return "holds characters that this edition of the API does not take";
  return undefined;
}
