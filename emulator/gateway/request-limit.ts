import type { RequestLimit } from "../world/settings";
import { gatewayRefusal } from "./errors";

const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

/**
 * The gateway's request throttling: so many requests of one account in any stretch of so many seconds. What it refuses
 * does not count. (API Gateway user guide: request throttling; the text of APIG.0308)
 */
export class RequestCounts {
  private readonly admittedMs = new Map<string, number[]>();

  /** Throws where one of the limits is reached. */
  admit(domainId: string, limits: readonly RequestLimit[], nowMs: number): void {
    if (limits.length === 0) return;
    const longestMs = Math.max(...limits.map(({ seconds }) => seconds)) * 1000;
    const times = (this.admittedMs.get(domainId) ?? []).filter((time) => time > nowMs - longestMs);
    this.admittedMs.set(domainId, times);
    const reached = limits.find(
      ({ requests, seconds }) => times.filter((time) => time > nowMs - seconds * 1000).length >= requests,
    );
    if (reached !== undefined)
      throw gatewayRefusal(
        429,
        "APIG.0308",
        `The throttling threshold has been reached: policy user over ratelimit,limit:${reached.requests},time:${inWords(reached.seconds)}`,
      );
    times.push(nowMs);
  }

  clear(): void {
    this.admittedMs.clear();
  }
}

/** As the gateway writes a period: a number and its largest unit. */
function inWords(seconds: number): string {
  const [unit, length] = UNITS.find(([, each]) => seconds % each === 0) ?? ["second", 1];
  return `${seconds / length} ${unit}`;
}
