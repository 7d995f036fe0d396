import { isNotFound } from "../api/errors";
import type { ApiRecord } from "../vpcep/records";
import { adopt, foreseeAdoption } from "./adopt";
import { checkInputs, unquoted } from "./check";
import { type Changes, changesBetween, changesCloud, repairReason, uncomparable, verdictOn } from "./diff";
import { Failure, PartialFailure, textOf } from "./failures";
import { type Definition, fieldsSetIn, toOutputs, unsentFields } from "./fields";
import type { CheckResult, Environment, ReadResult, ResourceHandlers } from "./handlers";
import type { Wishes } from "./holders";
import { imported, inputsOf, noSuchObject, readObject, unshownOf } from "./observe";
import { beginOperation, contextOf, type Operation, recordOf, tell, warn } from "./operation";
import { partialFailure } from "./outputs";
import { containsUnknown, isUnknown, type Properties } from "./properties";
import { type Actions, reconcile } from "./reconcile";
import type { CheckFailure } from "./rules";
import { deletingText, failedText, nextOf, waitUntilSettled } from "./settle";
import { HIDDEN, hiddenInputs, hiddenState, isManaged, NAMELESS } from "./state";

/** What a resource type is made of: the parts that its handlers put together. */
export interface ResourceType {
  definition: Definition;
  actions: Actions;
}

/** The handlers of a resource type as far as nothing is peculiar to it; it writes the others itself. */
export function handlersOf(
  type: ResourceType,
): Pick<ResourceHandlers, "definition" | "check" | "diff" | "read" | "update"> {
  const { definition } = type;
  return {
    definition,
    check: (env, olds, news) => check(env, type, olds, news),
    diff: async (env, id, olds, news) => verdictOn(compare(env, definition, id, olds, news), news, false),
    read: (env, id, props) => read(env, type, id, props),
    update: (env, id, olds, news) => update(env, type, id, olds, news),
  };
}

/** Checks the inputs; of an adoption that is to come it says what it will do. */
async function check(
  env: Environment,
  { definition, actions }: ResourceType,
  olds: Properties,
  news: Properties,
): Promise<CheckResult> {
  const { properties, problem } = await withProject(env, definition, news);
  const { inputs, failures, warnings } = checkInputs(env, definition, properties);
  if (problem !== undefined) failures.unshift({ property: "", reason: problem });
  for (const text of warnings) sayOnce(env, definition, "warn", news, text);
  const { existingId } = inputs;
  if (typeof existingId === "string" && !isUnknown(existingId)) {
    env.holders.claim(existingId, hiddenState(inputs).name);
    const isNew = Object.keys(definition.fields).every((name) => olds[name] === undefined);
    if (isNew && failures.length === 0)
      failures.push(...(await previewAdoption(env, { definition, actions }, existingId, inputs)));
  }
  return {
    inputs,
    failures: failures.map((failure) => unquoted(definition, failure, hiddenState(inputs).secrets)),
  };
}

/**
 * Properties with the project that they lie in, where neither the program nor the configuration names it: it is looked up,
 * once a process, for a resource has to know its project before it is compared. Gives what kept it from that.
 */
async function withProject(
  env: Environment,
  definition: Definition,
  properties: Properties,
): Promise<{ properties: Properties; problem?: string }> {
  const { config } = env;
  const region = properties.region ?? config.region;
  const projectId = properties.projectId ?? config.projectId;
  const isTold = typeof region === "string" && !isUnknown(region) && !isUnknown(projectId);
  // Of the two, the resource may have its own.
  const { region: _region, projectId: _projectId, ...others } = config;
  if (!isTold || config.source === undefined || containsUnknown(others) || config.problems.length > 0)
    return { properties };
  try {
    const context = contextOf(env, definition, properties, "read");
    const wanted = projectId === undefined ? undefined : String(projectId);
    return { properties: { ...properties, projectId: await env.projectFor(region, wanted, context) } };
  } catch (error) {
    return { properties, problem: textOf(error) };
  }
}

/** Says in a preview what an adoption will do; gives what speaks against it. */
async function previewAdoption(
  env: Environment,
  { definition, actions }: ResourceType,
  id: string,
  inputs: Properties,
): Promise<CheckFailure[]> {
  if ([inputs.region, inputs.projectId].some(containsUnknown)) return [];
  try {
    const operation = beginOperation(env, definition, inputs, "read");
    const text = await foreseeAdoption(operation, actions, id, remembered(definition, inputs));
    sayOnce(env, definition, "info", inputs, text);
    return [];
  } catch (error) {
    const text = textOf(error);
    return [{ property: "", reason: text.startsWith("existingId:") ? text : `existingId: ${text}` }];
  }
}

/** Compares, and says why an update or a replacement comes that the program gives no reason for. */
export function compare(
  env: Environment,
  definition: Definition,
  id: string,
  olds: Properties,
  news: Properties,
): Changes {
  const changes = changesBetween(definition, olds, news, id);
  const repair = repairReason(changes, olds.status);
  for (const field of uncomparable(definition, olds, news))
    sayOnce(env, definition, "warn", news, leftAlone(definition, field));
  // A refresh asks for a diff after its read, which has said it already.
  if (repair !== undefined && !env.said.has(readAs(id, olds.status)))
    sayOnce(env, definition, "info", news, repair);
  return changes;
}

const leftAlone = ({ noun }: Definition, field: string) =>
  `${field} is set for the first time, but the cloud does not show it of this ${noun}, and it cannot be changed on a living one: nothing is done about it. To make sure, replace the ${noun} (pulumi up --target-replace <its URN>)`;

/** Lets the run know which resource of the state has the object, and what the program wants of its deletion. */
export function holdOn(
  { holders }: Environment,
  { type }: Definition,
  id: string,
  olds: Properties,
  wishes: Omit<Wishes, "predecessors">,
): void {
  const { name: known, adoption, predecessors = [] } = hiddenState(olds);
  const name = known === NAMELESS ? hiddenState(wishes.inputs).name : known;
  holders.hold(id, { type, name, mark: adoption }, { predecessors, ...wishes });
}

/** Creates an object or, by `existingId`, takes one over. */
export async function create(
  env: Environment,
  { definition, actions }: ResourceType,
  checked: Properties,
  post: (operation: Operation, inputs: Properties) => Promise<ApiRecord>,
): Promise<{ id: string; outs: Properties }> {
  const predecessors = env.holders.predecessorsOf(hiddenState(checked).name, definition.type);
  const inputs = remembered(definition, checked, predecessors);
  const operation = beginOperation(env, definition, checked, "create");
  const { existingId } = inputs;
  if (typeof existingId === "string")
    return { id: existingId, outs: await adopt(operation, actions, existingId, inputs) };

  const record = await post(operation, inputs);
  const id = String(record.id);
  const sent = sentByCreate(definition, inputs);
  try {
    const settled = await waitUntilSettled(operation, id, record, true);
    const known = toOutputs(definition, id, settled.record, sent);
    if (settled.problem !== undefined) throw partialFailure(id, known, settled.problem);
    return { id, outs: await reconcile(actions, { operation, id, known, inputs }, true) };
  } catch (error) {
    if (error instanceof PartialFailure) throw error;
    // From here on the object exists: whatever happens, its id must not be lost.
    throw partialFailure(id, toOutputs(definition, id, record, sent), textOf(error));
  }
}

/** What is not part of a create: a new object has nothing of it yet, and nothing of it was set. */
function sentByCreate({ fields }: Definition, inputs: Properties): Properties {
  const hidden = hiddenState(inputs);
  const unsent = unsentFields(fields);
  const managed = unsent.filter((name) => inputs[name] !== undefined);
  const empty = Object.fromEntries(managed.map((name) => [name, fields[name]?.default]));
  const set = hidden.set.filter((name) => !unsent.includes(name));
  return { ...inputs, ...empty, [HIDDEN]: { ...hidden, set } };
}

/** The outputs of an object that was looked at, with what the look itself does not show. */
type Observe = (operation: Operation, id: string, record: ApiRecord, base: Properties) => Promise<Properties>;

/** Reads an object: for a refresh, a `.get()`, or, without any properties, an import. */
export async function read(
  env: Environment,
  { definition, actions }: ResourceType,
  id: string,
  props: Properties,
  observe: Observe = async (_operation, _id, record, base) => toOutputs(definition, id, record, base),
): Promise<ReadResult> {
  const { properties, problem } = await withProject(env, definition, props);
  if (problem !== undefined) throw new Failure(problem);
  const operation = beginOperation(env, definition, properties, "read");
  const record = await readObject(operation, id);
  const isOurs = isManaged(props);
  if (record === undefined) {
    // A refresh drops what is gone; a `.get()` or an import asked for something that is not there.
    if (!isOurs) throw noSuchObject(operation, id);
    return { id: "", props: {}, inputs: {} };
  }
  const base = { ...withoutDoubt(props), region: operation.region, projectId: operation.client.projectId };
  const outs = await observe(operation, id, record, base);
  const next = isOurs ? ` ${nextOf(definition)}` : "";
  if (outs.status === "failed") warn(operation, `${failedText(definition, id, record)}${next}`);
  if (outs.status === "deleting") warn(operation, `${deletingText(definition, id)}${next}`);
  env.said.add(readAs(id, outs.status));
  if (props[HIDDEN] === undefined)
    return { id, ...imported(definition, { ...outs, ...(await actions.unshown?.(operation, id)) }) };
  const inputs = inputsOf(definition, outs, props);
  return { id, props: outs, ...(inputs && { inputs }) };
}

/** Properties of which nothing is in doubt any more: a look has shown how they stand. */
function withoutDoubt(properties: Properties): Properties {
  if (properties[HIDDEN] === undefined) return properties;
  const { unfinished: _unfinished, ...hidden } = hiddenState(properties);
  return { ...properties, [HIDDEN]: hidden };
}

/** Brings an object to what the program says now, and finishes what an earlier run left undone. */
export async function update(
  env: Environment,
  { definition, actions }: ResourceType,
  id: string,
  olds: Properties,
  news: Properties,
): Promise<{ outs: Properties }> {
  const inputs = remembered(definition, news);
  const operation = beginOperation(env, definition, news, "update");
  const changes = changesBetween(definition, olds, news, id);
  const nothing = !changesCloud(changes) && changes.settings.length === 0 && !changes.hidden;
  // After a partial failure, where nothing may seem to differ any more, and for an object that had not settled, only the
  // cloud knows what is left to do.
  const { unfinished = [] } = hiddenState(olds);
  const isUnclear = changes.settle || nothing || unfinished.length > 0;
  // Fields that the program starts to manage are read first: what is there already may have to go.
  const isNew = (name: string) => changes.steps.includes(name) && olds[name] === undefined;
  const known = isUnclear
    ? await resume(operation, actions, id, inputs, olds)
    : { ...olds, ...(await unshownOf(operation, actions, id, isNew)) };
  return { outs: await reconcile(actions, { operation, id, known, inputs }) };
}

/** Waits for an object that an earlier run left, and finds out how it really stands. */
async function resume(
  operation: Operation,
  actions: Actions,
  id: string,
  inputs: Properties,
  known: Properties,
): Promise<Properties> {
  const { definition } = operation;
  const first = await recordOf(operation, id).catch((error) => {
    if (!isNotFound(error)) throw error;
  });
  // An object that was just created may not be readable yet; one that had settled is gone.
  if (first === undefined && definition.settled(inputs).includes(String(known.status)))
    throw new Failure(`${definition.noun} ${id} is gone. Run \`pulumi refresh\`, then \`pulumi up\`.`);
  const settled = await waitUntilSettled(operation, id, first ?? { status: known.status }, true);
  const seen = toOutputs(definition, id, settled.record, known);
  if (settled.problem !== undefined) throw partialFailure(id, seen, settled.problem);
  const isManaged = (name: string) => (inputs[name] ?? known[name]) !== undefined;
  return { ...seen, ...(await unshownOf(operation, actions, id, isManaged)) };
}

/** Whether this resource may delete the object; another one may have it by now, or is to take it over. */
export function mayDelete(operation: Operation, id: string, props: Properties): boolean {
  const { noun } = operation.definition;
  const { name, adoption } = hiddenState(props);
  const claim = operation.holders.claimAgainst(id, { name, mark: adoption });
  if (claim.by === "nobody") return true;
  if (claim.by === "holder") {
    const heir = claim.name === name ? "its successor" : `"${claim.name}"`;
    tell(operation, `${noun} ${id} stays: ${heir} has it now`);
    return false;
  }
  const next =
    claim.name === name
      ? "Take the option deleteBeforeReplace out."
      : "Mend what kept it from that, and run `pulumi up` again.";
  throw new Failure(
    `${noun} ${id} stays: "${claim.name}" is to take it over (existingId) and has not. ${next}`,
  );
}

/** Checked inputs, with what the state is to remember of them. */
export function remembered(
  { fields }: Definition,
  inputs: Properties,
  predecessors: string[] = [],
): Properties {
  const hidden = {
    ...hiddenInputs(inputs),
    set: fieldsSetIn(fields, inputs),
    ...(predecessors.length === 0 ? {} : { predecessors }),
  };
  return { ...inputs, [HIDDEN]: hidden };
}

const readAs = (id: string, status: unknown) => `${id} is ${status}`;

export function sayOnce(
  { log, said }: Environment,
  { type }: Definition,
  level: "info" | "warn",
  inputs: Properties,
  text: string,
): void {
  const line = `${type} "${hiddenState(inputs).name}": ${text}`;
  if (said.has(line)) return;
  said.add(line);
  log[level](line);
}
