import { isNotFound } from "../api/errors";
import { changesBetween, changesCloud, repairReason, verdictOn } from "../resource/diff";
import { textOf } from "../resource/failure-text";
import { Failure, PartialFailure } from "../resource/failures";
import { fieldsSetIn } from "../resource/fields";
import type { Bag, Environment, ResourceKind } from "../resource/handlers";
import { beginOperation, call, type Operation, tell, warn } from "../resource/operation";
import { partialFailure } from "../resource/outputs";
import { HIDDEN, hiddenInputs, hiddenState } from "../resource/state";
import { containsUnknown, isUnknown } from "../resource/unknown";
import { adopt, foreseeAdoption } from "./adopt";
import { checkVpcEndpointService } from "./check";
import { connectionsOf, isOpen } from "./connections";
import { createOnce } from "./create-once";
import { PERMISSION_FIELDS, SERVICE } from "./fields";
import type { CheckFailure, VpcEndpointServiceInputs, VpcEndpointServiceOutputs } from "./inputs";
import { lossWarning } from "./loss";
import { inputsOf, lookAt, managedWhitelist, noSuchService, observed } from "./observe";
import { getService } from "./operations";
import { wouldClash } from "./ports";
import { remove } from "./remove";
import { rootOf } from "./rules/report";
import { deletingText, failedText, REPLACED, waitUntilAvailable } from "./settle";
import { reconcileService } from "./steps";
import { type OutputsBase, type ServiceAnswer, toOutputs } from "./wire";

/**
 * VPC endpoint services. Each method strings together the pure parts around it and the client:
 *
 * create: POST, then polls until the service is available (`existingId`: GET, then as update).
 * read: GET, the list for the number of consumers, and the whitelist if the program manages it.
 * update: one PUT with the changed fields; tags and whitelist through calls of their own, with the difference.
 * delete: DELETE, then polls until the service is gone.
 */
export const vpcEndpointServiceKind: ResourceKind = {
  type: "VpcEndpointService",

  async check(env, olds, news) {
    const { inputs, failures, warnings } = checkVpcEndpointService(env, news);
    for (const text of warnings) sayOnce(env, "warn", news, text);
    const { existingId } = inputs;
    if (typeof existingId === "string" && !isUnknown(existingId)) {
      env.holders.claim(existingId, hiddenState(inputs).name);
      const isNew = olds.vpcId === undefined;
      if (isNew && failures.length === 0)
        failures.push(...(await lookBeforeAdoption(env, existingId, inputs)));
    }
    return { inputs, failures: failures.map((failure) => unquoted(failure, hiddenState(inputs).secrets)) };
  },

  async diff(env, id, olds, news) {
    holdOn(env, id, olds, news);
    const changes = changesBetween(SERVICE, olds, news, id);
    const repair = repairReason(changes, olds.status);
    // A refresh asks for a diff after its read, which has said it already.
    if (repair !== undefined && !env.said.has(readAs(id, olds.status))) sayOnce(env, "info", news, repair);
    // A service that has failed serves nobody any longer; and a refresh, which shows that, asks for a diff as well.
    const isProtected =
      news.protectConnections === true && changes.replace.some((field) => field !== "status");
    const loss = lossWarning(changes, olds, isProtected ? await countConnections(env, id, olds) : undefined);
    if (loss !== undefined && isProtected)
      throw new Failure(`it ${loss}. protectConnections refuses that: set it to false to go on.`);
    if (loss !== undefined) sayOnce(env, "warn", news, loss);
    return verdictOn(changes, news, wouldClash(olds, news));
  },

  async create(env, bag) {
    const { name } = hiddenState(bag);
    const inputs = remembered(bag, env.holders.predecessorsOf(name));
    const operation = beginOperation(env, SERVICE, bag, "create");
    const { existingId } = inputs;
    if (existingId !== undefined)
      return { id: existingId, outs: { ...(await adopt(operation, existingId, inputs)) } };

    const created = await createOnce(operation, inputs);
    const id = String(created.id);
    const sent = sentByCreate(inputs);
    try {
      return { id, outs: { ...(await finish(operation, id, created, inputs, sent)) } };
    } catch (error) {
      if (error instanceof PartialFailure) throw error;
      // From here on the service exists: whatever happens, its id must not be lost.
      throw partialFailure(id, toOutputs(id, created, sent), textOf(error));
    }
  },

  async read(env, id, props) {
    const operation = beginOperation(env, SERVICE, props, "read");
    const answer = await lookAt(operation, id);
    if (answer === undefined) {
      // A refresh drops what is gone; a `.get()`, which knows no status yet, asked for something that is not there.
      if (props.status === undefined) throw noSuchService(operation, id);
      return { id: "", props: {}, inputs: {} };
    }
    const base: OutputsBase = { ...props, region: operation.region, projectId: operation.client.projectId };
    const isOurs = props.status !== undefined;
    const outs = await observed(operation, id, answer, base);
    if (outs.status === "failed") warn(operation, `${failedText(id, answer)}${isOurs ? ` ${REPLACED}` : ""}`);
    if (outs.status === "deleting") warn(operation, `${deletingText(id)}${isOurs ? ` ${REPLACED}` : ""}`);
    env.said.add(readAs(id, outs.status));
    const drifted = inputsOf(outs, props);
    return { id, props: { ...outs }, ...(drifted && { inputs: drifted }) };
  },

  async update(env, id, olds, news) {
    holdOn(env, id, olds, news);
    const inputs = remembered(news);
    const operation = beginOperation(env, SERVICE, news, "update");
    const changes = changesBetween(SERVICE, olds, news, id);
    const nothing = !changesCloud(changes) && !changes.settings && !changes.hidden;
    let known = olds as unknown as VpcEndpointServiceOutputs;
    // After a partial failure, where nothing may seem to differ any more, and for a service that had not settled, only
    // the cloud knows what is left to do.
    const { doubt = [] } = hiddenState(olds);
    if (changes.settle || nothing || doubt.length > 0) known = await resume(operation, id, inputs, known);
    else known = { ...known, ...(await unseenWhitelist(operation, id, changes.steps, known)) };
    return { outs: { ...(await reconcileService(operation, id, known, inputs)) } };
  },

  async delete(env, id, props) {
    const operation = beginOperation(env, SERVICE, props, "delete");
    const { name, adoption } = hiddenState(props);
    const claim = env.holders.claimAgainst(id, { name, mark: adoption });
    if (claim.by === "holder")
      return tell(operation, `service ${id} stays: ${heir(name, claim.name)} has it now`);
    if (claim.by === "claimant") throw new Failure(claimed(id, name, claim.name));
    await remove(operation, id, props.rejectConnectionsOnDelete === true);
  },
};

/** Lets the run know which resource of the state has the service, and what the program wants of its deletion. */
function holdOn({ holders }: Environment, id: string, olds: Bag, news: Bag): void {
  const { name, adoption, predecessors = [] } = hiddenState(olds);
  const rejectConnections = news.rejectConnectionsOnDelete === true;
  holders.hold(
    id,
    { name, mark: adoption },
    { predecessors, rejectConnections, wouldClash: wouldClash(olds, news) },
  );
}

/** Asked before a replacement that the program wants to be kept from: what was last seen may be long ago. */
async function countConnections(env: Environment, id: string, olds: Bag): Promise<number> {
  try {
    return (await connectionsOf(beginOperation(env, SERVICE, olds, "read"), id)).filter(isOpen).length;
  } catch (error) {
    if (isNotFound(error)) return 0;
    throw new Failure(
      `it is to be replaced, and protectConnections is set, but its connections could not be counted: ${textOf(error)}`,
    );
  }
}

/** Says in a preview what an adoption will do; gives what speaks against it. */
async function lookBeforeAdoption(env: Environment, id: string, inputs: Bag): Promise<CheckFailure[]> {
  if ([inputs.region, inputs.projectId].some(containsUnknown)) return [];
  try {
    const text = await foreseeAdoption(beginOperation(env, SERVICE, inputs, "read"), id, remembered(inputs));
    sayOnce(env, "info", inputs, text);
    return [];
  } catch (error) {
    const text = textOf(error);
    return [{ property: "", reason: text.startsWith("existingId:") ? text : `existingId: ${text}` }];
  }
}

const heir = (name: string, holder: string) => (holder === name ? "its successor" : `"${holder}"`);

/** Why a service is not deleted that a resource wants to take over and has not, so that it would be lost to both. */
function claimed(id: string, name: string, claimant: string): string {
  const next =
    claimant === name
      ? "Take the option deleteBeforeReplace out."
      : "Mend what kept it from that, and run `pulumi up` again.";
  return `service ${id} stays: "${claimant}" is to take it over (existingId) and has not. ${next}`;
}

/**
 * The engine quotes the value of the property that a failure names, a secret one too. So a failure of a secret, and of a
 * field that often is one, names it in its text; of a secret's parts only the whole is named, for a key may tell as much.
 */
function unquoted({ property, reason }: CheckFailure, secrets: readonly string[] = []): CheckFailure {
  const root = rootOf(property);
  if (secrets.includes(root)) return { property: "", reason: `${root} ${reason}` };
  if (property !== "description" && property !== "tags") return { property, reason };
  return { property: "", reason: `${property} ${reason}` };
}

/** Checked inputs, with what the state is to remember of them. */
function remembered(bag: Bag, predecessors: string[] = []): VpcEndpointServiceInputs {
  const hidden = {
    ...hiddenInputs(bag),
    set: fieldsSetIn(SERVICE.fields, bag),
    ...(predecessors.length === 0 ? {} : { predecessors }),
  };
  return { ...bag, [HIDDEN]: hidden } as unknown as VpcEndpointServiceInputs;
}

/** Waits for a service that was just created, and adds what a create does not take. */
async function finish(
  operation: Operation,
  id: string,
  created: ServiceAnswer,
  inputs: VpcEndpointServiceInputs,
  sent: VpcEndpointServiceInputs,
): Promise<VpcEndpointServiceOutputs> {
  const settled = await waitUntilAvailable(operation, id, created, true);
  const known = toOutputs(id, settled.answer, sent);
  if (settled.problem !== undefined) throw partialFailure(id, known, settled.problem);
  return reconcileService(operation, id, known, inputs, true);
}

/** Finishes what an earlier run left undone: waits for the service, and finds out how it really stands. */
async function resume(
  operation: Operation,
  id: string,
  inputs: VpcEndpointServiceInputs,
  known: VpcEndpointServiceOutputs,
): Promise<VpcEndpointServiceOutputs> {
  const first = await call(operation, getService(id)).catch((error) => {
    if (!isNotFound(error)) throw error;
    // A service that was just created may not be readable yet; one that was available is gone.
    if (known.status === "available")
      throw new Failure(`service ${id} is gone. Run \`pulumi refresh\`, then \`pulumi up\`.`);
    return { body: { status: known.status } };
  });
  const settled = await waitUntilAvailable(operation, id, first.body, true);
  const seen = toOutputs(id, settled.answer, known);
  if (settled.problem !== undefined) throw partialFailure(id, seen, settled.problem);
  return { ...seen, ...(await managedWhitelist(operation, id, inputs, known)) };
}

/** The whitelist is not part of a create: nobody is on a new service's yet, and nothing of it was set. */
function sentByCreate(inputs: VpcEndpointServiceInputs): VpcEndpointServiceInputs {
  const managed = PERMISSION_FIELDS.filter((field) => inputs[field] !== undefined);
  const set = inputs.__vpcep.set.filter((field) => !(PERMISSION_FIELDS as string[]).includes(field));
  const empty = Object.fromEntries(managed.map((field) => [field, []]));
  return { ...inputs, ...empty, __vpcep: { ...inputs.__vpcep, set } };
}

/** Lists that the program manages from now on, as they are: whoever was let in before may have to go. */
function unseenWhitelist(
  operation: Operation,
  id: string,
  changed: readonly string[],
  known: VpcEndpointServiceOutputs,
): Promise<Bag> {
  const unseen = PERMISSION_FIELDS.filter((field) => changed.includes(field) && known[field] === undefined);
  return managedWhitelist(operation, id, Object.fromEntries(unseen.map((field) => [field, []])));
}

const readAs = (id: string, status: unknown) => `${id} is ${status}`;

function sayOnce({ log, said }: Environment, level: "info" | "warn", inputs: Bag, text: string): void {
  const line = `VpcEndpointService "${hiddenState(inputs).name}": ${text}`;
  if (said.has(line)) return;
  said.add(line);
  log[level](line);
}
