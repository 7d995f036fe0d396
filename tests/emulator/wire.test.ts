import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { callsOf, newService, plain, serviceBody, services, useEmulator, vpcId } from "./client";

const emulator = useEmulator();

test("a request line that names the host, as sent to a proxy, is the same request", async () => {
  const socket = connect(emulator.port, "127.0.0.1");
  socket.end(`GET ${emulator.url}/v1/p/quotas HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  const [response] = await once(socket, "data");
  expect(String(response)).toMatch(/^HTTP\/1.1 401 /);
  expect(emulator.requests()).toMatchObject([{ path: "/v1/p/quotas" }]);
});

test("ids in upper and lower case are the same port and the same VPC", async () => {
  const port_id = randomUUID();
  await newService(emulator, { port_id });
  const upper = (changes: object) =>
    callsOf(emulator).post(services, serviceBody({ port_id: port_id.toUpperCase(), ...changes }));
  expect((await upper({})).body.error_code).toBe("EndPoint.3044");
  expect((await upper({ vpc_id: randomUUID() })).body.error_code).toBe("EndPoint.3042");
  const ports = [{ client_port: 1, server_port: 1 }];
  expect((await upper({ vpc_id: vpcId.toUpperCase(), ports })).status).toBe(200);
});

test.each(["", "{", "[]"])(
  "a login with the body %j is refused in the identity service's words",
  async (body) => {
    const reply = await plain(`${emulator.url}/v3/auth/tokens`, { method: "POST", body });
    expect(reply).toMatchObject({ status: 400, body: { error_code: "IAM.0011" } });
  },
);

test("a password is not logged under another spelling of the path either", async () => {
  await plain(`${emulator.url}//v3/auth/token%73`, { method: "POST", body: '{"password":"canary"}' });
  expect(emulator.requests()).toMatchObject([{ status: 401, body: null }]);
});
