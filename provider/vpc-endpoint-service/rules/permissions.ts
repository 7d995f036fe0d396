import { isUnknown } from "../../resource/unknown";
import { MAX_ORG_PATH_LENGTH } from "./limits";
import type { Report } from "./report";

/** API reference, whitelist of a service: the forms of a record. */
export function checkPermissions(report: Report): void {
  checkList(report, "permissions", accountProblem);
  checkList(report, "organizationPermissions", organizationProblem);
}

function checkList(
  report: Report,
  field: string,
  problem: (item: string, found: string) => string | undefined,
): void {
  const list = report.given(field);
  if (list === undefined) return;
  if (!Array.isArray(list)) {
    report.fail(field, `must be a list of strings${report.found(field, list)}`);
    return;
  }
  for (const [index, item] of list.entries()) {
    if (isUnknown(item)) continue;
    const path = `${field}[${index}]`;
    report.text(path, item ?? null, (text) => problem(text, report.found(path, text)));
  }
}

function accountProblem(permission: string, found: string): string | undefined {
  if (permission === "*" || /^iam:domain::[A-Za-z0-9]{1,64}$/.test(permission)) return undefined;
  if (permission === "iam:domain::*") return 'is refused by the API: every account is "*"';
  const form = 'must be "iam:domain::<account id>", or "*" for every account';
  if (permission.startsWith("organizations:"))
    return `${form}; the path of an organization belongs in organizationPermissions`;
  return `${form}${found}`;
}

function organizationProblem(permission: string, found: string): string | undefined {
  const path = /^organizations:orgPath::([A-Za-z0-9/_*?-]+)$/.exec(permission)?.[1];
  if (path === undefined) return `must be "organizations:orgPath::<path>"${found}`;
  if (path.length > MAX_ORG_PATH_LENGTH)
    return `may have a path of ${MAX_ORG_PATH_LENGTH} characters at most, has ${path.length}`;
  return undefined;
}
