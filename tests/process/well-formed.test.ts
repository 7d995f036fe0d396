import { failure } from "../helpers/in-process";
import { SMALLEST, useWorld } from "./world";

const world = useWorld();

/** Half a character, as from a server that cuts UTF-16. */
const half = "bad \\ud800";
const told = "bad \ufffd";
const get = { method: "GET", path: "/v1/*/vpc-endpoint-services/*" };
const post = { method: "POST", path: "/v1/*/vpc-endpoint-services" };

/** A body spelt by hand: `JSON.stringify` would spell the half character otherwise. */
function bodyWith(places: Record<string, string>): string {
  const texts = Object.entries(places).map(([name, json]) => `"${name}":${json}`);
  return `{"id":"9d4c1f6e-5d0f-4b43-9a3e-7c1f2e7f1a55","status":"available",${texts.join(",")}}`;
}

test.each(["error_msg", "error_code"])(
  "half a character in an error's %s: the create ends with its sentence",
  async (place) => {
    const texts = { error_code: '"E"', error_msg: '"m"', [place]: `"${half}"` };
    const body = `{${Object.entries(texts).map(([name, json]) => `"${name}":${json}`)}}`;
    world.emulator.setFaults([{ kind: "status", status: 400, body, match: post }]);
    const { message } = await failure(world.stack().up(SMALLEST));
    expect(message).toMatch(/^VpcEndpointService "orders\d+": create failed: POST /);
    expect(message).toContain(told);
  },
);

test("half a character in an id: it is none, and the service is looked for", async () => {
  world.emulator.setFaults([
    { kind: "replace-body", body: `{"id":"${half}","status":"creating"}`, match: post },
  ]);
  const stack = world.stack();
  await stack.up(SMALLEST);
  expect(stack.id).toBe(world.service().id);
});

test.each<[string, Record<string, string>, object]>([
  ["name", { service_name: `"${half}"` }, { serviceName: told }],
  ["description", { description: `"${half}"` }, { description: told }],
  ["tag", { tags: `[{"key":"${half}","value":"${half}"}]` }, { tags: { [told]: told } }],
  ["time", { created_at: `"${half}"` }, { createdAt: told }],
  [
    "reason",
    { error: `[{"error_code":"${half}","error_message":"${half}"}]` },
    { error: [{ errorCode: told, errorMessage: told }] },
  ],
])("half a character in a %s: a refresh ends, and so does what follows", async (_, places, outputs) => {
  const stack = world.stack();
  await stack.up(SMALLEST);
  world.emulator.setFaults([{ kind: "replace-body", body: bodyWith(places), match: get }]);
  await stack.refresh();
  expect(stack.outputs).toMatchObject(outputs);
  world.emulator.clearFaults();
  const wanted = { ...SMALLEST, tags: { team: "a" }, description: "text" };
  await stack.up(wanted);
  await stack.refresh();
  expect(await stack.up(wanted)).toBe("same");
});

test("half a character in the reasons of a failed create: a partial failure that keeps the id", async () => {
  const stack = world.stack();
  const body = bodyWith({ error: `[{"error_code":"E","error_message":"${half}"}]` });
  world.emulator.setFaults([
    { kind: "replace-body", body: body.replace("available", "failed"), match: get },
    { kind: "replace-body", body: body.replace("available", "failed"), match: post },
  ]);
  const { message, reasons } = await failure(stack.up(SMALLEST));
  expect(message).toContain(`has the status failed (E: ${told})`);
  expect(reasons).toEqual([message]);
  expect(stack.outputs).toMatchObject({ status: "failed", error: [{ errorCode: "E", errorMessage: told }] });
});

test("half a character in a line: it is printed all the same", async () => {
  const stack = world.stack();
  await stack.up(SMALLEST);
  const body = bodyWith({ tags: `[{"key":"${half}","value":""}]` });
  world.emulator.setFaults([{ kind: "replace-body", body, match: get }]);
  await stack.refresh();
  await stack.up({ ...SMALLEST, tags: { team: "a" } });
  expect((await world.said(stack, 1)).join()).toContain(`tags +team -${told}`);
});
