// What exists comes into stacks of its own, by the plugin's import and by `existingId`, and nothing is sent for it. Those
// stacks are given up afterwards: what they hold is the main stack's.
import { NO_WRITE } from "./session.mjs";

/** @typedef {import("./wanted.mjs").Resources} Resources */
/** @typedef {import("./session.mjs").Session} Session */
/** @typedef {import("./workspace.mjs").Workspace} Workspace */
/** @typedef {Map<string, string>} Ids of what has been made, by the names in the program */

const APPLY = ["--yes", "--skip-preview", "--suppress-progress"];

/**
 * @param {Session} session
 * @param {Workspace} workspace
 * @param {Resources} resources as the main stack has them
 * @param {Ids} made
 */
export async function takeImportPart(session, workspace, resources, made) {
  const { permission, ...others } = withoutUntold(resources);
  // A service that is imported brings its whitelist with it, so the record goes without its service.
  const leftOut = ["other"];
  // And a gateway endpoint the policy that the cloud gave it, where the program has none.
  if (others["gateway"]?.args["policyStatement"] === undefined) leftOut.push("gateway");
  const wanted = Object.fromEntries(Object.entries(others).filter(([name]) => !leftOut.includes(name)));
  await importInto("import", "import", withIds(wanted, made));
  if (permission !== undefined)
    await importInto("import-record", "import of a whitelist record", withIds({ permission }, made));
  await workspace.addStack("take-over");
  const program = /** @type {const} */ ({ front: "", resources: takingOver(others, made) });
  await session.step(
    "take over with existingId",
    () => session.pulumi("take-over", ["up", ...APPLY], program),
    NO_WRITE,
  );

  /** @param {string} stack @param {string} title @param {Resources} imported */
  async function importInto(stack, title, imported) {
    await workspace.addStack(stack);
    const list = Object.entries(imported).map(([name, { type, args }]) => ({
      type: `huaweicloud-vpcep:index:${type}`,
      name,
      id:
        type === "VpcEndpointServicePermission"
          ? `${args["endpointServiceId"]}/${made.get(name)}`
          : made.get(name),
    }));
    const file = workspace.write("import.json", JSON.stringify({ resources: list }));
    const options = ["--yes", "--generate-code=false", "--protect=false", "--suppress-progress"];
    await session.step(title, () => session.pulumi(stack, ["import", "--file", file, ...options]), NO_WRITE);
    await session.step(
      `up after the ${title}`,
      () => session.pulumi(stack, ["up", ...APPLY], { front: "/plugin", resources: imported }),
      NO_WRITE,
    );
  }
}

/**
 * The API does not show these, so that one who takes over what exists would send them again.
 * @type {readonly (readonly [resource: string, field: string])[]}
 */
const UNTOLD = [
  ["other", "serverResources"],
  ["endpoint", "edition"],
];

/** @param {Resources} resources */
function withoutUntold(resources) {
  const copy = structuredClone(resources);
  for (const [name, field] of UNTOLD) delete copy[name]?.args[field];
  return copy;
}

/**
 * With ids in the place of references to resources that are not among them.
 * @param {Resources} resources
 * @param {Ids} made
 * @returns {Resources}
 */
function withIds(resources, made) {
  /** @param {any} value */
  const known = (value) => (value?.output === "id" && !(value.of in resources) ? made.get(value.of) : value);
  return mapped(resources, (_name, args) =>
    Object.fromEntries(Object.entries(args).map(([key, value]) => [key, known(value)])),
  );
}

/**
 * @param {Resources} resources
 * @param {Ids} made
 * @returns {Resources} of the types that can be taken over
 */
function takingOver(resources, made) {
  const adoptable = Object.entries(resources).filter(([, { type }]) => /^VpcEndpoint(Service)?$/.test(type));
  return mapped(Object.fromEntries(adoptable), (name, args) => ({ ...args, existingId: made.get(name) }));
}

/**
 * @param {Resources} resources
 * @param {(name: string, args: Record<string, unknown>) => Record<string, unknown>} change
 * @returns {Resources}
 */
function mapped(resources, change) {
  return Object.fromEntries(
    Object.entries(resources).map(([name, { type, args }]) => [name, { type, args: change(name, args) }]),
  );
}
