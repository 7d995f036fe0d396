// Look-ups in a program: outputs, secrets, dependencies, providers, and what a user is told when one fails.
import * as pulumi from "@pulumi/pulumi";
import {
  getPublicVpcEndpointServices,
  getVpcEndpoint,
  getVpcEndpointConnections,
  getVpcEndpointConnectionsOutput,
  getVpcEndpointQuotas,
  getVpcEndpointService,
  getVpcEndpointServiceOutput,
  getVpcEndpointServicePermissions,
  getVpcEndpointServices,
  getVpcEndpointServicesOutput,
  getVpcEndpoints,
  getVpcEndpointTags,
  Provider,
  VpcEndpointService,
} from "../../../provider";
import { canaries } from "../../helpers/in-process";
import { missingId, portId, vpcId } from "../../helpers/samples";
import { catchUnhandled } from "../../helpers/unhandled";
import { refusal, seenOf, useCloud } from "./world";

const cloud = useCloud();

let stopCatching = async () => {};
beforeAll(() => {
  stopCatching = catchUnhandled();
});
afterAll(() => stopCatching());

const orders = (opts: pulumi.CustomResourceOptions = {}, serverPort = 8443) =>
  new VpcEndpointService(
    "orders",
    { serverType: "LB", vpcId, portId, ports: [{ clientPort: 443, serverPort }] },
    opts,
  );
/** The settings of an explicit provider for the emulator. */
function providerArgs() {
  const { url, region, projectId } = cloud.emulator;
  return { region, projectId, ...canaries, endpoints: { vpcep: url } };
}

describe("the form with outputs", () => {
  test("gives the same result as the plain one", async () => {
    const id = await cloud.service();
    const output = await seenOf(getVpcEndpointServiceOutput({ id: pulumi.output(id) }));
    expect(output).toEqual({
      value: await getVpcEndpointService({ id }),
      isKnown: true,
      isSecret: false,
      resources: [],
    });
    const all = await seenOf(getVpcEndpointServicesOutput());
    expect(all.value.endpointServices.map((service) => service.id)).toEqual([id]);
  });

  test("lookup 5: an unknown argument gives an unknown result in a preview, and no call", async () => {
    await cloud.run(true);
    const endpointServiceId = orders().id;
    const output = await seenOf(getVpcEndpointConnectionsOutput({ endpointServiceId }));
    expect(output).toMatchObject({ isKnown: false, value: undefined });
    const byTag = getVpcEndpointServicesOutput({ tags: { of: endpointServiceId } });
    expect((await seenOf(byTag)).isKnown).toBe(false);
    expect(cloud.calls()).toEqual([]);
  });

  test("a known argument of a resource that is still to be created gives an unknown result, and no call", async () => {
    await cloud.run(true);
    const service = orders();
    const { isKnown, resources } = await seenOf(
      getVpcEndpointServicesOutput({ serverType: service.serverType }),
    );
    expect(isKnown).toBe(false);
    expect(resources).toEqual(["orders"]);
    expect(cloud.calls()).toEqual([]);
  });

  test("lookup 6: a secret argument gives a secret result, and is quoted nowhere", async () => {
    const id = await cloud.service();
    const { isSecret, value } = await seenOf(getVpcEndpointServiceOutput({ id: pulumi.secret(id) }));
    expect([isSecret, value.id]).toEqual([true, id]);
    cloud.emulator.setFaults([{ kind: "status", status: 429, times: 1, headers: { "Retry-After": "4" } }]);
    const missing = getVpcEndpointServiceOutput({ id: pulumi.secret(missingId) });
    const text = await refusal(() => seenOf(missing));
    expect(text).toContain('getVpcEndpointService "[secret]": look-up failed: there is no service [secret]');
    expect(cloud.lines).toEqual([
      expect.stringMatching(
        /^getVpcEndpointService "\[secret\]": waiting [4.0-9]+ s before GET .+\/\[secret\]: /,
      ),
    ]);
    expect([text, ...cloud.lines].join()).not.toContain(missingId);
    const wrong = getVpcEndpointServicesOutput({
      id: pulumi.secret("a/b"),
      tags: pulumi.secret({ "c=d": "" }),
    });
    expect(await refusal(() => seenOf(wrong))).toBe(
      "getVpcEndpointServices: id must be an id of 1 to 64 letters, digits, _ and -; tags the key may contain none of = * < > \\ , | /.",
    );
    const tooLong = getVpcEndpointServiceOutput({ endpointServiceName: pulumi.secret("canary".repeat(30)) });
    expect(await refusal(() => seenOf(tooLong))).toBe(
      'getVpcEndpointService "[secret]": endpointServiceName must have 1 to 128 characters.',
    );
  });

  test("lookup 7: depends on what its arguments come from, and on dependsOn", async () => {
    const service = orders();
    const id = await cloud.service();
    const from = getVpcEndpointServiceOutput({ id: service.id.apply(() => id) });
    expect((await seenOf(from)).resources).toEqual(["orders"]);
    const after = getVpcEndpointServicesOutput({}, { dependsOn: service });
    expect((await seenOf(after)).resources).toEqual(["orders"]);
    const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
    orders({ parent });
    const afterAll = getVpcEndpointServicesOutput({}, { dependsOn: [pulumi.output(parent)] });
    expect((await seenOf(afterAll)).resources).toContain("orders");
  });

  test("lookup 7: waits for dependsOn: unknown in the preview that would create it", async () => {
    await cloud.run(true);
    const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
    const service = orders({ parent });
    for (const dependsOn of [service, [service], parent, pulumi.output([service])])
      expect((await seenOf(getVpcEndpointServicesOutput({}, { dependsOn }))).isKnown).toBe(false);
    expect(cloud.calls()).toEqual([]);
  });
});

describe("lookup 8: an explicit provider", () => {
  beforeEach(() => pulumi.runtime.setAllConfig({}));

  test("brings its own settings, outputs among them, in both forms", async () => {
    const id = await cloud.service();
    const { endpoints, ...given } = providerArgs();
    const vpcep = pulumi.output(endpoints.vpcep);
    const provider = new Provider("eu", { ...given, endpoints: { vpcep } });
    expect((await getVpcEndpointService({ id }, { provider, async: true })).id).toBe(id);
    const output = await seenOf(getVpcEndpointServiceOutput({ id }, { provider }));
    expect(output.value.id).toBe(id);
    // The keys are secrets, and what they open is not.
    expect(output.isSecret).toBe(false);
  });

  test("is inherited from the parent", async () => {
    const id = await cloud.service();
    const provider = new Provider("eu", providerArgs());
    const component = new pulumi.ComponentResource(
      "test:index:Parent",
      "parent",
      {},
      { providers: [provider] },
    );
    for (const parent of [component, orders({ provider }), orders({ parent: component }, 80)])
      expect((await getVpcEndpointService({ id }, { parent })).id).toBe(id);
  });

  test("does not read the stack's configuration", async () => {
    pulumi.runtime.setAllConfig(cloud.settings());
    const provider = new Provider("eu", {});
    expect(await refusal(() => getVpcEndpointServices({}, { provider }))).toContain(
      'getVpcEndpointServices: look-up failed: The provider "eu" does not read the stack\'s configuration: give it region (',
    );
  });

  test("with a setting that is unknown gives an unknown output, and a sentence to the plain form", async () => {
    await cloud.run(true);
    const provider = new Provider("eu", { ...providerArgs(), caFile: orders().id });
    expect((await seenOf(getVpcEndpointServicesOutput({}, { provider }))).isKnown).toBe(false);
    expect(await refusal(() => getVpcEndpointServices({}, { provider }))).toBe(
      "getVpcEndpointServices: a setting of its provider is not known yet: use getVpcEndpointServicesOutput.",
    );
    expect(cloud.calls()).toEqual([]);
  });

  test("of another package is refused", async () => {
    class Other extends pulumi.ProviderResource {}
    const provider = new Other("other", "other", {});
    const text = "getVpcEndpointServices: its provider is not a Provider of pulumi-huaweicloud-vpcep.";
    expect(await refusal(() => getVpcEndpointServices({}, { provider }))).toBe(text);
    expect(await refusal(() => getVpcEndpointServicesOutput({}, { provider }))).toBe(text);
  });

  test("registers nothing for the look-ups", async () => {
    const registered: object[] = [];
    await pulumi.runtime.setMocks({
      newResource: ({ name, inputs }) => {
        registered.push({ name, keys: Object.keys(inputs).sort() });
        return { id: "id", state: inputs };
      },
      call: () => ({}),
    });
    const { region, projectId, ...others } = providerArgs();
    const provider = new Provider("eu", others);
    await seenOf(getVpcEndpointServicesOutput({ region, projectId }, { provider }));
    const keys = [...Object.keys(others), "providerName"].map((name) => `huaweicloud:${name}`).sort();
    expect(registered).toEqual([{ name: "eu", keys }]);
  });
});

describe("lookup 9: a user's mistake is one sentence, without a call", () => {
  const invalid = {
    endpointServiceName: "",
    id: "a/b",
    nam: "orders",
    status: 3,
    tags: { a: 1 },
  };
  test("names all that is wrong with the arguments", async () => {
    const text = await refusal(() => getVpcEndpointServices(invalid as object));
    expect(text).toBe(
      "getVpcEndpointServices: nam is not an argument of getVpcEndpointServices; " +
        'endpointServiceName must have 1 to 128 characters, is ""; ' +
        'id must be an id of 1 to 64 letters, digits, _ and -, is "a/b"; ' +
        "status must be a string, is 3; " +
        'tags["a"] the value must be a string.',
    );
    expect(cloud.calls()).toEqual([]);
  });

  test.each([
    [
      { endpointServiceID: missingId },
      "endpointServiceID is not an argument of getVpcEndpointConnections; did you mean endpointServiceId?",
    ],
    [{ id: missingId }, "getVpcEndpointConnections: endpointServiceId is required."],
    [
      { endpointServiceId: missingId, markerId: "1x" },
      'markerId must be the digits of a marker id, is "1x".',
    ],
  ])("%j", async (args, text) => {
    expect(await refusal(() => getVpcEndpointConnections(args as never))).toContain(text);
    expect(cloud.calls()).toEqual([]);
  });

  test("a type of resource that there is not", async () => {
    expect(await refusal(() => getVpcEndpointTags({ resourceType: "endpoints" }))).toContain(
      'resourceType is not one of the words that this version knows (endpoint_service, endpoint), is "endpoints"; did you mean endpoint?',
    );
  });

  test("an output among the arguments of the plain form", async () => {
    const args = { id: pulumi.output(missingId) };
    expect(await refusal(() => getVpcEndpointService(args as never))).toBe(
      "getVpcEndpointService: an argument is an output, or a promise: use getVpcEndpointServiceOutput.",
    );
  });

  test("settings that are missing, and one with a slip of the pen", async () => {
    pulumi.runtime.setAllConfig({});
    expect(await refusal(() => getVpcEndpointServices())).toContain(
      "getVpcEndpointServices: look-up failed: The configuration of Huawei Cloud is incomplete: set region (",
    );
    pulumi.runtime.setAllConfig({ "huaweicloud:regoin": "x" });
    await expect(getVpcEndpointServices()).rejects.toThrow("did you mean huaweicloud:region?");
  });

  test("an unknown word passes with a warning", async () => {
    await expect(getVpcEndpointServices({ status: "avialable" })).rejects.toThrow("EndPoint.0019");
    expect(cloud.lines).toEqual([
      "getVpcEndpointServices: status is not one of the words that this version knows (creating, available, failed, deleting), " +
        'is "avialable"; did you mean available? It is sent as it is',
    ]);
  });
});

describe("region and projectId", () => {
  test("of the arguments win over those of the settings", async () => {
    const { region, projectId } = cloud.emulator;
    pulumi.runtime.setAllConfig({
      ...cloud.settings(),
      "huaweicloud:region": "eu-west-101",
      "huaweicloud:projectId": "other",
    });
    expect(await getVpcEndpointQuotas({ region, projectId })).toMatchObject({ region, projectId });
  });
});

describe("lookup 10: a call that fails", () => {
  test.each([429, 503])("with HTTP %i is made again", async (status) => {
    const headers = { "Retry-After": "0" };
    cloud.emulator.setFaults([{ kind: "status", status, headers, times: 1 }]);
    expect((await getVpcEndpointServices()).endpointServices).toEqual([]);
    expect(cloud.calls()).toHaveLength(2);
  });

  test.each([
    ["epservices:get", () => getVpcEndpointService({ id: missingId })],
    ["epserviceDesc:get", () => getVpcEndpointService({ endpointServiceName: "a.b" })],
    ["epservices:list", () => getVpcEndpointServices()],
    ["pubEpservices:list", () => getPublicVpcEndpointServices()],
    ["endpoints:get", () => getVpcEndpoint({ id: missingId })],
    ["endpoints:list", () => getVpcEndpoints()],
    ["connections:list", () => getVpcEndpointConnections({ endpointServiceId: missingId })],
    ["permissions:list", () => getVpcEndpointServicePermissions({ endpointServiceId: missingId })],
    ["quotas:get", () => getVpcEndpointQuotas()],
    ["tags:list", () => getVpcEndpointTags({ resourceType: "endpoint" })],
  ])("for a missing right names the IAM action vpcep:%s", async (action, call) => {
    cloud.emulator.setFaults([{ kind: "status", status: 403, errorCode: "EndPoint.0004" }]);
    const text = await refusal(call);
    expect(text).toMatch(
      /^get\w+( "\S+")?: look-up failed: GET \/v1\/\S+ -> HTTP 403 EndPoint\.0004: .+ \(request_id \w+, attempt 1\/3, \S+s\)\. /,
    );
    expect(text).toContain(`allow the IAM action vpcep:${action},`);
    expect(cloud.calls()).toHaveLength(1);
  });

  test("for wrong keys is not made a third time, whichever look-up it is of", async () => {
    pulumi.runtime.setAllConfig({ ...cloud.settings(), "huaweicloud:secretKey": "not-the-secret-key" });
    const texts = [
      await refusal(() => getVpcEndpointServices()),
      await refusal(() => getVpcEndpointQuotas()),
      await refusal(() => getVpcEndpoints()),
    ];
    expect(texts[0]).toContain("HTTP 401 APIGW.0301");
    expect(texts[2]).toContain("not sent, for the keys were rejected before");
    expect(cloud.calls()).toHaveLength(2);
    expect(texts.join()).not.toContain("not-the-secret-key");
  });

  test("tells no key, even if the response repeats it", async () => {
    const { accessKey, secretKey, securityToken } = canaries;
    const body = { error_code: "EndPoint.0001", error_msg: `${accessKey} ${secretKey} ${securityToken}` };
    cloud.emulator.setFaults([{ kind: "status", status: 400, body }]);
    const text = await refusal(() => getVpcEndpointServices());
    expect(text).toContain("EndPoint.0001: *** *** ***");
  });
});

describe("lookup 12: a unit test with mocks, where there is no engine", () => {
  beforeEach(() => jest.mocked(pulumi.runtime.getEngine).mockReturnValue(undefined));

  test("gets what the mocks answer", async () => {
    const token = "huaweicloud-vpcep:index:getVpcEndpointService";
    expect(await getVpcEndpointService({ id: missingId })).toEqual({ token, id: missingId });
    const output = getVpcEndpointServiceOutput({ id: pulumi.secret(missingId) });
    expect(await seenOf(output)).toMatchObject({ value: { token, id: missingId }, isSecret: true });
    expect(cloud.calls()).toEqual([]);
  });
});
