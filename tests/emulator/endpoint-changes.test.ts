import { callsOf, newService, services, useEmulator, vpcId } from "./client";

const emulator = useEmulator();
const { get, post, put, remove } = callsOf(emulator);

const connect = async (endpoint_service_id: string, changes: object = {}) =>
  post("vpc-endpoints", { endpoint_service_id, vpc_id: vpcId, ...changes });
const publicId = async (name: string) =>
  (await get(`${services}/public?endpoint_service_name=.${name}`)).body.endpoint_services[0].id;
const toStorage = async (changes: object = {}) => (await connect(await publicId("obs"), changes)).body;
async function toOwn(service: object = {}, changes: object = {}) {
  const id = await newService(emulator, { approval_enabled: false, ...service });
  await get("quotas");
  return (await connect(id, { subnet_id: "s1", ...changes })).body;
}

describe("route tables", () => {
  test("the default table is the VPC's, the same for every endpoint in it", async () => {
    const made = await toStorage();
    expect(made.routetables).toEqual([expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)]);
    const { id } = made;
    expect((await toStorage()).error_code).toBe("EndPoint.2039");
    expect((await toStorage({ vpc_id: "another" })).routetables).not.toEqual(made.routetables);
    expect((await toStorage({ routetables: [] })).error_code).toBe("EndPoint.2039");
    await remove(`vpc-endpoints/${id}`);
    await get("quotas");
    expect((await toStorage()).routetables).toEqual(made.routetables);
  });

  test("those that are sent replace all others", async () => {
    const { id } = await toStorage({ routetables: ["r1", "r2"] });
    const path = `vpc-endpoints/${id}`;
    const changed = await put(`${path}/routetables`, { routetables: ["r2", "r3", "r3"] });
    expect(changed).toMatchObject({ status: 200, text: '{"routetables":["r2","r3"]}' });
    expect((await get(path)).body.routetables).toEqual(["r2", "r3"]);
    expect((await put(`${path}/routetables`, { routetables: ["r3"] })).status).toBe(200);
    expect((await toStorage({ routetables: ["r2"] })).routetables).toEqual(["r2"]);
  });
});

describe("the policy", () => {
  const everything = {
    Effect: "Allow",
    Action: ["obs:*:*"],
    Resource: ["obs:*:*:*:*/*", "obs:*:*:*:*"],
  };
  const readOnly = { Sid: "read", Effect: "Allow", Action: ["obs:object:GetObject"], Resource: ["*"] };
  const document = { Version: "5.0", Statement: [{ Effect: "Deny", Principal: "*", Action: ["*"] }] };

  test("of object storage is full access until another one is set", async () => {
    const made = await toStorage();
    expect(made.policy_statement).toEqual([everything]);
    const path = `vpc-endpoints/${made.id}`;
    const changed = (await put(`${path}/policy`, { policy_statement: [readOnly] })).body;
    expect(changed).toMatchObject({ id: made.id, policy_statement: [readOnly] });
    expect(changed.jobId).toBe(`endpoint_add_${made.id}`);
    expect((await get(path)).body).toMatchObject({ policy_statement: [readOnly] });
    const none = (await put(`${path}/policy`, { policy_statement: [] })).body;
    expect(none.policy_statement).toEqual([everything]);
  });

  test("is taken away by a delete, which a second one finds", async () => {
    const { id } = await toStorage({ policy_statement: [readOnly] });
    const deleted = await remove(`vpc-endpoints/${id}/policy`);
    expect(deleted).toMatchObject({ status: 200, body: { id, jobId: `endpoint_add_${id}` } });
    expect(deleted.body).not.toHaveProperty("policy_statement");
    expect((await get(`vpc-endpoints/${id}`)).body).not.toHaveProperty("policy_statement");
    expect((await remove(`vpc-endpoints/${id}/policy`)).body.error_code).toBe("EndPoint.2049");
    expect((await put(`vpc-endpoints/${id}/policy`, { policy_statement: [readOnly] })).status).toBe(200);
  });

  test("of another service with policies is a document", async () => {
    const made = await toOwn({ enable_policy: true }, { policy_document: document });
    expect(made.policy_document).toEqual(document);
    const other = { ...document, Statement: [] };
    const changed = (await put(`vpc-endpoints/${made.id}/policy`, { policy_document: other })).body;
    expect(changed.policy_document).toEqual(other);
    expect((await remove(`vpc-endpoints/${made.id}/policy`)).body).not.toHaveProperty("policy_document");
    const plain = await toOwn({ enable_policy: true, port_id: vpcId });
    expect(plain).not.toHaveProperty("policy_document");
  });

  test.each<[string, object]>([
    ["a statement without an effect", { policy_statement: [{ ...readOnly, Effect: "allow" }] }],
    ["a statement without an action", { policy_statement: [{ ...readOnly, Action: [] }] }],
    ["a statement of texts", { policy_statement: [{ ...readOnly, Resource: "*" }] }],
    ["a condition that is no object", { policy_statement: [{ ...readOnly, Condition: [] }] }],
    ["eleven statements", { policy_statement: Array(11).fill(readOnly) }],
    ["no list", { policy_statement: readOnly }],
    ["a document", { policy_document: document }],
    ["nothing", { policy_statement: null }],
  ])("%s is no policy of object storage", async (_what, body) => {
    const { id } = await toStorage();
    expect((await put(`vpc-endpoints/${id}/policy`, body)).body.error_code).toBe("EndPoint.2048");
    if (!("policy_statement" in body) || body.policy_statement !== null)
      expect((await toStorage({ vpc_id: "v2", ...body })).error_code).toBe("EndPoint.2048");
  });

  test.each<[string, object, object]>([
    ["statements", { enable_policy: true }, { policy_statement: [readOnly] }],
    ["a document of texts", { enable_policy: true }, { policy_document: "{}" }],
    ["a document without statements", { enable_policy: true }, { policy_document: { Version: "5.0" } }],
    ["a document where there are no policies", {}, { policy_document: document }],
  ])("%s is no policy of an own service", async (_what, service, body) => {
    expect((await toOwn(service, body)).error_code).toBe("EndPoint.2048");
  });
});

describe("IPv6", () => {
  const professional = async (changes: object) => {
    const id = await newService(emulator, { approval_enabled: false });
    await post(`/v2/${emulator.projectId}/${services}/${id}/upgrade`);
    return (await connect(id, { subnet_id: "s1", ...changes })).body;
  };

  test.each([
    [{ ip_version: "dualstack", ipv6_address: "2001:db8::5" }, "2001:db8::5"],
    [{ ip_version: "dualstack" }, expect.stringMatching(/^2001:db8::[0-9a-f]{1,4}:[0-9a-f]{1,4}$/)],
    [{ ip_version: "ipv4" }, undefined],
    [{}, undefined],
  ])("%j: the address is there from acceptance on", async (changes, ipv6_address) => {
    const made = await professional(changes);
    expect(made).not.toHaveProperty("ipv6_address");
    const { body } = await get(`vpc-endpoints/${made.id}`);
    const version = ipv6_address === undefined ? undefined : "dualstack";
    expect([body.ipv6_address, body.ip_version]).toEqual([ipv6_address, version]);
  });

  test.each([
    [{ ip_version: "ipv6" }, "EndPoint.0002"],
    [{ ipv6_address: "2001:db8::5" }, "EndPoint.0002"],
    [{ ip_version: "dualstack", ipv6_address: "10.0.0.1" }, "EndPoint.0002"],
  ])("%j is refused", async (changes, code) => {
    expect((await professional(changes)).error_code).toBe(code);
  });
});
