import { canaries, expectNoCanary, failure, type Lab, portId, service } from "../helpers/in-process";
import { get, lab, list, post, put, standing, whitelistRead } from "./support";

const keys = Object.values(canaries);
/** Everything that a text of somebody else may hold and nobody should find anywhere. */
const odd = `\u001b[31m${keys.join("\r\n")}\u2028\u202e\ud800${"x".repeat(3000)}`;

/** The odd text in every place of a service that holds one. */
const everywhere = {
  service_name: odd,
  description: odd,
  tags: [{ key: odd, value: odd }],
  created_at: odd,
  updated_at: odd,
  project_id: odd,
  supported_editions: [odd],
  ip: odd,
  pool_id: odd,
  error: [
    { error_code: odd, error_message: odd },
    { code: odd, message: odd },
  ],
  [odd]: odd,
};

/** Lines and errors are clean; the state holds no key. */
function expectClean(one: Lab): void {
  expectNoCanary(one);
  for (const text of [...one.lines, ...one.errors.map(({ message }) => message)]) {
    expect(text).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\u202e]/u);
    expect([...text].length).toBeLessThanOrEqual(2003);
  }
  const { error } = one.stack.state?.outputs ?? { error: [] };
  for (const { errorCode, errorMessage } of error as { errorCode: string; errorMessage: string }[]) {
    expect(`${errorCode}${errorMessage}`).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}]/u);
    expect(errorMessage.length).toBeLessThanOrEqual(501);
  }
}

test.each<[string, object]>([
  ["available", { status: "available" }],
  ["failed", { status: "failed" }],
  ["a word that nobody knows", { status: odd }],
])(
  "fault 87: no key and no control character gets out of a service that repeats them: %s",
  async (_, status) => {
    for (const match of [post, get, put]) {
      const one = await standing({}, service({ tags: { team: "a" } }));
      one.fault({ kind: "replace-body", merge: { ...everywhere, ...status }, match });
      await one.stack.refresh().catch(() => undefined);
      await one.stack.up(service({ tags: { team: "b" }, description: "b" })).catch(() => undefined);
      expectClean(one);
      const other = one.newStack("other");
      await other.up(service({ portId: "88888888-8888-4888-8888-888888888888" })).catch(() => undefined);
      await other.up(service({ existingId: one.stack.id })).catch(() => undefined);
      await one.stack.destroy().catch(() => undefined);
      expectClean(one);
    }
  },
);

test("fault 87: tags that somebody else has made: their keys are named on one line, without what they repeat", async () => {
  const one = await standing({}, service({ tags: { team: "a" } }));
  const [secret] = keys;
  one.emulator.patchService(one.stack.id, { tags: [{ key: `bad\n${secret}`, value: "x" }] });
  await one.stack.refresh();
  await one.stack.up(service({ tags: { team: "a" } })).catch(() => undefined);
  expect(one.lines.join()).toContain("tags +team -bad ***");
  expectClean(Object.assign(one, { emulator: { ...one.emulator, requests: () => [], state: () => ({}) } }));
});

test("fault 87: connections that block a delete are named on one line, without what they repeat", async () => {
  const one = await standing();
  const connections = [{ id: odd, domain_id: odd, status: "accepted" }];
  one.fault(
    { kind: "status", status: 400, errorCode: "EndPoint.3006", match: { method: "DELETE" } },
    { kind: "replace-body", body: { connections }, match: { path: "**/connections" } },
  );
  const { message } = await failure(one.stack.destroy());
  expect(message).toContain("In its way: [31m***");
  expectClean(one);
});

test("fault 87: a service that stands in the way, and entries of a whitelist, are named without what they repeat", async () => {
  const one = await lab();
  const clash = { port_id: portId, ports: [{ client_port: 1, server_port: 80 }], created_at: odd };
  one.fault(
    { kind: "status", status: 400, errorCode: "EndPoint.3044", match: post },
    {
      kind: "replace-body",
      body: {
        endpoint_services: [
          { ...clash, id: odd },
          { ...clash, id: "x" },
        ],
      },
      match: list,
    },
  );
  expect((await failure(one.stack.up(service()))).message).toContain("Service x (created [31m*** *** ***");
  expectClean(one);

  const two = await standing(
    {},
    service({ permissions: ["iam:domain::a"], rejectConnectionsOnRevoke: true }),
  );
  const permissions = [{ permission: odd, permission_type: "orgPath" }, { permission: odd }];
  two.fault({ kind: "replace-body", body: { permissions }, match: whitelistRead });
  await two.stack.refresh();
  await two.stack.up(service({ permissions: [], rejectConnectionsOnRevoke: true })).catch(() => undefined);
  expectClean(two);
});
