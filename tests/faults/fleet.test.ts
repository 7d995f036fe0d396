import { vpcEndpoint } from "../../provider/vpc-endpoint/lifecycle";
import type { Lab } from "../helpers/in-process";
import { service } from "../helpers/samples";
import { count, lab } from "./support";

const SIZE = 12;
const LIST = "GET /vpc-endpoint-services?";
const GET = "GET /vpc-endpoint-services/*";

async function fleet(settleSeconds = 2) {
  const one = await lab({ emulator: { settleSeconds } });
  const stacks = Array.from({ length: SIZE }, (_, index) => one.newStack(`orders-${index}`));
  const wanted = (index: number) => service({ ports: [{ clientPort: 80, serverPort: index + 1 }] });
  return { one, stacks, create: () => Promise.all(stacks.map((stack, index) => stack.up(wanted(index)))) };
}

/** So many lists, and the one GET each that the state, or the certainty that it is gone, needs anyhow. */
function expectShared(one: Lab, list: string, get: string): void {
  expect(count(one, list)).toBeGreaterThanOrEqual(2);
  expect(count(one, list)).toBeLessThanOrEqual(9);
  expect(count(one, get)).toBeGreaterThanOrEqual(SIZE);
  expect(count(one, get)).toBeLessThanOrEqual(SIZE + 4);
}

test("scenario 65: services that are created at once share lists of what is still on its way", async () => {
  const { one, stacks, create } = await fleet();
  await create();
  expect(count(one, "POST")).toBe(SIZE);
  expectShared(one, LIST, GET);
  expect(new Set(stacks.map(({ id }) => id)).size).toBe(SIZE);
  for (const { outputs } of stacks) expect(outputs.status).toBe("available");
});

test("scenario 65: and so do services that are deleted at once", async () => {
  const { one, stacks, create } = await fleet();
  await create();
  one.forget();
  await Promise.all(stacks.map((stack) => stack.destroy()));
  expect(count(one, "DELETE")).toBe(SIZE);
  expectShared(one, LIST, GET);
  expect(one.emulator.state().services).toEqual([]);
});

test("scenario 65: creates and deletes at the same time share the same lists", async () => {
  const { one, stacks, create } = await fleet();
  await create();
  one.forget();
  const more = Array.from({ length: SIZE / 2 }, (_, index) => one.newStack(`more-${index}`));
  const wanted = (index: number) => service({ ports: [{ clientPort: 80, serverPort: 100 + index }] });
  await Promise.all([
    ...stacks.slice(0, SIZE / 2).map((stack) => stack.destroy()),
    ...more.map((stack, index) => stack.up(wanted(index))),
  ]);
  expectShared(one, LIST, GET);
  expect(one.emulator.state().services).toHaveLength(SIZE);
});

/** Endpoints of one service, each in a subnet of its own. */
async function endpoints(approvalEnabled: boolean) {
  const { one, stacks } = await fleet();
  await stacks[0]?.up(service({ approvalEnabled }));
  one.forget();
  const consumers = Array.from({ length: SIZE }, (_, index) =>
    one.siblingStack(vpcEndpoint, `shop-${index}`),
  );
  const wanted = (index: number) => ({
    endpointServiceId: stacks[0]?.id,
    vpcId: service().vpcId,
    subnetId: `${String(index).padStart(8, "0")}-0000-4000-8000-000000000000`,
    waitForAcceptance: true,
  });
  return {
    one,
    consumers,
    create: () => Promise.allSettled(consumers.map((each, at) => each.up(wanted(at)))),
  };
}

test("scenario 65: endpoints share theirs, made and unmade", async () => {
  const { one, consumers, create } = await endpoints(false);
  await create();
  expect(consumers.map(({ outputs }) => outputs.status)).toEqual(consumers.map(() => "accepted"));
  expectShared(one, "GET /vpc-endpoints?", "GET /vpc-endpoints/*");
  one.forget();
  await Promise.all(consumers.map((consumer) => consumer.destroy()));
  expectShared(one, "GET /vpc-endpoints?", "GET /vpc-endpoints/*");
});

test("scenario 65: endpoints that wait for the owner ask for nothing but the list", async () => {
  const { one, create } = await endpoints(true);
  const ends = await create();
  // Of ten minutes, the default time limit.
  expect(ends.map(({ status }) => status)).toEqual(ends.map(() => "rejected"));
  expect(count(one, "GET /vpc-endpoints?")).toBeLessThan(300);
  expect(count(one, "GET /vpc-endpoints/*")).toBeLessThanOrEqual(2);
});

test("scenario 65: services that are refreshed together share the list that counts their consumers", async () => {
  const { one, stacks, create } = await fleet(0);
  await create();
  one.emulator.connect(String(stacks[3]?.id), { status: "accepted" });
  await one.time.sleep(10_000);
  one.forget();
  await Promise.all(stacks.map((stack) => stack.refresh()));
  expect(one.calls()).toHaveLength(SIZE + 1);
  expect(stacks.map(({ outputs }) => outputs.connectionCount)).toEqual(
    stacks.map((_stack, index) => (index === 3 ? 1 : 0)),
  );
});
