// The steps of a run, from the first create to the last delete.
import { fieldSteps } from "./fields.mjs";
import { takeImportPart } from "./import-part.mjs";
import { isNamedIn } from "./results.mjs";
import { changeEachAlone } from "./rounds.mjs";
import { descriptionPrefix } from "./run-tag.mjs";
import { NO_CALL, NO_WRITE, openSession } from "./session.mjs";
import { firstWanted, LOOK_UPS, standsOn, withoutFailed } from "./wanted.mjs";

/** @typedef {import("./session.mjs").Session} Session */

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
 * @param {import("./session.mjs").Progress} progress
 * @returns {Promise<Pick<Session, "results" | "exchanges">>}
 */
export async function runSteps({ ids, run, parts }, workspace, progress) {
  const session = openSession(workspace, progress);
  const { results, exchanges, add, skip, step, pulumi } = session;
  let resources = firstWanted(ids, run);
  /** @type {"" | "/plugin"} */
  let front = "";

  /** @param {string[]} [args] @param {object} [more] */
  const up = (args = [], more = {}) => pulumi(MAIN, ["up", ...APPLY, ...args], { front, resources, ...more });
  const refresh = () => pulumi(MAIN, ["refresh", ...APPLY, "--expect-no-changes"]);
  /** @param {object} args */
  const canBe = (args) => standsOn(args).every((name) => name in resources);
  const lookUps = () => ({ lookUps: LOOK_UPS.filter(([, args]) => canBe(args)) });
  const steps = () =>
    fieldSteps(ids, run).map((one) =>
      one.skip === undefined && !(one.resource in resources && canBe(one.set))
        ? { ...one, skip: "what it changes, or leads to, could not be made" }
        : one,
    );
  const effects = { up: () => up(), begin: session.begin, mayGoOn: session.mayGoOn };

  /** @type {Record<string, () => Promise<void>>} */
  const takePart = {
    "look-ups": () => step("look-ups", () => up(["--expect-no-changes"], lookUps()), NO_WRITE),
    async fields() {
      await changeEachAlone(steps(), resources, { ...effects, report: add });
      await step("refresh", refresh, NO_WRITE);
    },
    import: async () => takeImportPart(session, workspace, resources, await workspace.idsIn(MAIN)),
    // The same stack goes on by the other front.
    async plugin() {
      front = "/plugin";
      await step("move to the plugin, with look-ups", () => up([], lookUps()), NO_WRITE);
      const described = steps().filter(({ fields: [field] }) => field === "description");
      const inPlace = described.filter(({ replaces }) => replaces === undefined);
      const description = `${descriptionPrefix(run)}: by the plugin`;
      const again = inPlace.map((one) => ({ ...one, set: { description } }));
      const report = (/** @type {import("./results.mjs").Result} */ result) =>
        add({ ...result, title: `${result.title} by the plugin` });
      await changeEachAlone(again, resources, { ...effects, report });
      await step("refresh by the plugin", refresh, NO_WRITE);
    },
  };

  await workspace.addStack(MAIN);
  await step("create", () => up());
  const { outcome, output = "" } = results.at(-1) ?? {};
  if (outcome === "failed") {
    // What a cloud does not have is no reason to learn nothing about the rest.
    resources = withoutFailed(resources, (name, { type }) => isNamedIn(output, type, name));
    await step(`create ${Object.keys(resources).join(", ") || "nothing"}`, () => up());
  }
  if (results.at(-1)?.outcome === "done" && Object.keys(resources).length > 0) {
    await step("no change", () => up(["--expect-no-changes"]), NO_CALL);
    for (const part of parts) await takePart[part]?.();
  } else for (const part of parts) skip(part, "nothing could be made");
  await step("destroy", () => pulumi(MAIN, ["destroy", ...APPLY]), { always: true });
  return { results, exchanges };
}
