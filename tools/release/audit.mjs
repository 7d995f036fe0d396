// What `npm audit` says of the packages that users get. Not every registry has an advisory service.
import { lastLine } from "../processes.mjs";

/** @typedef {{ isReached: true, findings: string[] } | { isReached: false, reason: string }} AuditVerdict */

/**
 * @param {string} json what `npm audit --json` wrote
 * @param {readonly { path: string }[]} packages those that count
 * @returns {AuditVerdict}
 */
export function auditVerdict(json, packages) {
  const report = parse(json);
  if (report?.vulnerabilities === undefined) {
    const reason = report?.message ?? report?.error?.summary ?? lastLine(json);
    return { isReached: false, reason: reason || "npm audit gave no report" };
  }
  const paths = packages.map(({ path }) => path);
  const findings = Object.values(report.vulnerabilities)
    .filter(({ nodes }) => nodes.some((node) => paths.includes(node)))
    .map(({ name, severity, range }) => `${name} ${range}: ${severity}`);
  return { isReached: true, findings };
}

/**
 * @param {string} json
 * @returns {{ message?: string, error?: { summary?: string }, vulnerabilities?: Record<string, { name: string, severity: string, range: string, nodes: string[] }> } | undefined}
 */
function parse(json) {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
