import { canaries, expectNoCanary, expectRecovery, failure, service } from "../helpers/in-process";
import { closeServers, startHttp, startTcp } from "../provider/api/servers";
import { lab, standing } from "./support";

afterEach(closeServers);

const secrets = Object.values(canaries).join(" and ");

test("fault 87: no secret gets out of what fails without a response", async () => {
  const hangUp = await startTcp((socket) => socket.resetAndDestroy());
  const nonsense = await startTcp((socket) => socket.end(`HTTP/9 ${secrets}\r\n${secrets}\r\n\r\n`));
  const lost = [`http://127.0.0.1:${hangUp.port}`, `http://127.0.0.1:${nonsense.port}`, "http://127.0.0.1:1"];
  for (const vpcep of lost) {
    const one = await lab({ settings: { endpoints: JSON.stringify({ vpcep }) } });
    await failure(one.stack.up(service()));
    expectNoCanary(one);
  }
});

test("fault 87: no secret gets out of a wrong configuration, nor into the provider's text", async () => {
  for (const settings of [
    { accessKey: `${canaries.accessKey}\n` },
    { secretKey: `${canaries.secretKey} x` },
    { securityToken: `${canaries.securityToken}ü` },
    { endpoints: `{"vpcep":"https://${canaries.accessKey}:${canaries.secretKey}@vpcep.example.com"}` },
    { endpoints: `https://${canaries.secretKey}.example.com` },
  ]) {
    const one = await lab({ settings });
    await failure(one.stack.up(service()));
    expect(one.calls()).toEqual([]);
    expectNoCanary(one);
  }
  const { stack } = await standing();
  expect(stack.outputs.__provider).not.toMatch(/canary/i);
});

// The table of hostile addresses is in tests/provider/configuration/access.test.ts; here: that none of it reaches a socket.
test("fault 88: an address of the machine's own credentials, or of a stranger, is refused before any packet", async () => {
  const trap = await startHttp((_, response) => response.end("{}"));
  for (const vpcep of [
    "http://169.254.169.254/",
    "https://169.254.169.254/",
    `http://0.0.0.0:${trap.port}`,
    `http://user:password@127.0.0.1:${trap.port}`,
    `http://127.0.0.1:${trap.port}/?a=b`,
    `http://127.0.0.1:${trap.port}/../x`,
    `http://127.0.0.1.nip.example:${trap.port}`,
    `http://[::ffff:127.0.0.1]:${trap.port}`,
    `ftp://127.0.0.1:${trap.port}`,
    `http://localhost.:${trap.port}`,
  ]) {
    const one = await lab({ settings: { endpoints: JSON.stringify({ vpcep }) } });
    expect((await failure(one.stack.up(service()))).message).toContain("is refused");
    expect(one.calls()).toEqual([]);
  }
  expect(trap.connections()).toBe(0);
});

test("scenario 75: approval of consumers is on unless the program says otherwise", async () => {
  const one = await lab();
  await one.stack.up(service());
  expect(one.emulator.requests()[0]?.body).not.toHaveProperty("approval_enabled");
  expect(one.stack.outputs.approvalEnabled).toBe(true);
  await one.stack.up(service({ approvalEnabled: false }));
  await expectRecovery(one);
  expect(one.stack.outputs.approvalEnabled).toBe(true);
});
