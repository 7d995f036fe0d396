// What the lists of the API hold, and what of it a file for an import names. Other forms of the lists than the usual one:
// the emulator shows that.
import { findInCloud, findRecords } from "../../../provider/import/cloud";
import { fakeClient, type Reply } from "../resource/fake-client";
import { REGION } from "../resource/samples";

const [first, second] = ["9d4c1f6e-5d0f-4b43-9a3e-7c1f2e7f1a55", "0b7a1d4e-3c58-4f0e-9a51-6f6f5d2f9b10"];
const log = { info: () => undefined, warn: () => undefined };
const access = (...replies: Reply[]) => {
  const client = fakeClient(replies);
  return { client, context: { deadlineMs: 1, log, subject: "vpcep-import" } };
};
const service = (id: string, more: object = {}) => ({ id, status: "available", ...more });

test("only the lists that are needed are read", async () => {
  const none = access({ endpoints: [] });
  await findInCloud(none, ["VpcEndpoint"]);
  expect(none.client.lines).toEqual(["GET vpc-endpoints?limit=1000&offset=0"]);
  const services = access({ endpoint_services: [service(first)] });
  await findInCloud(services, ["VpcEndpointService"]);
  expect(services.client.lines).toEqual(["GET vpc-endpoint-services?limit=1000&offset=0"]);
});

test("the oldest comes first, and what is going or cannot be named is left out", async () => {
  const listed = access({
    endpoint_services: [
      service(second, { service_name: `${REGION}.new.${second}` }),
      service(first, { service_name: "old" }),
      service("s-3", { status: "deleting" }),
      service("../x"),
    ],
  });
  expect(await findInCloud(listed, ["VpcEndpointService"])).toEqual({
    found: [
      { type: "VpcEndpointService", id: first, name: "old" },
      { type: "VpcEndpointService", id: second, name: "new" },
    ],
    notes: [],
  });
});

test("connections are named by their account, where the API tells it, and only decisions are listed", async () => {
  const connection = (id: string, status: string, domain_id?: string) => ({ id, status, domain_id });
  const listed = access(
    { endpoint_services: [service(first, { service_name: "orders" })] },
    {
      connections: [
        connection("e-1", "accepted", "a1"),
        connection("e-2", "rejected"),
        connection("e-3", "pendingAcceptance", "a1"),
        connection("e-4", "creating", "a1"),
      ],
    },
  );
  expect(await findInCloud(listed, ["VpcEndpointConnection"])).toEqual({
    found: [
      { type: "VpcEndpointConnection", id: `${first}/e-1`, name: "orders-a1" },
      { type: "VpcEndpointConnection", id: `${first}/e-2`, name: "orders" },
    ],
    notes: [`left out of service ${first}: 2 connections without a decision`],
  });
});

test("records without an id, as older editions list them, cannot be imported", async () => {
  const permissions = [{ id: "p-1", permission: "*" }, { permission: "iam:domain::a" }];
  expect(await findRecords(access({ permissions }), { id: first, name: "orders" })).toEqual({
    found: [{ type: "VpcEndpointServicePermission", id: `${first}/p-1`, name: "orders-everybody" }],
    notes: [`left out of service ${first}: 1 whitelist record without an id`],
  });
});
