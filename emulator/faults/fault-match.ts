import type { FaultMatch } from "./fault-rule";

/** What a rule is compared with. */
export interface Candidate {
  method: string;
  /** Without the query, and without the slashes that routes ignore. */
  path: string;
  bodyText: string;
}

/** Compiled once, when the rule is added. */
export function matcher(match: FaultMatch = {}): (candidate: Candidate) => boolean {
  const method = match.method?.toUpperCase();
  const path = match.path === undefined ? undefined : pathPattern(match.path);
  return (candidate) => {
    if (method !== undefined && method !== candidate.method) return false;
    if (path !== undefined && !path.test(candidate.path)) return false;
    return match.bodyIncludes === undefined || candidate.bodyText.includes(match.bodyIncludes);
  };
}

export function isTurn(nth: FaultMatch["nth"], count: number): boolean {
  if (nth === undefined) return true;
  return typeof nth === "number" ? count === nth : count >= nth[0] && count <= nth[1];
}

/** A regular expression if it begins with `^`, otherwise a glob: `*` stays within a segment, `**` does not. */
export function pathPattern(source: string): RegExp {
  if (source.startsWith("^")) return new RegExp(source);
  const glob = source
    .split(/(\*\*|\*)/)
    .map((part) =>
      part === "**" ? ".*" : part === "*" ? "[^/]*" : part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"),
    )
    .join("");
  return new RegExp(`^${glob}/?$`);
}
