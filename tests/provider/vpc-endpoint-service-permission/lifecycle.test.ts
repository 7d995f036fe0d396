import { vpcEndpointServicePermission as handlers } from "../../../provider/vpc-endpoint-service-permission/lifecycle";
import { startMs } from "../api/fakes";
import { fakeWorld, lost, notFound, type Reply, refused, rejection } from "../resource/fake-client";
import { PROJECT, REGION, VPC as SERVICE } from "../resource/samples";

const permission = "iam:domain::a";
const records = `vpc-endpoint-services/${SERVICE}/permissions`;
const inputs = (more: object = {}) => ({
  region: REGION,
  projectId: PROJECT,
  endpointServiceId: SERVICE,
  permission,
  __vpcep: { name: "shop", set: [], customTimeouts: { create: 60, delete: 60 } },
  ...more,
});
const listed = (more: object = {}) => ({
  permissions: [
    { id: "p-0", permission: `${permission}b` },
    { id: "p-1", permission, permission_type: "domainId", ...more },
  ],
});
const none = { permissions: [] };
const post = (...record: object[]) =>
  `POST ${records}/batch-create ${JSON.stringify({ permissions: record, permission_type: "domainId" })}`;
const change = (action: string) =>
  `POST ${records}/action {"permissions":["${permission}"],"action":"${action}"}`;
const list = `GET ${records}?permission=${permission}&limit=500`;
const says = (text: string) => `info VpcEndpointServicePermission "shop": ${text}`;
const unknownRoute = refused("APIGW.0101");

test.each<[string, Reply[], string[], string[]]>([
  ["is made by one call", [listed()], [post({ permission })], []],
  [
    "is there already",
    [none, listed()],
    [post({ permission }), list],
    [
      says(
        `the whitelist of service ${SERVICE} has this record already: it belongs to this stack from now on`,
      ),
    ],
  ],
  [
    "is made by the older call",
    [unknownRoute, {}, listed()],
    [post({ permission }), change("add"), list],
    [],
  ],
  [
    "is made by a call whose response is lost",
    [lost(), listed()],
    [post({ permission }), list],
    [says("a response was lost, but the cloud shows that the change was made")],
  ],
  [
    "comes without an id that can be used",
    [listed({ id: "../x" }), listed()],
    [post({ permission }), list],
    [
      says(
        `the whitelist of service ${SERVICE} has this record already: it belongs to this stack from now on`,
      ),
    ],
  ],
])("a record that %s", async (_, replies, lines, texts) => {
  const { env, client, said } = fakeWorld(replies);
  const { id, outs } = await handlers.create(env, inputs());
  expect([id, outs]).toMatchObject([
    "p-1",
    { permission, permissionType: "domainId", endpointServiceId: SERVICE },
  ]);
  expect([client.lines, said]).toEqual([lines, texts]);
  expect(client.deadlines[0]).toBe(startMs + 60_000);
});

test("a description goes with the record, and by a call of its own where it did not", async () => {
  const description = "shop";
  const { env, client, said } = fakeWorld([unknownRoute, {}, listed(), listed({ description })]);
  const { outs } = await handlers.create(env, inputs({ description }));
  expect(client.lines[0]).toBe(post({ permission, description }));
  expect(client.lines.at(-1)).toBe(`PUT ${records}/p-1 {"permission":{"description":"shop"}}`);
  expect([outs.description, said]).toEqual([description, [says("sent description")]]);
  const refusal = fakeWorld([listed(), refused("EndPoint.0004")]);
  expect(await rejection(handlers.create(refusal.env, inputs({ description })))).toMatchObject({
    id: "p-1",
    message: expect.stringContaining("the permission was created; description failed: "),
  });
});

test("a record that the list does not show, or the API refuses, is none", async () => {
  const hidden = rejection(handlers.create(fakeWorld([unknownRoute, {}, none]).env, inputs()));
  expect((await hidden).message).toBe(
    `${permission} was added to service ${SERVICE}, but its list does not show it: run \`pulumi up\` again.`,
  );
  const refusal = refused("EndPoint.3049");
  expect(await rejection(handlers.create(fakeWorld([refusal]).env, inputs()))).toBe(refusal);
});

test("a record whose create is in doubt is not left behind unsaid", async () => {
  const doubt = lost();
  expect(await rejection(handlers.create(fakeWorld([doubt, none]).env, inputs()))).toBe(doubt);
  // Its fate is unknown, or it was done before.
  for (const first of [doubt, none]) {
    const unseen = rejection(handlers.create(fakeWorld([first, refused("EndPoint.0004")]).env, inputs()));
    expect((await unseen).message).toMatch(
      /^adding iam:domain::a to the whitelist of service \S+ may have been done: .*A look at the list failed: .* Run `pulumi up` again\.$/,
    );
  }
  const nameless = { permissions: [{ id: "", permission }] };
  const unusable = rejection(handlers.create(fakeWorld([nameless]).env, inputs()));
  expect((await unusable).message).toContain("its list does not show it");
});

test("a read asks for its record alone, unless the filter would be too long", async () => {
  const { env, client } = fakeWorld([listed()]);
  expect((await handlers.read(env, "p-1", inputs())).props).toMatchObject({ permission });
  expect((await handlers.read(env, "p-2", inputs())).id).toBe("");
  const path = (length: number) => `organizations:orgPath::${"a".repeat(length - 23)}`;
  for (const length of [1000, 1001]) await handlers.read(env, "p-1", inputs({ permission: path(length) }));
  const [first, second, longest, tooLong] = client.lines;
  expect([first, second, tooLong]).toEqual([list, list, `GET ${records}?limit=500`]);
  expect(longest).toContain("?permission=organizations:");
});

test("without properties the id says on whose list the record is", async () => {
  const { env, client } = fakeWorld([listed({ description: "shop" })]);
  const place = { region: REGION, projectId: PROJECT };
  const found = await handlers.read(env, `${SERVICE}/p-1`, place);
  expect(client.lines).toEqual([`GET ${records}?limit=500`]);
  expect(found.id).toBe("p-1");
  expect(found.inputs).toEqual({ ...place, endpointServiceId: SERVICE, permission, description: "shop" });
  expect(found.props).toMatchObject({ endpointServiceId: SERVICE, __vpcep: { set: ["description"] } });
  const missing = rejection(handlers.read(env, `${SERVICE}/p-2`, place));
  expect((await missing).message).toContain("there is no permission p-2 in region");
});

test.each(["p-1", `${SERVICE}/p-1/p-1`])("without properties the id %s is refused", async (id) => {
  const { env, client } = fakeWorld([listed()]);
  const refusal = rejection(handlers.read(env, id, {}));
  expect((await refusal).message).toContain("write <endpointServiceId>/<id of the record>.");
  expect(client.lines).toEqual([]);
});

test.each<[string, Reply]>([
  ["is there", {}],
  ["is gone", notFound()],
])("the delete of a record that %s", async (_, reply) => {
  const { env, client } = fakeWorld([reply]);
  await handlers.delete(env, "p-1", inputs());
  expect([client.lines, client.deadlines]).toEqual([[change("remove")], [startMs + 60_000]]);
});
