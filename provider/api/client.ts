import type { ApiCall, ApiClient, ApiResponse, ApiService, CallContext, HintFor } from "./api-call";
import { ApiError, isApiError } from "./errors";
import { createHttpTransport } from "./http";
import type { Waiter } from "./limits";
import { isSigned, type Login, type Proof } from "./login";
import type { Variables } from "./proxy";
import { type FailedAttempt, type Outcome, retryDecision } from "./retry";
import { type Runtime, systemRuntime } from "./runtime";
import { lastMomentOf, type Sender, sendOnce, unsent } from "./send-once";
import { type RetryReason, Session } from "./session";
import { type Origin, operationOf, pathOf } from "./signed-request";
import { cleanText, formatSeconds, withoutSecrets } from "./text";
import type { RequestTimeouts, Transport } from "./transport";
import { before } from "./wait";

export interface ClientOptions extends Origin {
  region: string;
  /** Certificates of more authorities to trust, in PEM form. */
  authorities?: string | undefined;
  service: ApiService;
  hintFor: HintFor;
  login: Login;
  connections: Connections;
  runtime?: Runtime;
  timeouts?: RequestTimeouts;
}

/** What the clients of a process share, so that one of them learns for all. */
export interface Connections {
  /** One for each set of authorities (PEM), with its kept-alive connections. */
  transportFor(authorities: string | undefined): Transport;
  /** One for each login at an endpoint: what was learnt there outlives the keys that a login renews. */
  sessionFor(baseUrl: string, login: Pick<Login, "identity">): Session;
}

/** `env` is read for HTTPS_PROXY and NO_PROXY. */
export function createConnections(env: Variables = process.env): Connections {
  const transports = new Map<string | undefined, Transport>();
  const sessions = new Map<string, Session>();
  return {
    transportFor: (authorities) =>
      kept(transports, authorities, () => createHttpTransport({ authorities, env })),
    sessionFor: (baseUrl, { identity }) => kept(sessions, `${baseUrl} ${identity}`, () => new Session()),
  };
}

/** The value of a key, made when it is first asked for. */
export function kept<K, V>(known: Map<K, V>, key: K, create: () => V): V {
  if (!known.has(key)) known.set(key, create());
  return known.get(key) as V;
}

const DEFAULT_TIMEOUTS: RequestTimeouts = { connectMs: 10_000, responseMs: 60_000, totalMs: 120_000 };
const DEFAULT_ATTEMPTS = 3;
/** Waits longer than this are worth a line for the user. */
const NOTICEABLE_WAIT_MS = 3000;

export function createApiClient(options: ClientOptions): ApiClient {
  const { region, authorities, connections, ...given } = options;
  const session = connections.sessionFor(given.baseUrl, given.login);
  const transport = connections.transportFor(authorities);
  const sender = { runtime: systemRuntime, timeouts: DEFAULT_TIMEOUTS, ...given, session, transport };
  return {
    projectId: sender.projectId,
    region,
    serverNow: () => sender.runtime.now() + session.serverOffsetMs,
    call: async (call, context) => new CallInProgress(sender, call, context).response(),
  };
}

/** A call on its way to a response: sent, and sent again while that is safe, in time and paid for. */
class CallInProgress {
  private readonly path: string;
  private readonly startedMs: number;
  private readonly maxAttempts: number;
  /** Oldest first. All that is counted is counted from them. */
  private readonly failed: FailedAttempt[] = [];
  private throttledMs = 0;
  private lastRetry: RetryReason | undefined;
  /** What the last attempt was sent with. */
  private proof: Proof | undefined;
  private hasRenewed = false;
  private readonly waiter: Waiter;

  constructor(
    private readonly sender: Sender,
    private readonly call: ApiCall,
    private readonly context: CallContext,
  ) {
    this.path = pathOf(call, sender.projectId);
    this.waiter = { api: operationOf(call) };
    this.startedMs = sender.runtime.now();
    this.maxAttempts = call.attempts ?? DEFAULT_ATTEMPTS;
  }

  async response(): Promise<ApiResponse> {
    try {
      return await this.attempts();
    } finally {
      this.sender.session.limits.leave(this.waiter);
    }
  }

  private async attempts(): Promise<ApiResponse> {
    if (this.call.isRepair)
      this.payForRetry("failure", unsent("quotaExhausted", "not sent, for it repairs a failure"));
    for (;;) {
      await this.waitForLimit();
      const { login, session } = this.sender;
      const proof = () => this.loggedIn(login.proof(this.context));
      // Before the gate, where those behind this call would have to wait for its login, however little time they have.
      if (!session.isKeyRejected) await proof();
      const attempt = await sendOnce(
        this.sender,
        this.call,
        this.waiter,
        this.context.deadlineMs,
        async () => {
          this.proof = await proof();
          return this.proof;
        },
      );
      if (attempt === "limited") continue;
      if (attempt.outcome === "ok") {
        const { outcome: _ok, ...response } = attempt;
        this.sender.session.quota.giveBack(this.lastRetry);
        return response;
      }
      await this.prepareRetry(attempt);
    }
  }

  /** Waits out the limit that this call, or another one with the same key, ran into. */
  private async waitForLimit(): Promise<void> {
    const { session, runtime } = this.sender;
    const { throttledBy } = session;
    const nowMs = runtime.now();
    const openAtMs = session.openAtMs(this.waiter, nowMs);
    const waitMs = Math.ceil(openAtMs - nowMs);
    if (waitMs <= 0) return;
    if (openAtMs > this.context.deadlineMs) {
      const last = this.failed.at(-1);
      throw this.errorOf(last?.outcome === "throttled" ? last : unsent("throttled", throttledBy));
    }
    session.limits.wait(this.waiter);
    this.throttledMs += waitMs;
    await this.pause(waitMs, throttledBy);
  }

  /** Returns when the next attempt may begin; throws when there is none. */
  private async prepareRetry(failed: FailedAttempt): Promise<void> {
    const { session, runtime } = this.sender;
    const hadWrongClock = this.failed.some(({ clockWasOff }) => clockWasOff);
    this.failed.push(failed);
    // The first attempt by a wrong clock corrects it and costs nothing; a second one is a rejection like any other.
    if (failed.clockWasOff && !hadWrongClock) return;
    if (failed.outcome === "unauthorized" && (await this.renewLogin())) return;
    if (failed.limit !== undefined) {
      session.throttledBy = failed.message;
      // Where our own calls have used the limit up, it tells when the next one may go.
      if (session.limits.openAtMs(this.waiter, runtime.now()) > runtime.now())
        return this.payForRetry("throttled", failed);
    }
    const throttled = this.failed.filter(({ outcome }) => outcome === "throttled").length;
    const decision = retryDecision({
      ...failed,
      safety: this.call.safety,
      failures: this.failed.length - throttled - (hadWrongClock ? 1 : 0) - (this.hasRenewed ? 1 : 0),
      throttled,
      maxAttempts: this.maxAttempts,
      remainingMs: this.context.deadlineMs - runtime.now(),
      random: runtime.random(),
    });
    if (decision === "stop") throw this.errorOf(failed);
    const reason: RetryReason = failed.outcome === "throttled" ? "throttled" : "failure";
    // A failure that was shared put no load on anything, so nothing has to be saved.
    if (!failed.isShared) this.payForRetry(reason, failed);
    if (reason === "failure") return this.pause(decision.retryAfterMs, failed.message);
    // All calls with this key are under the same limit: they wait together.
    session.throttledUntilMs = Math.max(session.throttledUntilMs, runtime.now() + decision.retryAfterMs);
    session.throttledBy = failed.message;
  }

  /** Whether the call may be sent once more, with new keys: a refusal did nothing, so that holds for a create too. */
  private async renewLogin(): Promise<boolean> {
    const { login, session } = this.sender;
    if (this.hasRenewed || this.proof === undefined) return false;
    this.hasRenewed = true;
    if (!(await this.loggedIn(login.renew(this.proof, this.context)))) return false;
    session.keyWasRenewed();
    return true;
  }

  /**
   * A login that fails may have been processed, but the call that waited for it was not. One that another call has begun may
   * take longer than there is time for this one.
   */
  private async loggedIn<T extends Proof | boolean>(login: Promise<T>): Promise<T> {
    const { runtime } = this.sender;
    const lastMomentMs = lastMomentOf(this.context.deadlineMs, runtime);
    let done: T | undefined;
    try {
      done = await before(lastMomentMs, login, runtime);
    } catch (error) {
      throw isApiError(error) ? new ApiError({ ...error, possiblySent: false }) : error;
    }
    if (done !== undefined) return done;
    throw this.errorOf(unsent("notSent", "the login was not done before the deadline"));
  }

  private payForRetry(reason: RetryReason, failed: FailedAttempt): void {
    if (!this.sender.session.quota.take(reason)) throw this.errorOf({ ...failed, outcome: "quotaExhausted" });
    this.lastRetry = reason;
  }

  /** Sleeps, after a line for the user when that takes long. */
  private async pause(ms: number, why: string): Promise<void> {
    const { log, subject } = this.context;
    if (ms > NOTICEABLE_WAIT_MS) {
      const before = `${this.call.method} ${this.path}: ${this.clean(why, 200)}`;
      log.info(`${subject}: waiting ${formatSeconds(ms)} s before ${before}`);
    }
    await this.sender.runtime.sleep(ms);
  }

  /** What the caller sees when the call has failed for good, with `last` as its last attempt. */
  private errorOf(last: FailedAttempt): ApiError {
    const { sender, call, failed } = this;
    const { code, requestId } = last;
    return new ApiError({
      ...last,
      method: call.method,
      path: this.path,
      code: code && this.clean(code, 64),
      apiMessage: this.clean(last.message, 500),
      requestId: requestId && this.clean(requestId, 64),
      attempts: failed.filter(({ isUnsent }) => !isUnsent).length,
      maxAttempts: this.maxAttempts,
      seconds: (sender.runtime.now() - this.startedMs) / 1000,
      hint: this.hintFor(last),
      possiblySent: call.safety !== "read" && failed.some(({ outcome }) => LEAVES_DOUBT.includes(outcome)),
    });
  }

  private hintFor(last: FailedAttempt): string | undefined {
    const { login, hintFor } = this.sender;
    const isRefused = last.outcome === "unauthorized" || last.outcome === "breaker";
    if (isRefused && login.advice !== undefined) return login.advice;
    return hintFor({
      ...this.call,
      ...last,
      usesSecurityToken: isSigned(this.proof) && this.proof.securityToken !== undefined,
      serverClockKnown: last.serverMs !== undefined,
      throttledSeconds: Math.round(this.throttledMs / 1000),
    });
  }

  private clean(text: string, maxCharacters: number): string {
    return cleanText(withoutSecrets(text, this.sender.login.secrets()), maxCharacters);
  }
}

/** The server may have done the work all the same. */
const LEAVES_DOUBT: readonly Outcome[] = ["ambiguous", "unavailable", "malformed", "oversize"];
