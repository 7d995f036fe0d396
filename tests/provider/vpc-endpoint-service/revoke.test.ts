import { isOrganization, rejectRevoked, revokedAfter } from "../../../provider/vpc-endpoint-service/revoke";
import { fakeOperation, type Reply } from "./fake-client";
import { ID, outputs } from "./samples";

const list = `GET vpc-endpoint-services/${ID}/connections?limit=1000&offset=0`;
const whitelist = `GET vpc-endpoint-services/${ID}/permissions?limit=500&offset=0`;
const service = `GET vpc-endpoint-services?id=${ID}`;
const rejects = (endpoint: string) =>
  `POST vpc-endpoint-services/${ID}/connections/action {"action":"reject","endpoints":["${endpoint}"]}`;
const connection = (id: string, domain_id: string, status = "accepted") => ({ id, domain_id, status });
const accountA = "iam:domain::a";

async function revoke(replies: Reply[], removed: string[], left: string[] | undefined) {
  const { client, operation, said } = fakeOperation(replies);
  const now = left === undefined ? outputs() : outputs({ permissions: left });
  const revoked = { digests: revokedAfter([], removed, []), paths: removed.filter(isOrganization) };
  await rejectRevoked(operation, ID, revoked, now);
  return { lines: client.lines, said };
}

const three = {
  connections: [connection("e-a", "a"), connection("e-b", "b"), connection("e-a2", "a", "rejected")],
};

test("the open connections of a removed account are rejected, and no others", async () => {
  const { lines } = await revoke([three, {}, { connections: [] }], [accountA], ["iam:domain::b"]);
  expect(lines).toEqual([list, rejects("e-a"), list]);
});

test("everyone may still connect: nobody is shut out", async () => {
  expect((await revoke([three], [accountA], ["*"])).lines).toEqual([]);
});

test("accounts behind an organization are not known: a warning, no rejection", async () => {
  const { lines, said } = await revoke([three], ["organizations:orgPath::1", "organizations:orgPath::2"], []);
  expect(lines).toEqual([]);
  expect(said).toEqual([
    'warn VpcEndpointService "orders": the accounts behind organizations:orgPath::1, organizations:orgPath::2 are not known, so their connections were not rejected',
  ]);
});

test("an account beside an organization is rejected all the same", async () => {
  const { lines, said } = await revoke(
    [three, {}, { connections: [] }],
    ["organizations:orgPath::1", accountA],
    [],
  );
  expect(lines).toEqual([list, rejects("e-a"), list]);
  expect(said[0]).toMatch(/the accounts behind organizations:orgPath::1 are not known/);
});

test("a connection whose account is not told is not passed over in silence", async () => {
  for (const domain_id of [undefined, null, 7]) {
    const list = { connections: [{ id: "e-x", status: "accepted", domain_id }, connection("e-a", "a")] };
    const { lines, said } = await revoke([list, {}, { connections: [] }], [accountA], []);
    expect(lines).toContain(rejects("e-a"));
    expect(said).toContain(
      'warn VpcEndpointService "orders": the API does not tell whose these are, so they stay: e-x of account unknown (accepted)',
    );
  }
});

describe("everyone was taken back", () => {
  const nobodyElse = { permissions: [] };

  test("who is neither on the list nor the owner is shut out", async () => {
    const all = {
      connections: [
        ...three.connections,
        connection("e-own", "owner"),
        connection("e-c", "c", "pendingAcceptance"),
      ],
    };
    const { lines } = await revoke(
      [nobodyElse, all, { endpoint_services: [{ id: ID, domain_id: "owner" }] }, {}, {}, { connections: [] }],
      ["*"],
      [accountA],
    );
    expect(lines).toEqual([whitelist, list, service, rejects("e-b"), rejects("e-c"), list]);
  });

  test("nobody strange is connected: no look for the owner", async () => {
    const { lines } = await revoke(
      [nobodyElse, { connections: [connection("e-a", "a")] }],
      ["*"],
      [accountA],
    );
    expect(lines).toEqual([whitelist, list]);
  });

  test("an owner that the list does not tell", async () => {
    const { lines } = await revoke(
      [nobodyElse, three, { endpoint_services: [] }, {}, {}, { connections: [] }],
      ["*"],
      undefined,
    );
    expect(lines).toEqual([whitelist, list, service, rejects("e-a"), rejects("e-b"), list]);
  });

  test("organizations may still connect: a warning, no rejection", async () => {
    const { lines, said } = await revoke(
      [{ permissions: [{ id: "1", permission: "organizations:orgPath::1" }] }],
      ["*"],
      [],
    );
    expect(lines).toEqual([whitelist]);
    expect(said).toEqual([
      'warn VpcEndpointService "orders": organizations may still connect, and their accounts are not known: no connection was rejected',
    ]);
  });
});
