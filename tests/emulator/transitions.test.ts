import { randomUUID } from "node:crypto";
import { call, serviceBody, useEmulator } from "./client";

let nowMs = Date.UTC(2026, 0, 1);
const emulator = useEmulator({ clock: () => nowMs, settleSeconds: { create: 90, delete: 30 } });

const services = "vpc-endpoint-services";
const send = (method: string, path: string, body?: unknown) =>
  call(emulator, method, path, body, { atMs: nowMs });
const create = async () =>
  (await send("POST", services, serviceBody({ port_id: randomUUID() }))).body.id as string;
const statusOf = async (id: string) => {
  const reply = await send("GET", `${services}/${id}`);
  return reply.body.status ?? reply.status;
};
const pass = (seconds: number) => {
  nowMs += seconds * 1000;
};

test("create takes its settle time, to the millisecond", async () => {
  const id = await create();
  expect(await statusOf(id)).toBe("creating");
  nowMs += 89_999;
  expect(await statusOf(id)).toBe("creating");
  nowMs += 1;
  expect(await statusOf(id)).toBe("available");
});

test("delete takes its own: deleting, deleting again, gone", async () => {
  const id = await create();
  pass(90);
  await send("DELETE", `${services}/${id}`);
  expect(await statusOf(id)).toBe("deleting");
  pass(29);
  expect((await send("DELETE", `${services}/${id}`)).status).toBe(204);
  expect(await statusOf(id)).toBe("deleting");
  pass(1);
  expect(await statusOf(id)).toBe(404);
  expect((await send("DELETE", `${services}/${id}`)).status).toBe(404);
});

test("what is being built can neither be changed nor deleted", async () => {
  const id = await create();
  for (const method of ["PUT", "DELETE"]) {
    const reply = await send(method, `${services}/${id}`, method === "PUT" ? {} : undefined);
    expect(reply.body.error_code).toBe("EndPoint.3045");
  }
});

test("a planned failure shows its reasons, once, and can be deleted", async () => {
  const errors = [{ error_code: "EndPoint.3001", error_message: "The port could not be made." }];
  emulator.configure({ failNextCreate: errors });
  const [failing, fine] = [await create(), await create()];
  expect(await statusOf(failing)).toBe("creating");
  pass(90);
  const failed = await send("GET", `${services}/${failing}`);
  expect(failed.body).toMatchObject({ status: "failed", error: errors });
  expect(await statusOf(fine)).toBe("available");
  expect((await send("DELETE", `${services}/${failing}`)).status).toBe(204);
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
  nowMs += 100_000;
  const changed = await send("PUT", `${services}/${id}`, { description: "x" });
  expect(changed.body).toMatchObject({
    created_at: "2030-06-01T12:34:56Z",
    updated_at: "2030-06-01T12:36:36Z",
  });
  expect(changed.headers.get("date")).toBe("Sat, 01 Jun 2030 12:36:36 GMT");
});
