import { createConnections } from "../../../provider/api/client";
import { createVpcepClient } from "../../../provider/environment";
import { config, context, found, limited, read } from "./bench";
import { fakeRuntime, fakeTransport, startMs } from "./fakes";

test("one session for a key at an endpoint; another for another endpoint, key, secret or token", () => {
  const { sessionFor } = createConnections();
  const keys = { accessKey: "ak", secretKey: "sk" };
  const session = sessionFor("https://a.example", keys);
  expect(sessionFor("https://a.example", { ...keys })).toBe(session);
  const others = [
    sessionFor("https://b.example", keys),
    sessionFor("https://a.example", { ...keys, accessKey: "other" }),
    sessionFor("https://a.example", { ...keys, secretKey: "other" }),
    sessionFor("https://a.example", { ...keys, securityToken: "t" }),
  ];
  expect(new Set([session, ...others]).size).toBe(5);
});

test("one transport for the same authorities; nothing is shared with other connections", () => {
  const { transportFor, sessionFor } = createConnections();
  expect(transportFor("pem")).toBe(transportFor("pem"));
  expect(transportFor(undefined)).toBe(transportFor(undefined));
  expect(transportFor("pem")).not.toBe(transportFor(undefined));
  const keys = { accessKey: "ak", secretKey: "sk" };
  const others = createConnections();
  expect(others.transportFor("pem")).not.toBe(transportFor("pem"));
  expect(others.sessionFor("https://a.example", keys)).not.toBe(sessionFor("https://a.example", keys));
});

test("what one client learns, another one with the same key and endpoint knows", async () => {
  const transport = fakeTransport(limited, found);
  const connections = { ...createConnections(), transportFor: () => transport };
  const send = (projectId: string, seconds: number) => {
    const runtime = fakeRuntime();
    const client = createVpcepClient({ config, region: "cn-north-4", projectId, connections, runtime });
    return client.call(read, { ...context, deadlineMs: startMs + seconds * 1000 });
  };
  await send("p1", 600);
  await expect(send("p2", 1)).rejects.toMatchObject({ outcome: "throttled", attempts: 0 });
  expect(transport.requests).toHaveLength(2);
});
