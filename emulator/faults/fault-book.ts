import type { FaultMatch, FaultRule } from "./fault-rule";

/** What a rule is compared with. */
export interface Candidate {
  method: string;
  /** Without the query. */
  path: string;
  bodyText: string;
}

export interface Hit {
  /** Place of the rule in the list, from 0. */
  index: number;
  rule: FaultRule;
  /** When the rule was added, for what is measured from then on. */
  addedMs: number;
}

interface Entry {
  rule: FaultRule;
  addedMs: number;
  seen: number;
  hits: number;
}

/** The rules in force, in order; of those that match one request the first one strikes, all of them count it. */
export class FaultBook {
  private entries: Entry[] = [];

  add(rule: FaultRule, nowMs: number): void {
    this.entries.push({ rule, addedMs: nowMs, seen: 0, hits: 0 });
  }

  clear(): void {
    this.entries = [];
  }

  rules(): (FaultRule & { seen: number; hits: number })[] {
    return this.entries.map(({ rule, seen, hits }) => ({ ...rule, seen, hits }));
  }

  /** For rules that strike at the connection, before there is a request. */
  strikeConnection(): boolean {
    const entry = this.entries.find(
      ({ rule, hits }) => rule.kind === "refuse" && rule.forSeconds === undefined && hits < (rule.times ?? 0),
    );
    if (entry !== undefined) entry.hits += 1;
    return entry !== undefined;
  }

  /** For rules at "mid-request", which cannot wait for the body. */
  strikeEarly(candidate: Omit<Candidate, "bodyText">): Hit | undefined {
    return this.strikeAmong((rule) => rule.at === "mid-request", { ...candidate, bodyText: "" });
  }

  strike(candidate: Candidate): Hit | undefined {
    return this.strikeAmong((rule) => rule.at !== "mid-request" && rule.kind !== "refuse", candidate);
  }

  private strikeAmong(eligible: (rule: FaultRule) => boolean, candidate: Candidate): Hit | undefined {
    let hit: Hit | undefined;
    this.entries.forEach((entry, index) => {
      const { rule } = entry;
      if (!eligible(rule) || !matches(rule.match, candidate)) return;
      entry.seen += 1;
      if (hit !== undefined || !isTurn(rule.match?.nth, entry.seen)) return;
      if (rule.times !== undefined && entry.hits >= rule.times) return;
      entry.hits += 1;
      hit = { index, rule, addedMs: entry.addedMs };
    });
    return hit;
  }
}

function matches(match: FaultMatch | undefined, candidate: Candidate): boolean {
  if (match === undefined) return true;
  if (match.method !== undefined && match.method.toUpperCase() !== candidate.method) return false;
  if (match.path !== undefined && !pathPattern(match.path).test(candidate.path)) return false;
  return match.bodyIncludes === undefined || candidate.bodyText.includes(match.bodyIncludes);
}

function isTurn(nth: FaultMatch["nth"], count: number): boolean {
  if (nth === undefined) return true;
  return typeof nth === "number" ? count === nth : count >= nth[0] && count <= nth[1];
}

/** A regular expression when it begins with `^`, else a glob: `*` stays within a segment, `**` does not. */
function pathPattern(source: string): RegExp {
  if (source.startsWith("^")) return new RegExp(source);
  const glob = source
    .split(/(\*\*|\*)/)
    .map((part) =>
      part === "**" ? ".*" : part === "*" ? "[^/]*" : part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"),
    )
    .join("");
  return new RegExp(`^${glob}/?$`);
}
