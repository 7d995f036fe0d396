import { randomUUID } from "node:crypto";
import { callsOf, newService, plain, serviceBody, services, useEmulator, vpcId } from "./client";

const emulator = useEmulator();

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
    const error = { code: 400, message: expect.any(String), title: "Bad Request" };
    expect(reply).toMatchObject({ status: 400, body: { error } });
  },
);

test("a password is not logged under another spelling of the path either", async () => {
  for (const path of ["//v3/auth/token%73", "/v%33/login", "/iam/v3/auth/tokens", "/v3%2Fauth/tokens"])
    await plain(emulator.url + path, { method: "POST", body: '{"password":"canary"}' });
  const body = { password: "***" };
  expect(emulator.requests()).toMatchObject([
    { status: 400, body },
    { status: 404, body },
    { status: 404, body },
    { status: 404, body },
  ]);
});
