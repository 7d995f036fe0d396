import { randomUUID } from "node:crypto";
import { callsOf, newService, services, useEmulator } from "./client";

let nowMs = Date.UTC(2026, 0, 1);
const emulator = useEmulator({ clock: () => nowMs, settleSeconds: { create: 90, delete: 30 } });
const { get, put, remove } = callsOf(emulator);

const create = () => newService(emulator, { port_id: randomUUID() });
const statusOf = async (id: string) => {
  const { body, status } = await get(`${services}/${id}`);
  return body.status ?? status;
};
const pass = (seconds: number) => {
  nowMs += seconds * 1000;
};

test("create takes its settle time, to the millisecond", async () => {
  const id = await create();
  pass(89.999);
  expect(await statusOf(id)).toBe("creating");
  pass(0.001);
  expect(await statusOf(id)).toBe("available");
});

test("delete takes its own: deleting, deleting again, gone", async () => {
  const id = await create();
  pass(90);
  await remove(`${services}/${id}`);
  expect(await statusOf(id)).toBe("deleting");
  pass(29);
  expect((await remove(`${services}/${id}`)).status).toBe(204);
  expect(await statusOf(id)).toBe("deleting");
  pass(1);
  expect(await statusOf(id)).toBe(404);
  expect((await remove(`${services}/${id}`)).status).toBe(404);
});

test("a planned failure shows its reasons, once, and can be deleted", async () => {
  const error = [{ error_code: "EndPoint.3001", error_message: "The port could not be made." }];
  emulator.configure({ failNextCreate: error });
  const [failing, fine] = [await create(), await create()];
  expect(await statusOf(failing)).toBe("creating");
  pass(90);
  expect((await get(`${services}/${failing}`)).body).toMatchObject({ status: "failed", error });
  expect(await statusOf(fine)).toBe("available");
  expect((await remove(`${services}/${failing}`)).status).toBe(204);
  pass(30);
  expect(await statusOf(failing)).toBe(404);
});

test("null as settle time: never", async () => {
  emulator.configure({ settleSeconds: null });
  const id = await create();
  pass(1e9);
  expect(await statusOf(id)).toBe("creating");
  emulator.patchService(id, { settleSeconds: 5 });
  pass(5);
  expect(await statusOf(id)).toBe("available");
});

test("any word as status stays until it is changed again", async () => {
  const id = await create();
  for (const status of ["upgrading", "available", "creating"]) {
    emulator.patchService(id, { status });
    pass(1000);
    expect(await statusOf(id)).toBe(status);
  }
});

test("timestamps are the injected clock's, in UTC seconds", async () => {
  nowMs = Date.UTC(2030, 5, 1, 12, 34, 56, 789);
  const id = await create();
  pass(100);
  const changed = await put(`${services}/${id}`, { description: "x" });
  const times = { created_at: "2030-06-01T12:34:56Z", updated_at: "2030-06-01T12:36:36Z" };
  expect(changed.body).toMatchObject(times);
  expect(changed.headers.get("date")).toBe("Sat, 01 Jun 2030 12:36:36 GMT");
});
