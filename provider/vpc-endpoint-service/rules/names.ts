import { ALL_FIELDS } from "../fields";
import type { Report } from "./report";

/** A property that the resource does not have is a slip of the pen, and would be ignored in silence. */
export function checkNames(report: Report): void {
  for (const name of Object.keys(report.inputs)) {
    if (name.startsWith("__") || (ALL_FIELDS as string[]).includes(name)) continue;
    const near = ALL_FIELDS.find((field) => isSimilar(field, name));
    report.fail(
      name,
      `is no input of a VpcEndpointService${near === undefined ? "" : `; did you mean ${near}?`}`,
    );
  }
}

/** Whether two names differ in case or underscores, in up to two letters in one place, or in what follows a common stem. */
function isSimilar(field: string, name: string): boolean {
  const [a, b] = [field, name].map((text) => text.toLowerCase().replaceAll("_", "")) as [string, string];
  if (b.length < 3) return a === b;
  if (a.startsWith(b) || b.startsWith(a)) return true;
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  return Math.max(a.length, b.length) - head - tail <= 2;
}
