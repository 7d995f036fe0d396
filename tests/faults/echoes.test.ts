import type { FaultRule } from "../../emulator";
import { canaries, expectNoCanary, failure, type Lab, portId, service } from "../helpers/in-process";
import { thirdPort } from "../helpers/samples";
import { get, lab, list, post, put, remove, standing, tags, whitelist, whitelistRead } from "./support";

const keys = Object.values(canaries);
const secrets = keys.join(" and ");
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

/** Responses that repeat what the request held, as gateways do, in every place that an error text is made of. */
const echoes: [string, FaultRule][] = [
  ["the message", { kind: "status", status: 400, body: { error_code: "EndPoint.0002", error_msg: secrets } }],
  ["the code", { kind: "status", status: 400, body: { error_code: canaries.secretKey, error_msg: "No." } }],
  [
    "the gateway's text",
    { kind: "status", status: 401, body: { error_code: "APIGW.0301", error_msg: secrets } },
  ],
  [
    "the request id",
    { kind: "status", status: 403, body: { error_msg: "No.", request_id: canaries.securityToken } },
  ],
  ["a header", { kind: "status", status: 403, headers: { "X-Request-Id": canaries.accessKey } }],
  ["a web page", { kind: "html", status: 502, body: `<html>${secrets}</html>` }],
  ["a web page with 200", { kind: "html", body: `<html>${secrets}</html>` }],
  [
    "the content type",
    { kind: "status", status: 200, body: "<", headers: { "Content-Type": canaries.securityToken } },
  ],
  [
    "a redirect",
    { kind: "redirect", location: `http://${canaries.secretKey}.example/?token=${canaries.securityToken}` },
  ],
  [
    "the text of a limit",
    { kind: "status", status: 429, body: { error_msg: `${secrets} limit:1,time:1 minute` } },
  ],
  ["nested errors", { kind: "status", status: 400, body: { error: { code: "x", message: secrets } } }],
  ...["available", "failed", odd].map((status): [string, FaultRule] => [
    `every text of a service with the status ${status.slice(1, 10)}`,
    { kind: "replace-body", merge: { ...everywhere, status } },
  ]),
];

test.each(echoes)(
  "fault 87: no key and no control character gets out when a response repeats them in %s",
  async (_, rule) => {
    const before = service({ tags: { team: "a" }, permissions: [] });
    const wanted = service({ description: "b", tags: { team: "b" }, permissions: ["*"] });
    for (const match of [post, list, get, put, remove, tags, whitelist]) {
      const one = await standing({}, before);
      const { id } = one.stack;
      const other = one.newStack("other");
      one.fault({ ...rule, match });
      for (const attempt of [
        () => one.stack.refresh(),
        () => one.stack.up(wanted),
        () => other.up(service({ portId: thirdPort })),
        () => other.up(service({ existingId: id })),
        () => one.stack.destroy(),
      ])
        await attempt().catch(() => undefined);
      expect(one.emulator.faults()[0]?.hits).toBeGreaterThan(0);
      // The emulator's log keeps the codes of its responses, and these were the test's own.
      one.forget();
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
