// No run deletes a service that a resource of the state holds, whatever failed on the way to it. The runs are those of
// the engine's model: each in a provider process of its own, deletes at the end of a run in which nothing failed.
import type { Deployment, UpOptions } from "../helpers/deployment";
import { documented } from "../helpers/documented";
import type { Properties } from "../helpers/engine";
import { failure, type Lab, service } from "../helpers/in-process";
import { count, get, idsInCloud, lab, otherPort, put, remove, tags } from "./support";

const otherFails = { fails: new Error("another resource of the program failed") };
const refused = { kind: "status", status: 403, errorCode: "EndPoint.0004" } as const;
/** As the program wants the service from the adoption on; each difference is a call of its own. */
const changed = { description: "adopted", tags: { team: "orders" } };

/** A stack whose resource `svc` has made its service. */
async function madeBySvc(): Promise<{ one: Lab; stack: Deployment; id: string }> {
  const one = await lab();
  const stack = one.newDeployment();
  await stack.up([{ name: "svc", wanted: service() }]);
  const id = stack.resources[0]?.id as string;
  one.forget();
  return { one, stack, id };
}

/** The same, taken over by `svc` itself in a later run, so that `--replace` takes it over again. */
async function adoptedBySvc(): Promise<{ one: Lab; stack: Deployment; id: string }> {
  const { one, stack, id } = await madeBySvc();
  stack.resources = [];
  await up(one, stack, { svc: { existingId: id } });
  one.forget();
  return { one, stack, id };
}

/** A run of its own process; the resources' arguments are given as changes of the usual service's. */
async function up(
  one: Lab,
  stack: Deployment,
  resources: Record<string, Properties>,
  { fails = false, ...options }: UpOptions & { fails?: boolean } = {},
) {
  one.restart();
  await one.time.runtime.sleep(1000);
  const program = Object.entries(resources).map(([name, changes]) => ({ name, wanted: service(changes) }));
  return stack.up([...program, ...(fails ? [otherFails] : [])], options);
}

function expectHeldBy(one: Lab, stack: Deployment, id: string, ...names: string[]): void {
  expect(idsInCloud(one)).toEqual([id]);
  expect(stack.resources.map(({ name }) => name)).toEqual(names);
  expect(stack.resources.map((resource) => resource.id)).toEqual(names.map(() => id));
  expect(count(one, "DELETE")).toBe(0);
}

describe.each([
  ["a rename", madeBySvc, "renamed", {}],
  ["pulumi up --replace", adoptedBySvc, "svc", { replace: ["svc"] }],
] as const)("fault 78: %s with existingId", (_what, made, heir, options) => {
  test.each([
    ["alone", {}],
    ["with a change", changed],
    ["with another port (replaceOnChanges)", { portId: otherPort }],
  ])("%s: taken over, then the predecessor's delete leaves it", async (_how, change) => {
    const { one, stack, id } = await made();
    const wanted = { existingId: id, ...change };
    const plan = await stack.plan({ name: heir, wanted: service(wanted) });
    expect(plan.deleteBeforeReplace).toBe(false);
    await up(one, stack, { [heir]: wanted }, options);
    expectHeldBy(one, stack, id, heir);
    expect(one.lines.at(-1)).toMatch(documented("service … stays: … has it now"));
  });

  test("and another resource failed, so that the run never came to its deletes: the next one's leaves the service", async () => {
    const { one, stack, id } = await made();
    const program = { [heir]: { existingId: id } };
    const failing = up(one, stack, program, { ...options, fails: true, atOnce: true });
    await expect(failing).rejects.toBe(otherFails.fails);
    expectHeldBy(one, stack, id, "svc", heir);

    one.lines.length = 0;
    await up(one, stack, program);
    expectHeldBy(one, stack, id, heir);
    expect(one.lines.filter((line) => line.includes(id))).toHaveLength(1);
    one.forget();
    await up(one, stack, program);
    expect(one.calls()).toEqual([]);
  });

  test.each([false, true])(
    "and the adoption failed half-way (--continue-on-error: %p): the next run finishes it",
    async (continueOnError) => {
      const { one, stack, id } = await made();
      const program = { [heir]: { existingId: id, ...changed } };
      one.fault({ ...refused, match: tags });
      const { message } = await failure(up(one, stack, program, { ...options, continueOnError }));
      expect(message).toContain("Run `pulumi up` again");
      expect([idsInCloud(one), stack.find(heir)?.id]).toEqual([[id], id]);

      one.emulator.clearFaults();
      await up(one, stack, program);
      expectHeldBy(one, stack, id, heir);
      expect(one.emulator.state().services[0]).toMatchObject({ description: "adopted" });
    },
  );
});

test("fault 78: a rename taken back before it was finished: the first resource keeps the service", async () => {
  const { one, stack, id } = await madeBySvc();
  await failure(up(one, stack, { renamed: { existingId: id } }, { fails: true }));
  await up(one, stack, { svc: {} });
  expectHeldBy(one, stack, id, "svc");
});

test("fault 78: a destroy deletes a service that the state holds twice, once", async () => {
  const { one, stack, id } = await madeBySvc();
  await failure(up(one, stack, { renamed: { existingId: id } }, { fails: true }));
  one.restart();
  await stack.destroy();
  expect([idsInCloud(one), stack.resources]).toEqual([[], []]);
});

test("fault 78: a service that has failed is not taken over again, and nothing is deleted", async () => {
  const { one, stack, id } = await adoptedBySvc();
  one.emulator.patchService(id, { status: "failed" });
  await stack.refresh();
  const { message } = await failure(up(one, stack, { svc: { existingId: id } }));
  expect(message).toContain("Delete it, or leave existingId out.");
  expectHeldBy(one, stack, id, "svc");
});

test.each([
  // The first look is the one before it, in check.
  ["the look at the service failed", { ...refused, match: { ...get, nth: 2 } }],
  ["its first change was refused", { ...refused, match: put }],
])(
  "fault 78: with --continue-on-error deletes follow a failed adoption; %s: the predecessor stays in the state",
  async (_name, fault) => {
    const { one, stack, id } = await madeBySvc();
    const renamed = { renamed: { existingId: id, ...changed } };
    one.fault(fault);
    await failure(up(one, stack, renamed, { continueOnError: true }));
    expectHeldBy(one, stack, id, "svc");
    const refusal = one.errors.find(({ message }) => message.includes('"svc": delete failed'));
    expect(refusal?.message).toMatch(
      documented('service … stays: "…" is to take it over (existingId) and has not. …'),
    );
    expect(refusal?.message).toContain(id);

    one.emulator.clearFaults();
    await up(one, stack, renamed);
    expectHeldBy(one, stack, id, "renamed");
  },
);

test.each([
  ["keep both of them", []],
  ["where one failed keep both, and the next run finishes it", [{ ...refused, match: get, times: 1 }]],
])("fault 78: two resources that exchange their services %s", async (_name, faults) => {
  const { one, stack, id } = await madeBySvc();
  const [mine, yours] = [{}, { portId: otherPort }];
  await up(one, stack, { svc: mine, other: yours });
  const otherId = stack.find("other")?.id as string;
  const both = [id, otherId].sort();
  const exchanged = { svc: { ...yours, existingId: otherId }, other: { ...mine, existingId: id } };
  one.fault(...faults);
  const first = up(one, stack, exchanged, { continueOnError: true });
  if (faults.length > 0) await failure(first);
  else await first;
  expect(idsInCloud(one).sort()).toEqual(both);
  await up(one, stack, exchanged);
  expect([stack.find("svc")?.id, stack.find("other")?.id]).toEqual([otherId, id]);
  expect(stack.resources).toHaveLength(2);
  expect(idsInCloud(one).sort()).toEqual(both);
});

test("fault 78: a resource that takes over another service does not delete its own first: one that registers later may want it", async () => {
  const { one, stack, id } = await madeBySvc();
  const theirs = one.newStack("theirs");
  await theirs.up(service({ portId: otherPort }));
  // What it serves is doubtful from here on.
  const ports = [{ clientPort: 1, serverPort: 90 }];
  one.fault(
    { kind: "reset", at: "after-processing", match: put },
    { kind: "status", status: 500, match: get },
  );
  await failure(up(one, stack, { svc: { ports } }));
  one.emulator.clearFaults();
  await up(one, stack, {
    svc: { portId: otherPort, existingId: theirs.id },
    heir: { ports, existingId: id },
  });
  expect([stack.find("svc")?.id, stack.find("heir")?.id]).toEqual([theirs.id, id]);
  expect(idsInCloud(one).sort()).toEqual([id, theirs.id].sort());
});

test("fault 78: a delete of a service that nobody else holds is made, whatever is adopted beside it", async () => {
  const { one, stack, id } = await madeBySvc();
  await up(one, stack, { svc: {}, other: { portId: otherPort } });
  await up(one, stack, { renamed: { existingId: id } });
  expect(stack.resources).toMatchObject([{ name: "renamed", id }]);
  expect(idsInCloud(one)).toEqual([id]);
  one.fault({ kind: "status", status: 500, match: remove, times: 1 });
  await up(one, stack, {});
  expect([idsInCloud(one), stack.resources]).toEqual([[], []]);
});
