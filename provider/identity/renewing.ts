import type { CallContext } from "../api/api-call";
import { isApiError } from "../api/errors";
import { type Login, type Proof, secretsIn } from "../api/login";
import { mayPass } from "../api/retry";
import type { Runtime } from "../api/runtime";
import type { Grant } from "./calls";

const MINUTE_MS = 60_000;
/** A failure that may be over soon is not found out again by each of a hundred resources. */
const TRANSIENT_FOR_MS = 30_000;
/** A source that gives the same keys again (a machine's metadata does, until ten minutes before their end) is left alone. */
const SAME_KEYS_FOR_MS = 60_000;
/** New keys that are refused like the old ones are not at fault: each call that is refused would log in again. */
const RENEWED_FOR_MS = 60_000;
/** Without an end of their own, keys are asked for anew as seldom as the cloud's shortest ones end. */
const UNTOLD_LIFE_MS = 15 * MINUTE_MS;

/**
 * When keys with this much life are renewed: in the background while they still do, and before the next call once they
 * hardly do.
 */
export function limitsOf(lifeMs: number): { softMs: number; hardMs: number } {
  if (lifeMs >= 20 * MINUTE_MS) return { softMs: 5 * MINUTE_MS, hardMs: MINUTE_MS };
  return { softMs: lifeMs / 4, hardMs: Math.min(30_000, lifeMs / 8) };
}

interface Held {
  proof: Proof;
  lifeMs: number;
  /** By the clock that nobody sets. */
  endMs: number;
}

export interface Renewal {
  identity: string;
  advice: string;
  /** What no text may hold, beside what the logins bring. */
  secrets(): readonly string[];
  runtime: Pick<Runtime, "elapsed">;
  /** Logs in. */
  grant(context: CallContext): Promise<Grant<Proof>>;
}

/**
 * A login that is renewed before it ends, and when the cloud says that it has. However many calls need it at once, one of
 * them logs in and the others get what came of it, a failure too: a wrong password is sent once.
 */
export class RenewingLogin implements Login {
  readonly identity: string;
  readonly advice: string;
  private held: Held | undefined;
  private pending: Promise<Held> | undefined;
  private failure: { error: unknown; untilMs: number } | undefined;
  private quietUntilMs = 0;
  private renewableFromMs = 0;
  private readonly derived = new Set<string>();

  constructor(private readonly renewal: Renewal) {
    this.identity = renewal.identity;
    this.advice = renewal.advice;
  }

  secrets(): readonly string[] {
    return [...this.renewal.secrets(), ...this.derived];
  }

  async proof(context: CallContext): Promise<Proof> {
    const { held } = this;
    if (held === undefined) return (await this.login(context)).proof;
    const leftMs = held.endMs - this.now();
    const { softMs, hardMs } = limitsOf(held.lifeMs);
    if (leftMs > softMs || (leftMs > hardMs && this.now() < this.quietUntilMs)) return held.proof;
    const renewed = this.login(context);
    if (leftMs > hardMs) {
      renewed.catch(() => undefined);
      return held.proof;
    }
    try {
      return (await renewed).proof;
    } catch (error) {
      // What is left may still do for this call.
      if (leftMs > 0) return held.proof;
      throw error;
    }
  }

  async renew(refused: Proof, context: CallContext): Promise<boolean> {
    if (this.held?.proof === refused && this.now() >= this.renewableFromMs) {
      await this.login(context);
      this.renewableFromMs = this.now() + RENEWED_FOR_MS;
    }
    return this.held !== undefined && this.held.proof !== refused;
  }

  /** The one login of all that wait for it. */
  private login(context: CallContext): Promise<Held> {
    if (this.failure !== undefined && this.now() < this.failure.untilMs)
      return Promise.reject(this.failure.error);
    this.pending ??= this.loginAlone(context).finally(() => {
      this.pending = undefined;
    });
    return this.pending;
  }

  private async loginAlone(context: CallContext): Promise<Held> {
    try {
      const { proof, lifeMs = UNTOLD_LIFE_MS } = await this.renewal.grant(context);
      const texts = secretsIn(proof);
      if (texts.every((text) => this.derived.has(text))) {
        this.quietUntilMs = this.now() + SAME_KEYS_FOR_MS;
        if (this.held !== undefined) return this.held;
      }
      for (const text of texts) this.derived.add(text);
      this.failure = undefined;
      this.held = { proof, lifeMs, endMs: this.now() + lifeMs };
      return this.held;
    } catch (error) {
      // A file may be mended, or be replaced at this moment, while what it gave before still does.
      const isTransient = isApiError(error) ? mayPass(error.outcome) : this.held !== undefined;
      this.failure = {
        error,
        untilMs: isTransient ? this.now() + TRANSIENT_FOR_MS : Number.POSITIVE_INFINITY,
      };
      throw error;
    }
  }

  private now(): number {
    return this.renewal.runtime.elapsed();
  }
}
