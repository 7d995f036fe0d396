// `description`, `tags`, `ports` and the permission lists may be secrets of the program. Pulumi encrypts them where they
// are inputs or outputs of the same name, and nowhere else: so the hidden state holds none of them.
import type { Bag } from "../helpers/engine";
import { failure, type Lab, service } from "../helpers/in-process";
import { put, standing, whitelist } from "./support";

const secrets = {
  description: "secret-description",
  tags: { "secret-key": "secret-value" },
  permissions: ["iam:domain::5ec2e7b", "iam:domain::5ec2e7a", "iam:domain::5ec2e7a"],
  organizationPermissions: ["organizations:orgPath::secret-o/2", "organizations:orgPath::secret-o/1"],
  ports: [
    { clientPort: 61002, serverPort: 62002 },
    { clientPort: 61001, serverPort: 62001, protocol: "TCP" },
  ],
  rejectConnectionsOnRevoke: true,
};
const program = (changes: Bag = {}) => service({ ...secrets, ...changes });

function expectNothingTold(one: Lab): void {
  const hidden = JSON.stringify(one.stack.outputs.__vpcep);
  expect(hidden.match(/secret|5ec2e7|6[12]00[12]/g)).toBeNull();
}

test("fault 89: the hidden state holds no value of a list that was written in other words", async () => {
  const one = await standing({}, program());
  expectNothingTold(one);
  await one.stack.up(program({ ports: [...secrets.ports].reverse() }));
  expectNothingTold(one);
  await one.stack.refresh();
  expectNothingTold(one);
});

test("fault 89: the hidden state holds no account whose connections are still to be rejected", async () => {
  const one = await standing({}, program());
  one.emulator.connect(one.stack.id, { domain_id: "5ec2e7a", status: "accepted" });
  const connections = { method: "POST", path: "/v1/*/vpc-endpoint-services/*/connections/action" };
  one.fault({ kind: "status", status: 403, errorCode: "EndPoint.0004", match: connections });
  await failure(one.stack.up(program({ permissions: [] })));
  expectNothingTold(one);
});

test.each([
  ["the modify call", put],
  ["the whitelist", whitelist],
])("fault 89: the hidden state holds no value after a partial failure of %s", async (_name, match) => {
  const one = await standing();
  one.fault({ kind: "reset", at: "after-processing", match });
  await one.stack.up(program()).catch(() => undefined);
  expectNothingTold(one);
});
