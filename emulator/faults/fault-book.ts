import type { Clock } from "../world/settings";
import { type Candidate, isTurn, matcher } from "./fault-match";
import type { ArmedRule, FaultRule } from "./fault-rule";

export interface Hit {
  /** The rule's number. */
  index: number;
  rule: FaultRule;
  /** When the rule was added. */
  addedMs: number;
}

interface Entry {
  number: number;
  rule: FaultRule;
  matches: (candidate: Candidate) => boolean;
  addedMs: number;
  seen: number;
  hits: number;
}

/** The rules in force, in order. Every rule that matches a request counts it; the first whose turn it is strikes. */
export class FaultBook {
  /** Grows with every change, hits among them. */
  revision = 0;
  private entries: Entry[] = [];
  private nextNumber = 0;

  constructor(private readonly clock: Clock) {}

  add(rule: FaultRule): void {
    const { nextNumber: number, clock } = this;
    this.entries.push({ number, rule, matches: matcher(rule.match), addedMs: clock(), seen: 0, hits: 0 });
    this.nextNumber += 1;
    this.revision += 1;
  }

  /** Whether there was such a rule. */
  remove(number: number): boolean {
    const others = this.entries.filter((entry) => entry.number !== number);
    const found = others.length < this.entries.length;
    this.entries = others;
    this.revision += 1;
    return found;
  }

  clear(): void {
    this.entries = [];
    this.nextNumber = 0;
    this.revision += 1;
  }

  rules(): ArmedRule[] {
    return this.entries.map(({ number, rule, addedMs, seen, hits }) => ({
      ...rule,
      number,
      added: new Date(addedMs).toISOString(),
      seen,
      hits,
    }));
  }

  /** For rules that strike the connection, before there is a request. */
  strikeConnection(): boolean {
    const entry = this.entries.find(
      ({ rule, hits }) => rule.kind === "refuse" && rule.forSeconds === undefined && hits < (rule.times ?? 0),
    );
    if (entry === undefined) return false;
    entry.hits += 1;
    this.revision += 1;
    return true;
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
    for (const entry of this.entries) {
      const { number: index, rule, addedMs } = entry;
      if (!eligible(rule) || !entry.matches(candidate)) continue;
      entry.seen += 1;
      this.revision += 1;
      if (hit !== undefined || !isTurn(rule.match?.nth, entry.seen) || this.isSpent(entry)) continue;
      entry.hits += 1;
      hit = { index, rule, addedMs };
    }
    return hit;
  }

  private isSpent({ rule, hits, addedMs }: Entry): boolean {
    const { times = Number.POSITIVE_INFINITY, lastsSeconds = Number.POSITIVE_INFINITY } = rule;
    return hits >= times || this.clock() >= addedMs + lastsSeconds * 1000;
  }
}
