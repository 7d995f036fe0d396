import { type LoggedEntry, RequestLog } from "../control/request-log";
import { FaultBook } from "../faults/fault-book";
import { AccessControl } from "../gateway/access";
import type { Settings } from "../options";
import type { Clock } from "./clock";
import { copy } from "./json";
import { type ErrorWire, emptyState, type State } from "./records";
import { type RuleSet, ruleSet } from "./rule-sets";
import { settle } from "./transitions";

/** Everything one running emulator knows; handlers get it and change it, nothing else holds state. */
export class World {
  readonly log = new RequestLog();
  readonly faults = new FaultBook();
  readonly access: AccessControl;
  settings: Settings;
  /** The next created service settles to `failed` with these. */
  failNextCreate: ErrorWire[] | undefined;

  constructor(
    private readonly initial: Settings,
    public state: State,
    private readonly save: ((state: State) => void) | undefined,
    /** Is told of each call to the API when it is over. */
    readonly report?: (call: LoggedEntry) => void,
  ) {
    this.settings = copySettings(initial);
    this.access = new AccessControl(() => this.settings);
  }

  get clock(): Clock {
    return this.settings.clock;
  }

  get rules(): RuleSet {
    return ruleSet(this.settings.rules);
  }

  settle(): void {
    settle(this.state, this.clock());
  }

  /**
   * Runs one handler: all of its change is on the disk before the answer goes out, and nothing of it stays when that
   * fails. Handlers are synchronous and check before they change, so no two requests interleave.
   */
  transact<T>(mutates: boolean, handler: () => T): T {
    this.settle();
    if (!mutates || this.save === undefined) return handler();
    const before = copy(this.state);
    const { failNextCreate } = this;
    try {
      const result = handler();
      this.save(this.state);
      return result;
    } catch (error) {
      this.state = before;
      this.failNextCreate = failNextCreate;
      throw error;
    }
  }

  /** As after the start, with nothing in it. */
  reset(): void {
    this.state = emptyState();
    this.settings = copySettings(this.initial);
    this.failNextCreate = undefined;
    this.log.clear();
    this.faults.clear();
    this.access.reset();
    this.save?.(this.state);
  }
}

function copySettings(settings: Settings): Settings {
  return { ...settings };
}
