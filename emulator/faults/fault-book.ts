import { type Candidate, isTurn, matcher } from "./fault-match";
import type { FaultRule } from "./fault-rule";

export interface Hit {
  /** Position of the rule in the list, from 0. */
  index: number;
  rule: FaultRule;
  /** When the rule was added. */
  addedMs: number;
}

interface Entry {
  rule: FaultRule;
  matches: (candidate: Candidate) => boolean;
  addedMs: number;
  seen: number;
  hits: number;
}

/** The rules in force, in order. Every rule that matches a request counts it; the first whose turn it is strikes. */
export class FaultBook {
  private entries: Entry[] = [];

  add(rule: FaultRule, nowMs: number): void {
    this.entries.push({ rule, matches: matcher(rule.match), addedMs: nowMs, seen: 0, hits: 0 });
  }

  clear(): void {
    this.entries = [];
  }

  rules(): (FaultRule & { seen: number; hits: number })[] {
    return this.entries.map(({ rule, seen, hits }) => ({ ...rule, seen, hits }));
  }

  /** For rules that strike the connection, before there is a request. */
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
      if (!eligible(rule) || !entry.matches(candidate)) return;
      entry.seen += 1;
      if (hit !== undefined || !isTurn(rule.match?.nth, entry.seen)) return;
      if (rule.times !== undefined && entry.hits >= rule.times) return;
      entry.hits += 1;
      hit = { index, rule, addedMs: entry.addedMs };
    });
    return hit;
  }
}
