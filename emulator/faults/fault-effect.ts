import type { ServerResponse } from "node:http";
import type { Hit } from "./fault-book";
import { type FaultRule, pointOf } from "./fault-rule";
import { reset } from "./fault-send";
import { pause } from "./pause";

/** Lets the fault strike if this is its point. True when the exchange is over and nothing (more) is done or sent. */
export async function endsAt(
  point: "before" | "after-processing",
  response: ServerResponse,
  hit: Hit | undefined,
): Promise<boolean> {
  if (hit === undefined || pointOf(hit.rule) !== point) return false;
  const { rule } = hit;
  if (rule.kind === "reset") reset(response);
  if (rule.kind === "slow") await pause(response, rule.delayMs ?? 0);
  if (rule.kind === "stall" && rule.forSeconds !== undefined) await pause(response, rule.forSeconds * 1000);
  return rule.kind === "reset" || (rule.kind === "stall" && rule.forSeconds === undefined);
}

/** A rule that changes how the body is sent; a slow one does so whatever its point. */
export function bodyRule(hit: Hit | undefined): FaultRule | undefined {
  if (hit === undefined) return undefined;
  return pointOf(hit.rule) === "mid-body" || hit.rule.kind === "slow" ? hit.rule : undefined;
}

/** What was created after this time is left out of lists. */
export function hiddenAfterMs(hit: Hit | undefined, nowMs: number): number {
  if (hit?.rule.kind !== "hide") return Number.POSITIVE_INFINITY;
  const { forSeconds } = hit.rule;
  return forSeconds === undefined ? hit.addedMs - 1 : nowMs - forSeconds * 1000;
}

/** How far the gateway's clock is ahead. */
export function skewMs(hit: Hit | undefined): number {
  return hit?.rule.kind === "clock-skew" ? hit.rule.skewSeconds * 1000 : 0;
}
