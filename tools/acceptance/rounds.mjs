// Changes every field alone. A run of the CLI costs seconds, so one run changes a field of each resource; where it fails,
// what did not fail by itself is tried again.
import { callOf, isNamedIn, linesAbout, reasonIn, refusalOf } from "./results.mjs";

/** @typedef {import("./fields.mjs").FieldStep} FieldStep */
/** @typedef {import("./results.mjs").Result} Result */
/** @typedef {import("./wanted.mjs").Resources} Resources */
/** @typedef {import("./workspace.mjs").CliRun} CliRun */

/** A CLI that cannot run at all is not asked forty times. */
const MAX_FAILURES_IN_A_ROW = 5;

const UNSEEN =
  "nothing was sent: this cloud does not show the field of an object that was made without it, and what is not shown is not replaced";

/** @param {FieldStep} step */
export const titleOf = ({ type, fields, set }) =>
  `${type}.${fields.join(" + ")}${typeof set[fields[0] ?? ""] === "boolean" ? ` = ${set[fields[0] ?? ""]}` : ""}`;

/**
 * @param {readonly FieldStep[]} steps in each resource's order
 * @param {Resources} resources the program; holds afterwards what has been changed
 * @param {object} effects
 * @param {(resources: Resources) => Promise<CliRun>} effects.up
 * @param {(titles: string[]) => void} effects.begin called before a run, with the steps in it
 * @param {(result: Result) => void} effects.report called when a step is over
 * @param {() => boolean} effects.mayGoOn false when the time is up
 */
export async function changeEachAlone(steps, resources, { up, begin, report, mayGoOn }) {
  for (const step of steps)
    if (step.skip !== undefined) report({ ...plain(step), outcome: "skipped", reason: step.skip });
  const queues = queuesOf(steps.filter(({ skip }) => skip === undefined));
  let failuresInARow = 0;
  for (let isAlone = false; [...queues.values()].some((queue) => queue.length > 0); ) {
    const heads = [...queues.values()]
      .flatMap((queue) => queue.slice(0, 1))
      .filter(({ after }) => after === undefined || (queues.get(after) ?? []).length === 0);
    /** @type {FieldStep[]} */
    const round = isAlone ? heads.slice(0, 1) : heads;
    if (failuresInARow >= MAX_FAILURES_IN_A_ROW || !mayGoOn()) {
      const reason = mayGoOn() ? `given up after ${failuresInARow} failed runs in a row` : "the time is up";
      for (const step of [...queues.values()].flat()) report({ ...plain(step), outcome: "skipped", reason });
      return;
    }
    const before = round.map(({ resource }) => argsOf(resources, resource));
    for (const { resource, set, unset = [] } of round) {
      const kept = Object.entries(argsOf(resources, resource)).filter(([name]) => !unset.includes(name));
      setArgs(resources, resource, { ...Object.fromEntries(kept), ...set });
    }
    begin(round.map(titleOf));
    const cli = await up(resources);
    failuresInARow = cli.exitCode === 0 ? 0 : failuresInARow + 1;
    /** @type {readonly FieldStep[]} */
    const culprits = cli.exitCode === 0 ? [] : culpritsOf(round, cli.output);
    for (const [index, step] of round.entries()) {
      const isDone = cli.exitCode === 0 || (!culprits.includes(step) && evidenceOf(step, cli) !== undefined);
      if (isDone) {
        const result = doneOrWrong(step, cli);
        if (result.outcome !== "done") setArgs(resources, step.resource, before[index] ?? {});
        report(result);
      } else {
        setArgs(resources, step.resource, before[index] ?? {});
        // What failed only because something else did is tried again.
        if (!culprits.includes(step)) continue;
        report(failed(step, cli));
      }
      queues.get(step.resource)?.shift();
    }
    // Nobody was named: one at a time then, and whoever is alone is the one.
    isAlone = cli.exitCode !== 0 && culprits.length === 0;
  }
}

/** @param {readonly FieldStep[]} steps */
function queuesOf(steps) {
  /** @type {Map<string, FieldStep[]>} */
  const queues = new Map();
  for (const step of steps) queues.set(step.resource, [...(queues.get(step.resource) ?? []), step]);
  return queues;
}

/** @param {readonly FieldStep[]} round @param {string} output */
function culpritsOf(round, output) {
  const named = round.filter(({ type, resource }) => isNamedIn(output, type, resource));
  return named.length === 0 && round.length === 1 ? round : named;
}

/** The call that the change had to be. @param {FieldStep} step @param {CliRun} cli */
function evidenceOf({ call, replaces }, { exchanges }) {
  const made = exchanges.filter(({ status }) => status < 400);
  if (call !== undefined) return made.find((exchange) => callOf(exchange) === call);
  const [operation, field = ""] = replaces?.split(" ") ?? [];
  return made.find(
    (exchange) => callOf(exchange).split(" ")[0] === operation && exchange.sent.includes(field),
  );
}

/** @param {FieldStep} step @param {CliRun} cli @returns {Result} */
function doneOrWrong(step, cli) {
  const result = { ...plain(step), seconds: cli.seconds };
  const evidence = evidenceOf(step, cli);
  if (evidence !== undefined) return { ...result, outcome: "done", calls: [callOf(evidence)] };
  if (step.call === undefined && step.replaces === undefined) return { ...result, outcome: "done" };
  if (step.mayBeUnseen !== undefined) return { ...result, outcome: "skipped", reason: UNSEEN };
  const sent = cli.exchanges.filter(({ method }) => method !== "GET").map(callOf);
  const reason = `expected ${step.call ?? step.replaces}, but the run sent: ${sent.join(", ") || "nothing"}`;
  return { ...result, outcome: "failed", reason };
}

/** @param {FieldStep} step @param {CliRun} cli @returns {Result} */
function failed(step, cli) {
  const result = { ...plain(step), seconds: cli.seconds, output: cli.output };
  const own = linesAbout(cli.output, step.type, step.resource).join("\n");
  const reason = cli.timedOut
    ? "the CLI did not end in time"
    : reasonIn(own.includes("error:") ? own : cli.output);
  const refused = cli.exchanges.filter(({ status }) => status >= 400 && status !== 404 && status < 500);
  if (step.mayBeRefused === undefined || refused.length === 0)
    return { ...result, outcome: "failed", reason };
  const codes = [...new Set(refused.map((one) => `${callOf(one).split(" ")[0]}: ${refusalOf(one)}`))].join(
    ", ",
  );
  return {
    ...plain(step),
    seconds: cli.seconds,
    outcome: "refused",
    reason: `${codes}; ${step.mayBeRefused}`,
  };
}

/** @param {FieldStep} step @returns {Result} */
const plain = (step) => ({ title: titleOf(step), outcome: "done", seconds: 0, calls: [] });

/** @param {Resources} resources @param {string} name */
function argsOf(resources, name) {
  const resource = resources[name];
  if (resource === undefined) throw new TypeError(`the program has no resource ${name}`);
  return resource.args;
}

/** @param {Resources} resources @param {string} name @param {Record<string, unknown>} args */
function setArgs(resources, name, args) {
  const resource = resources[name];
  if (resource !== undefined) resource.args = args;
}
