import { isNear, plain } from "../../configuration/near";
import { ALL_FIELDS } from "../fields";
import type { Report } from "./report";

/** A property that the resource does not have is a slip of the pen, and would be ignored in silence. */
export function checkNames(report: Report): void {
  for (const name of Object.keys(report.inputs)) {
    if (name.startsWith("__") || (ALL_FIELDS as string[]).includes(name)) continue;
    const near = ALL_FIELDS.find((field) => isSimilar(field, name));
    report.fail(
      name,
      `is not an input of a VpcEndpointService${near === undefined ? "" : `; did you mean ${near}?`}`,
    );
  }
}

/** Whether two names are near, or one is the stem of the other. */
function isSimilar(field: string, name: string): boolean {
  const [a, b] = [plain(field), plain(name)];
  return isNear(field, name) || (b.length >= 3 && (a.startsWith(b) || b.startsWith(a)));
}
