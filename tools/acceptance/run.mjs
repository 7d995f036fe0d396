// The steps of a run, from the first create to the last delete.
import { fieldSteps } from "./fields.mjs";
import { isWrite, reasonIn, writesOf } from "./results.mjs";
import { changeEachAlone } from "./rounds.mjs";
import { descriptionPrefix } from "./run-tag.mjs";
import { firstWanted, LOOK_UPS } from "./wanted.mjs";

/** @typedef {import("./shape.cjs").Exchange} Exchange */
/** @typedef {import("./results.mjs").Result} Result */
/** @typedef {import("./workspace.mjs").CliRun} CliRun */

/** Whatever a cloud does: what is left of the run is skipped then, and everything is removed. */
export const RUN_LIMIT_MS = 2 * 60 * 60_000;

const APPLY = ["--yes", "--skip-preview", "--suppress-progress"];
const MAIN = "main";

/**
 * @typedef {object} Plan
 * @property {import("./variables.mjs").Ids} ids
 * @property {string} run
 * @property {readonly string[]} parts
 */

/**
 * Takes every step, whatever becomes of the others; what is left in the cloud is the caller's to remove.
 * @param {Plan} plan
 * @param {import("./workspace.mjs").Workspace} workspace
 * @param {{ begin(titles: string[]): void, report(result: Result): void }} progress
 * @returns {Promise<{ results: Result[], exchanges: Exchange[] }>}
 */
export async function runSteps({ ids, run, parts }, workspace, { begin, report }) {
  const startedAt = Date.now();
  /** @type {Result[]} */
  const results = [];
  /** @type {Exchange[]} */
  const exchanges = [];
  /** @param {Result} result */
  const add = (result) => {
    results.push(result);
    report(result);
  };
  const mayGoOn = () => Date.now() - startedAt < RUN_LIMIT_MS;
  const resources = firstWanted(ids, run);
  /** @type {"" | "/plugin"} */
  let front = "";

  /** @type {import("./workspace.mjs").Workspace["pulumi"]} */
  const pulumi = async (...args) => {
    const cli = await workspace.pulumi(...args);
    exchanges.push(...cli.exchanges);
    return cli;
  };
  /** @param {string[]} [args] @param {object} [more] */
  const up = (args = [], more = {}) => pulumi(MAIN, ["up", ...APPLY, ...args], { front, resources, ...more });
  /**
   * @param {string} title
   * @param {() => Promise<CliRun>} take
   * @param {(cli: CliRun) => string | undefined} [wrong] what is wrong although the CLI succeeded
   */
  const step = async (title, take, wrong = () => undefined) => {
    if (!mayGoOn())
      return add({ title, outcome: "skipped", seconds: 0, calls: [], reason: "the time is up" });
    begin([title]);
    const cli = await take();
    const { seconds } = cli;
    const calls = writesOf(cli.exchanges);
    const reason = cli.timedOut
      ? "the CLI did not end in time"
      : cli.exitCode === 0
        ? wrong(cli)
        : reasonIn(cli.output);
    const result = { title, seconds, calls };
    if (reason === undefined) add({ ...result, outcome: "done" });
    else add({ ...result, outcome: "failed", reason, output: cli.output });
  };
  const effects = { up: () => up(), begin, mayGoOn };

  await workspace.addStack(MAIN);
  await step("create", () => up());
  const isMade = results.at(-1)?.outcome === "done";
  if (isMade) {
    await step("no change", () => up(["--expect-no-changes"]), noCall);
    if (parts.includes("look-ups"))
      await step("look-ups", () => up(["--expect-no-changes"], { lookUps: LOOK_UPS }), noWrite);
    if (parts.includes("fields")) {
      await changeEachAlone(fieldSteps(ids, run), resources, { ...effects, report: add });
      await step("refresh", () => pulumi(MAIN, ["refresh", ...APPLY, "--expect-no-changes"]), noWrite);
    }
    if (parts.includes("import")) await importParts();
    if (parts.includes("plugin")) await pluginPart();
  }
  await step("destroy", () => pulumi(MAIN, ["destroy", ...APPLY]));
  return { results, exchanges };

  /** What exists comes into stacks of its own, which are given up afterwards. */
  async function importParts() {
    const made = await workspace.idsIn(MAIN);
    const { permission, ...others } = withoutUntold(resources);
    // A service that is imported brings its whitelist with it, so the record goes without its service.
    const leftOut = ["other"];
    // And a gateway endpoint the policy that the cloud gave it, where the program has none.
    if (others["gateway"]?.args["policyStatement"] === undefined) leftOut.push("gateway");
    await importInto("import", made, withIds(without(others, leftOut), made));
    if (permission !== undefined) await importInto("import-record", made, withIds({ permission }, made));
    await workspace.addStack("take-over");
    await step(
      "take over with existingId",
      () => pulumi("take-over", ["up", ...APPLY], { front: "", resources: takingOver(others, made) }),
      noWrite,
    );
  }

  /**
   * @param {string} stack
   * @param {Map<string, string>} made
   * @param {import("./wanted.mjs").Resources} wanted
   */
  async function importInto(stack, made, wanted) {
    await workspace.addStack(stack);
    const listed = Object.entries(wanted).map(([name, { type, args }]) => ({
      type: `huaweicloud-vpcep:index:${type}`,
      name,
      id:
        type === "VpcEndpointServicePermission"
          ? `${args["endpointServiceId"]}/${made.get(name)}`
          : made.get(name),
    }));
    const file = workspace.write("import.json", JSON.stringify({ resources: listed }));
    const options = ["--yes", "--generate-code=false", "--protect=false", "--suppress-progress"];
    const what = listed.map(({ name }) => name).join(", ");
    await step(`import ${what}`, () => pulumi(stack, ["import", "--file", file, ...options]), noWrite);
    await step(
      `up after the import of ${what}`,
      () => pulumi(stack, ["up", ...APPLY], { front: "/plugin", resources: wanted }),
      noWrite,
    );
  }

  /** The same stack goes on by the other front. */
  async function pluginPart() {
    front = "/plugin";
    await step("move to the plugin, with look-ups", () => up([], { lookUps: LOOK_UPS }), noWrite);
    const changed = `${descriptionPrefix(run)}: by the plugin`;
    const steps = fieldSteps(ids, run).filter(({ fields: [field] }) => field === "description");
    const inPlace = steps.filter(({ replaces }) => replaces === undefined);
    const again = inPlace.map((one) => ({ ...one, set: { description: changed } }));
    await changeEachAlone(again, resources, {
      ...effects,
      report: (result) => add({ ...result, title: `${result.title} by the plugin` }),
    });
    await step(
      "refresh by the plugin",
      () => pulumi(MAIN, ["refresh", ...APPLY, "--expect-no-changes"]),
      noWrite,
    );
  }
}

/** @param {CliRun} cli */
function noCall({ exchanges }) {
  return exchanges.length === 0 ? undefined : `it made ${exchanges.length} calls`;
}

/** @param {CliRun} cli */
function noWrite({ exchanges }) {
  const writes = writesOf(exchanges.filter(isWrite));
  return writes.length === 0 ? undefined : `it sent ${writes.join(", ")}`;
}

/**
 * The API does not show these, so that one who takes over what exists would send them again.
 * @type {readonly (readonly [resource: string, field: string])[]}
 */
const UNTOLD = [
  ["other", "serverResources"],
  ["endpoint", "edition"],
];

/** @param {import("./wanted.mjs").Resources} resources */
function withoutUntold(resources) {
  const copy = structuredClone(resources);
  for (const [name, field] of UNTOLD) delete copy[name]?.args[field];
  return copy;
}

/** @param {import("./wanted.mjs").Resources} resources @param {string[]} names */
function without(resources, names) {
  return Object.fromEntries(Object.entries(resources).filter(([name]) => !names.includes(name)));
}

/**
 * With ids in the place of references to resources that are not among them.
 * @param {import("./wanted.mjs").Resources} resources
 * @param {Map<string, string>} made
 * @returns {import("./wanted.mjs").Resources}
 */
function withIds(resources, made) {
  /** @param {any} value */
  const known = (value) => (value?.output === "id" && !(value.of in resources) ? made.get(value.of) : value);
  return Object.fromEntries(
    Object.entries(resources).map(([name, { type, args }]) => [
      name,
      { type, args: Object.fromEntries(Object.entries(args).map(([key, value]) => [key, known(value)])) },
    ]),
  );
}

/**
 * @param {import("./wanted.mjs").Resources} resources
 * @param {Map<string, string>} made
 * @returns {import("./wanted.mjs").Resources}
 */
function takingOver(resources, made) {
  const adoptable = Object.entries(resources).filter(([, { type }]) => /^VpcEndpoint(Service)?$/.test(type));
  return Object.fromEntries(
    adoptable.map(([name, { type, args }]) => [
      name,
      { type, args: { ...args, existingId: made.get(name) } },
    ]),
  );
}
