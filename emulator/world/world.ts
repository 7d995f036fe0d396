import { Issued, type Lease } from "./issued";
import { copy } from "./json";
import { Lockout } from "./lockout";
import { type ErrorWire, emptyState, type State } from "./records";
import { type RuleSet, ruleSet } from "./rule-sets";
import type { Clock, Settings } from "./settings";
import type { IssuedToken, TemporaryKey } from "./tokens";
import { settle } from "./transitions";

/** The emulated cloud: its objects, its settings and the logins it has issued. Operations read it and change it. */
export class World {
  readonly tokens: Issued<IssuedToken>;
  /** Temporary keys by their access key. */
  readonly keys: Issued<TemporaryKey>;
  /** Of users, by their ids. */
  readonly wrongPasswords = new Lockout();
  /** Tokens that the metadata service asks for. */
  readonly metadataTokens: Issued<Lease>;
  /** Access key of the key that the metadata service gives out. */
  metadataKey: string | undefined;
  settings: Settings;
  /** The next created service settles to `failed` with these. */
  failNextCreate: ErrorWire[] | undefined;
  /** Grows with every change, so that a reader knows when to look again. */
  revision = 0;

  constructor(
    private readonly initial: Settings,
    public state: State,
    private readonly save: ((state: State) => void) | undefined,
  ) {
    this.settings = { ...initial };
    this.tokens = new Issued(initial.clock);
    this.keys = new Issued(initial.clock);
    this.metadataTokens = new Issued(initial.clock);
  }

  get clock(): Clock {
    return this.settings.clock;
  }

  get rules(): RuleSet {
    return ruleSet(this.settings.rules);
  }

  settle(): void {
    if (settle(this.state, this.clock())) this.revision += 1;
  }

  /**
   * Runs one operation: its whole change is saved before the response goes out, and none of it stays when that fails.
   * Operations are synchronous and check before they change, so no two requests interleave.
   */
  transact<T>(mutates: boolean, operation: () => T): T {
    this.settle();
    if (mutates) this.revision += 1;
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

  /** Everything that a log must not show. */
  secrets(): string[] {
    const { accounts, securityToken } = this.settings;
    const ofAccounts = accounts.flatMap(({ secretKey, users, identityProvider }) => [
      secretKey,
      ...users.map(({ password }) => password),
      ...identityProvider.idTokens,
    ]);
    const issued = this.keys.entries().flatMap(([, key]) => [key.secretKey, key.securityToken]);
    const tokens = [...this.tokens.entries(), ...this.metadataTokens.entries()].map(([id]) => id);
    return [...ofAccounts, securityToken ?? "", ...issued, ...tokens];
  }

  /** As after the start, with nothing in it. */
  reset(): void {
    this.revision += 1;
    this.state = emptyState();
    this.settings = { ...this.initial };
    this.failNextCreate = undefined;
    this.metadataKey = undefined;
    for (const each of [this.tokens, this.keys, this.metadataTokens, this.wrongPasswords]) each.clear();
    this.save?.(this.state);
  }
}
