// What the steps of a run share: how one is taken, and what has come of them so far.
import { reasonIn, writesOf } from "./results.mjs";

/** @typedef {import("./shape.cjs").Exchange} Exchange */
/** @typedef {import("./results.mjs").Result} Result */
/** @typedef {import("./workspace.mjs").CliRun} CliRun */
/** @typedef {import("./workspace.mjs").Workspace} Workspace */

/** Whatever a cloud does: what is left of the run is skipped then, and everything is removed. */
export const RUN_LIMIT_MS = 2 * 60 * 60_000;

/** @typedef {{ begin(titles: string[]): void, report(result: Result): void }} Progress */

/**
 * @typedef {object} StepOptions
 * @property {(cli: CliRun) => string | undefined} [wrong] what is wrong although the CLI succeeded
 * @property {boolean} [always] also when the time is up
 */

/**
 * @typedef {object} Session
 * @property {Result[]} results
 * @property {Exchange[]} exchanges
 * @property {Progress["begin"]} begin
 * @property {(result: Result) => void} add
 * @property {(title: string, reason: string) => void} skip
 * @property {() => boolean} mayGoOn
 * @property {Workspace["pulumi"]} pulumi
 * @property {(title: string, take: () => Promise<CliRun>, options?: StepOptions) => Promise<void>} step
 */

/**
 * @param {Workspace} workspace
 * @param {Progress} progress
 * @returns {Session}
 */
export function openSession(workspace, { begin, report }) {
  const startedAt = Date.now();
  /** @type {Result[]} */
  const results = [];
  /** @type {Exchange[]} */
  const exchanges = [];
  /** @type {Session["add"]} */
  const add = (result) => {
    results.push(result);
    report(result);
  };
  /** @type {Session["skip"]} */
  const skip = (title, reason) => add({ title, outcome: "skipped", seconds: 0, calls: [], reason });
  const mayGoOn = () => Date.now() - startedAt < RUN_LIMIT_MS;
  return {
    results,
    exchanges,
    begin,
    add,
    skip,
    mayGoOn,
    async pulumi(...args) {
      const cli = await workspace.pulumi(...args);
      exchanges.push(...cli.exchanges);
      return cli;
    },
    async step(title, take, { wrong = () => undefined, always = false } = {}) {
      if (!always && !mayGoOn()) return skip(title, "the time is up");
      begin([title]);
      const cli = await take();
      const result = { title, seconds: cli.seconds, calls: writesOf(cli.exchanges) };
      const reason = reasonOf(cli, wrong);
      if (reason === undefined) add({ ...result, outcome: "done" });
      else add({ ...result, outcome: "failed", reason, output: cli.output });
    },
  };
}

/** @param {CliRun} cli @param {(cli: CliRun) => string | undefined} wrong */
function reasonOf(cli, wrong) {
  if (cli.timedOut) return "the CLI did not end in time";
  return cli.exitCode === 0 ? wrong(cli) : reasonIn(cli.output);
}

/** @type {StepOptions} */
export const NO_CALL = {
  wrong: ({ exchanges }) => (exchanges.length === 0 ? undefined : `it made ${exchanges.length} calls`),
};

/** @type {StepOptions} */
export const NO_WRITE = {
  wrong({ exchanges }) {
    const writes = writesOf(exchanges);
    return writes.length === 0 ? undefined : `it sent ${writes.join(", ")}`;
  },
};
