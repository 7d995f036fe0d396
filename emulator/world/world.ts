import { copy } from "./json";
import { type ErrorWire, emptyState, type State } from "./records";
import { type RuleSet, ruleSet } from "./rule-sets";
import type { Clock, Settings } from "./settings";
import { Tokens } from "./tokens";
import { settle } from "./transitions";

/** The emulated cloud: its objects, its settings and the tokens it has issued. Operations read it and change it. */
export class World {
  readonly tokens: Tokens;
  settings: Settings;
  /** The next created service settles to `failed` with these. */
  failNextCreate: ErrorWire[] | undefined;

  constructor(
    private readonly initial: Settings,
    public state: State,
    private readonly save: ((state: State) => void) | undefined,
  ) {
    this.settings = { ...initial };
    this.tokens = new Tokens(initial.clock);
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
   * Runs one operation: its whole change is saved before the response goes out, and none of it stays when that fails.
   * Operations are synchronous and check before they change, so no two requests interleave.
   */
  transact<T>(mutates: boolean, operation: () => T): T {
    this.settle();
    if (!mutates || this.save === undefined) return operation();
    const before = copy(this.state);
    const { failNextCreate } = this;
    try {
      const result = operation();
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
    this.settings = { ...this.initial };
    this.failNextCreate = undefined;
    this.tokens.clear();
    this.save?.(this.state);
  }
}
