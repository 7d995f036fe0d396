import { isDeepStrictEqual } from "node:util";
import type { Refreshed } from "../../../helpers/deployment-run";
import type { Properties, ResourceState } from "../../../helpers/engine";
import { stateProblem } from "../state-schema";
import { sentTo } from "./fields";
import { living } from "./moment";
import { secretValues } from "./program";
import type { Happened, World } from "./world";

/** What a command must not have done; undefined when all is well. */
export function problemAfter(world: World, happened: Happened): string | undefined {
  const { command, after } = happened;
  if (command.kind === "refresh")
    for (const { now } of happened.killed ? [] : world.stack.refreshed)
      if (now !== undefined) world.ledger.refreshed(now);
  const changed = command.kind === "by hand" ? undefined : world.ledger.check(happened);
  return lost(happened) ?? changed ?? orphaned(happened) ?? unfinished(happened) ?? badState(after.resources);
}

/** No service goes that the program wants, or that the stack does not hold. */
function lost({ registered, before, after, steps }: Happened): string | undefined {
  const held = new Set(before.resources.map(({ id }) => id));
  for (const { name, wanted } of registered) {
    const id = wanted.existingId as string | undefined;
    if (id !== undefined && !after.services.has(id)) return `${name} wants ${id}, and it was deleted`;
    const has = living(after.resources, name);
    // A replacement may delete first, and fail.
    const isReplaced = steps.get(name) === "replace" && held.has(has?.id ?? "");
    if (has !== undefined && !after.services.has(has.id) && before.services.has(has.id) && !isReplaced)
      return `${name} holds ${has.id}, and it was deleted`;
    if (has !== undefined && !after.services.has(has.id) && !held.has(has.id))
      return `${name} was given ${has.id}, which is not there`;
  }
  const gone = [...before.services.keys()].find((id) => !after.services.has(id) && !held.has(id));
  return gone === undefined ? undefined : `${gone} was deleted, which no resource held`;
}

/** What the state held and what a run made stays in the state as long as it is in the cloud, unless an error names it. */
function orphaned({ before, after, killed, requests, errors }: Happened): string | undefined {
  const holds = (resources: readonly ResourceState[], id: string) => resources.some((one) => one.id === id);
  for (const id of after.services.keys()) {
    if (holds(after.resources, id)) continue;
    if (holds(before.resources, id)) return `${id} left the state and is still in the cloud`;
    if (!before.services.has(id) && !killed && !errors.some(namesOrphan))
      return `${id} was made and is in no state`;
    const isChanged = [...sentTo(id, requests).values()].includes("done");
    if (isChanged && !killed) return `${id} was changed by an adoption that is in no state`;
  }
  return undefined;
}

const namesOrphan = ({ message }: Error) => /may have been created|EndPoint\.3044/.test(message);

/** After a success the state holds exactly what the program registered, and it is there. */
function unfinished({ command, outcome, registered, before, after }: Happened): string | undefined {
  if (outcome !== "succeeded" || (command.kind !== "up" && command.kind !== "destroy")) return undefined;
  const names = after.resources.map(({ name }) => name).sort();
  const wanted = registered.map(({ name }) => name).sort();
  if (!isDeepStrictEqual(names, wanted)) return `success, and the state holds ${names}, not ${wanted}`;
  for (const {
    name,
    wanted: { existingId },
  } of registered) {
    const has = living(after.resources, name);
    // One that a killed run or somebody else has deleted is missed by a refresh alone.
    const missing = before.resources.some(({ id }) => id === has?.id) && !before.services.has(has?.id ?? "");
    if (has === undefined || (!after.services.has(has.id) && !missing))
      return `success, and ${name} is not there`;
    if (existingId !== undefined && has.id !== existingId) return `${name} is ${has.id}, not ${existingId}`;
  }
  return undefined;
}

function badState(resources: readonly ResourceState[]): string | undefined {
  for (const resource of resources) {
    const problem = stateProblem(resource);
    if (problem !== undefined) return `${resource.name}: ${problem}`;
    const leaked = JSON.stringify([resource.outputs.__vpcep, resource.inputs.__vpcep]).match(secretValues);
    if (leaked !== null) return `the hidden state of ${resource.name} holds ${leaked}`;
  }
  return undefined;
}

/** A refresh after which nothing has drifted: the inputs are what the program says, word for word. */
export function driftIn(
  refreshed: readonly Refreshed[],
  registered: Happened["registered"],
): string | undefined {
  for (const { old, now, verdict } of refreshed) {
    if (verdict === "gone" || now === undefined) return `${old.name} is gone`;
    const wanted = registered.find(({ name }) => name === old.name)?.wanted ?? {};
    const differs = Object.keys(wanted).find((field) => !isDeepStrictEqual(now.inputs[field], wanted[field]));
    if (differs !== undefined)
      return `a refresh gives ${differs} of ${old.name} back as ${text(now.inputs, differs)}, not ${text(wanted, differs)}`;
    if (verdict.changes === true || verdict.replaces.length > 0) return `${old.name} drifted`;
  }
  return undefined;
}

const text = (properties: Properties, field: string) => JSON.stringify(properties[field]);
