import fc from "fast-check";
import { expectNoCanary, type Lab } from "../../../helpers/in-process";
import { plainTransport } from "../../../helpers/plain-transport";
import { lab } from "../../support";
import { runs } from "../services";
import { anySequence, type Command, plainUp } from "./commands";
import { driftIn, problemAfter } from "./invariants";
import { type Happened, World } from "./world";

/** Half of the runs of the property of ../programs-1.test.ts and ../programs-2.test.ts. */
export async function checkPrograms(half: 1 | 2): Promise<void> {
  await fc.assert(fc.asyncProperty(anySequence, await sequenceRunner()), runs(1000, half));
}

/** Runs sequences of commands, each on a fresh cloud; throws what an invariant says, and the command that broke it. */
async function sequenceRunner(): Promise<(sequence: readonly Command[]) => Promise<void>> {
  const one = await lab({ emulator: { settleSeconds: 0 }, sockets: plainTransport() });
  return async (sequence) => {
    const world = await freshWorld(one);
    for (const command of sequence) await obey(world, command);
    await comeToRest(world);
    expectNoCanary(one);
  };
}

async function freshWorld(one: Lab): Promise<World> {
  one.emulator.reset();
  one.restart();
  one.lines.length = one.errors.length = one.deployments.length = 0;
  const world = new World(one);
  await world.makeForeign();
  return world;
}

async function obey(world: World, command: Command): Promise<Happened> {
  const happened = await world.obey(command);
  const problem = problemAfter(world, happened);
  if (problem !== undefined) throw new Error(`${problem}\nafter ${story(happened)}`);
  return happened;
}

const refresh: Command = { kind: "refresh", trouble: plainUp.trouble };

/** Troubles are over: the program as it is succeeds, then has nothing to do, before a refresh and after it. */
async function comeToRest(world: World): Promise<void> {
  let settled = await obey(world, plainUp);
  for (let round = 0; round < 3 && settled.outcome !== "succeeded"; round++) {
    const message = settled.error?.message ?? "";
    if (!/`pulumi refresh`|run `pulumi up` again|EndPoint\.3044/.test(message))
      throw new Error(`an up failed without trouble: ${story(settled)}`);
    // What a kill left behind is named, and deleted by hand.
    world.deleteOrphan(/Service (\S+) \(created/.exec(message)?.[1]);
    // What is gone is missed by a refresh; what is in the way of other resources goes although they fail.
    await obey(world, refresh);
    settled = await obey(world, { ...plainUp, continueOnError: true });
  }
  if (settled.outcome !== "succeeded") throw new Error(`no rest: ${story(settled)}`);
  if (world.ledger.knowsAll(world.stack.resources)) await expectNothingToDo(world);

  await obey(world, refresh);
  const repaired = await obey(world, plainUp);
  if (repaired.outcome !== "succeeded") throw new Error(`no rest after a refresh: ${story(repaired)}`);
  await obey(world, refresh);
  const drift = driftIn(world.stack.refreshed, repaired.registered);
  if (drift !== undefined) throw new Error(`${drift}\nafter ${story(repaired)}`);
  await expectNothingToDo(world);
}

async function expectNothingToDo(world: World): Promise<void> {
  const happened = await obey(world, plainUp);
  if (happened.requests.length > 0 || happened.outcome !== "succeeded")
    throw new Error(`there was something left to do: ${story(happened)}`);
}

function story({ command, outcome, error, registered, requests }: Happened): string {
  const calls = requests.map(
    ({ method, path, status, fault, body }) =>
      `${method} ${path.replace(/^\/v1\/[^/]+/, "")} ${body === null ? "" : JSON.stringify(body)} -> ${status ?? "-"}${fault === null ? "" : ` (${fault.kind} ${fault.at})`}`,
  );
  const program = registered.map(({ name, wanted }) => `${name}: ${JSON.stringify(wanted)}`);
  return [`${command.kind}, which ${outcome}`, ...program, ...calls, error?.message ?? ""].join("\n  ");
}
