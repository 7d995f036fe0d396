import fc from "fast-check";
import type { Properties } from "../../helpers/engine";
import { expectNoCanary, idsInState, type Lab, service } from "../../helpers/in-process";
import { plainTransport } from "../../helpers/plain-transport";
import type { Stack } from "../../helpers/stack";
import { idsInCloud, lab } from "../support";
import { anyCommand, type Command } from "./commands";
import { anyService, runs } from "./services";
import { stateProblem } from "./state-schema";

/** One run of commands against a stack of one service, beside a service that is somebody else's. */
class Run {
  readonly stack: Stack;
  kills = 0;
  private killAt = 0;

  constructor(
    readonly one: Lab,
    readonly foreign: string,
  ) {
    this.stack = one.newStack("orders");
  }

  /** An operation that may be killed: it never ends then, and the state stays as it was. */
  async operate(operation: () => Promise<unknown>): Promise<void> {
    const killed = this.one.killAt(this.killAt).then(() => {
      this.kills += 1;
    });
    this.killAt = 0;
    await Promise.race([operation().catch(() => undefined), killed]);
    void this.one.killAt(0);
  }

  async obey(command: Command): Promise<void> {
    const { one, stack } = this;
    const own = stack.state?.id;
    switch (command.kind) {
      case "up":
        return this.operate(() => stack.up(command.wanted));
      case "refresh":
        return this.operate(() => stack.refresh());
      case "destroy":
        return this.operate(() => stack.destroy());
      case "fault":
        return one.fault(...command.rules);
      case "kill":
        this.killAt = command.nth;
        return;
      default:
        if (own === undefined || !idsInCloud(one).includes(own)) return;
        if (command.kind === "changed outside") one.emulator.patchService(own, command.patch);
        else one.emulator.deleteService(own);
    }
  }
}

const foreignService = {
  ...service(),
  portId: "88888888-8888-4888-8888-888888888888",
  serviceName: "theirs",
};

test("fault 95: whatever happens to a stack, it comes to rest where the program says, with nothing lost, doubled or leaked", async () => {
  const one = await lab({ sockets: plainTransport() });
  const commands = fc.array(anyCommand, { minLength: 1, maxLength: 12 });
  const property = fc.asyncProperty(commands, anyService, async (sequence, goal) => {
    one.emulator.reset();
    one.restart();
    one.stacks.length = one.lines.length = one.errors.length = 0;
    const theirs = one.newStack("theirs");
    await theirs.up(foreignService);
    one.stacks.length = 0;
    const before = JSON.stringify(one.emulator.state().services);

    const current = new Run(one, theirs.id);
    for (const command of sequence) {
      await current.obey(command);
      expectInvariants(current);
    }
    await comeToRest(current, goal);
    // I3: what is somebody else's was not touched.
    expect(JSON.stringify(one.emulator.state().services.filter(({ id }) => id === theirs.id))).toBe(before);
  });
  await fc.assert(property, runs(150));
}, 240_000);

function expectInvariants(run: Run): void {
  const { one, stack, kills } = run;
  // I2: an object that is in no state was left by a kill, or an error has named it.
  const named = one.errors.filter(({ message }) =>
    /may have been created|EndPoint\.3044/.test(message),
  ).length;
  expect(orphansOf(run).length).toBeLessThanOrEqual(kills + named);
  // I4 and I5.
  for (const state of [stack.state, ...stack.pendingDeletes]) {
    if (state !== undefined) expect(stateProblem(state)).toBeUndefined();
  }
  expectNoCanary(one);
}

/** Faults are over: refresh, up, adopting what a kill or a lost response left behind, once its id is known. */
async function comeToRest(run: Run, wanted: Properties): Promise<void> {
  const { one, stack, foreign } = run;
  one.emulator.clearFaults();
  one.restart();
  await stack.refresh();
  for (let rounds = 0; rounds < 4; rounds++) {
    try {
      await stack.up(wanted);
      break;
    } catch (error) {
      // I2: an object that is in no state is named by the up that meets it.
      const [, orphan] = /existingId: "([^"]+)"/.exec((error as Error).message) ?? [];
      // A modify call that meets it names the conflict alone: there is nothing to adopt for a service that stands.
      const met =
        orphan ?? (/PUT .*EndPoint\.3044/.test((error as Error).message) ? orphansOf(run)[0] : undefined);
      if (met === undefined) throw new Error((error as Error).message);
      expect(orphansOf(run)).toContain(met);
      one.emulator.deleteService(met);
    }
  }
  for (const orphan of orphansOf(run)) one.emulator.deleteService(orphan);
  // I1 and I6: nothing is left to do, and finding that out costs no call.
  one.forget();
  expect(await stack.up(wanted)).toBe("same");
  expect(one.calls()).toEqual([]);
  await stack.refresh();
  expect(one.calls().length).toBeLessThanOrEqual(3);
  expect(await stack.up(wanted)).toBe("same");
  expect(idsInCloud(one).sort()).toEqual([...idsInState(one), foreign].sort());
  await expectBudget(run, wanted);
}

/** I6: one scalar costs one call, a delete one and a look. */
async function expectBudget({ one, stack }: Run, wanted: Properties): Promise<void> {
  one.forget();
  await stack.up({ ...wanted, description: "at the end" });
  expect(one.calls()).toEqual(["PUT /vpc-endpoint-services/*"]);
  expect(stateProblem(stack.state as never)).toBeUndefined();
  one.forget();
  await stack.destroy();
  expect(one.calls()).toEqual(["DELETE /vpc-endpoint-services/*", "GET /vpc-endpoint-services/*"]);
}

/** In the cloud, in no state, and nobody else's. */
function orphansOf({ one, foreign }: Run): string[] {
  return idsInCloud(one).filter((id) => id !== foreign && !idsInState(one).includes(id));
}
