// What each look-up gives, and the calls that it takes: the functions of the package against an emulator.
import {
  getPublicVpcEndpointServices,
  getVpcEndpoint,
  getVpcEndpointConnections,
  getVpcEndpointQuotas,
  getVpcEndpointService,
  getVpcEndpointServicePermissions,
  getVpcEndpointServices,
  getVpcEndpoints,
  getVpcEndpointTags,
} from "../../../provider";
import { missingId, networkId, otherVpc, portId, vpcId } from "../../helpers/samples";
import { refusal, useCloud } from "./world";

const cloud = useCloud();
const where = () => ({ region: cloud.emulator.region, projectId: cloud.emulator.projectId });
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

describe("getVpcEndpointService", () => {
  test("lookup 1: by id gives what the resource's outputs have", async () => {
    const id = await cloud.service({
      service_name: "orders",
      ports: [{ client_port: 443, server_port: 8443 }],
      description: "of orders",
      tags: [{ key: "team", value: "checkout" }],
    });
    expect(await getVpcEndpointService({ id })).toEqual({
      ...where(),
      id,
      endpointServiceName: `${cloud.emulator.region}.orders.${id}`,
      serviceName: "orders",
      serverType: "LB",
      serviceType: "interface",
      vpcId,
      portId,
      ports: [{ clientPort: 443, serverPort: 8443, protocol: "TCP" }],
      approvalEnabled: true,
      tcpProxy: "close",
      description: "of orders",
      tags: { team: "checkout" },
      enablePolicy: false,
      ipVersion: "ipv4",
      poolId: expect.any(String),
      status: "available",
      supportedEditions: ["basic"],
      edition: "basic",
      createdAt: time,
      updatedAt: time,
      error: [],
    });
    expect(cloud.calls()).toEqual(["GET /vpc-endpoint-services/*"]);
  });

  test("by full name gives the summary of anybody's service", async () => {
    const endpointServiceName = `com.myhuaweicloud.${cloud.emulator.region}.dns`;
    expect(await getVpcEndpointService({ endpointServiceName })).toEqual({
      ...where(),
      id: expect.any(String),
      endpointServiceName,
      serviceType: "interface",
      createdAt: time,
      isCharge: true,
      enablePolicy: false,
      publicBorderGroup: "center",
    });
    expect(cloud.calls()).toEqual([
      `GET /vpc-endpoint-services/describe?endpoint_service_name=${endpointServiceName}`,
    ]);
  });

  test("by neither or by both is refused, without a call", async () => {
    const both = { id: missingId, endpointServiceName: "a.b" };
    const text = "id or endpointServiceName must be given, and not both of them.";
    expect(await refusal(() => getVpcEndpointService({}))).toBe(`getVpcEndpointService: ${text}`);
    expect(await refusal(() => getVpcEndpointService(both))).toBe(
      `getVpcEndpointService "${missingId}": ${text}`,
    );
    expect(cloud.calls()).toEqual([]);
  });

  test("of a service that failed gives the API's reasons", async () => {
    const id = await cloud.service();
    const error = [{ error_code: "EndPoint.3001", error_message: "no port" }];
    cloud.emulator.patchService(id, { status: "failed", error });
    expect(await getVpcEndpointService({ id })).toMatchObject({
      status: "failed",
      error: [{ errorCode: "EndPoint.3001", errorMessage: "no port" }],
    });
  });
});

describe("lookup 4: what is not there", () => {
  const next = () => `in region ${where().region}, project ${where().projectId}. Check the`;
  test.each([
    ["getVpcEndpointService", "service", () => getVpcEndpointService({ id: missingId })],
    ["getVpcEndpoint", "endpoint", () => getVpcEndpoint({ id: missingId })],
    [
      "getVpcEndpointConnections",
      "service",
      () => getVpcEndpointConnections({ endpointServiceId: missingId }),
    ],
    [
      "getVpcEndpointServicePermissions",
      "service",
      () => getVpcEndpointServicePermissions({ endpointServiceId: missingId }),
    ],
  ])("%s says that there is no %s, and asks once", async (name, noun, call) => {
    expect(await refusal(call)).toBe(
      `${name} "${missingId}": look-up failed: there is no ${noun} ${missingId} ${next()} id, the region and the project.`,
    );
    expect(cloud.calls()).toHaveLength(1);
  });

  test("a full name is told as a name", async () => {
    expect(await refusal(() => getVpcEndpointService({ endpointServiceName: "a.b.c" }))).toBe(
      `getVpcEndpointService "a.b.c": look-up failed: there is no service a.b.c ${next()} name, the region and the project.`,
    );
  });

  test("an empty list is no error", async () => {
    expect(await getVpcEndpointServices()).toEqual({ ...where(), endpointServices: [] });
    expect(await getVpcEndpoints({ vpcId })).toEqual({ ...where(), endpoints: [] });
  });
});

describe("getVpcEndpointServices", () => {
  test("lookup 1: gives all services of the project with one call, newest first", async () => {
    const ids = [await cloud.service(), await cloud.service({ approval_enabled: false })];
    const { endpointServices } = await getVpcEndpointServices();
    expect(endpointServices.map(({ id }) => id).sort()).toEqual(ids.sort());
    expect(endpointServices).toContainEqual(
      expect.objectContaining({
        ...where(),
        approvalEnabled: false,
        connectionCount: 0,
        status: "available",
      }),
    );
    expect(cloud.calls()).toEqual(["GET /vpc-endpoint-services?limit=1000&offset=0"]);
  });

  test("lookup 3: hands the API's filters on", async () => {
    const id = await cloud.service({ service_name: "orders" });
    await cloud.service({ service_name: "invoices" });
    const filters = {
      endpointServiceName: "ORD",
      id,
      status: "available",
      serverType: "LB",
      netType: "all",
      publicBorderGroup: "center",
    };
    const { endpointServices } = await getVpcEndpointServices(filters);
    expect(endpointServices.map(({ serviceName }) => serviceName)).toEqual(["orders"]);
    expect(cloud.calls()).toEqual([
      "GET /vpc-endpoint-services?endpoint_service_name=ORD&id=*&limit=1000&net_type=all&offset=0" +
        "&public_border_group=center&server_type=LB&status=available",
    ]);
  });

  test("lookup 3: matches all pairs of tags, which the API cannot, with the same one call", async () => {
    const tags = (...pairs: string[][]) => ({ tags: pairs.map(([key, value]) => ({ key, value })) });
    const both = await cloud.service(tags(["team", "checkout"], ["stage", "prod"], ["more", ""]));
    await cloud.service(tags(["team", "checkout"]));
    await cloud.service(tags(["team", "checkout"], ["stage", "test"]));
    await cloud.service();
    const { endpointServices } = await getVpcEndpointServices({
      tags: { team: "checkout", stage: "prod" },
    });
    expect(endpointServices.map(({ id }) => id)).toEqual([both]);
    expect((await getVpcEndpointServices({ tags: { toString: "1" } })).endpointServices).toEqual([]);
    expect((await getVpcEndpointServices({ tags: {} })).endpointServices).toHaveLength(4);
    expect(cloud.calls()).toHaveLength(3);
  });
});

test("getPublicVpcEndpointServices gives the services of the cloud itself, by the API's filters", async () => {
  const { region } = where();
  const { endpointServices } = await getPublicVpcEndpointServices({ endpointServiceName: "obs" });
  expect(endpointServices).toEqual([
    {
      ...where(),
      id: expect.any(String),
      owner: "op_svc",
      endpointServiceName: `com.myhuaweicloud.${region}.obs`,
      serviceType: "gateway",
      createdAt: time,
      isCharge: false,
      enablePolicy: true,
    },
  ]);
  const { id } = endpointServices[0] ?? {};
  expect((await getPublicVpcEndpointServices({ id })).endpointServices).toEqual(endpointServices);
  expect((await getPublicVpcEndpointServices()).endpointServices).toHaveLength(4);
  expect(cloud.calls()).toEqual([
    "GET /vpc-endpoint-services/public?endpoint_service_name=obs&limit=1000&offset=0",
    "GET /vpc-endpoint-services/public?id=*&limit=1000&offset=0",
    "GET /vpc-endpoint-services/public?limit=1000&offset=0",
  ]);
});

test("a charge that is printed as a text is a charge", async () => {
  const merge = { is_charge: "true" };
  cloud.emulator.setFaults([{ kind: "replace-body", merge, at: "after-processing" }]);
  const endpointServiceName = `com.myhuaweicloud.${where().region}.obs`;
  expect((await getVpcEndpointService({ endpointServiceName })).isCharge).toBe(true);
});

describe("endpoints", () => {
  test("getVpcEndpoint gives what the resource's outputs have, with every digit of the marker", async () => {
    const serviceId = await cloud.service({ service_name: "orders", approval_enabled: false });
    const id = await cloud.endpoint(serviceId, {
      enable_dns: true,
      port_ip: "192.0.2.7",
      whitelist: ["192.0.2.0/24"],
      enable_whitelist: true,
      tags: [{ key: "team", value: "shop" }],
      description: "of shop",
    });
    const merge = { marker_id: "422321312321321321" };
    await getVpcEndpoint({ id });
    cloud.emulator.setFaults([{ kind: "replace-body", merge, at: "after-processing" }]);
    expect(await getVpcEndpoint({ id })).toEqual({
      ...where(),
      id,
      endpointServiceId: serviceId,
      endpointServiceName: `${where().region}.orders.${serviceId}`,
      vpcId,
      subnetId: networkId,
      ip: "192.0.2.7",
      enableDns: true,
      dnsNames: [expect.stringContaining(id)],
      whitelist: ["192.0.2.0/24"],
      enableWhitelist: true,
      tags: { team: "shop" },
      description: "of shop",
      status: "accepted",
      activeStatus: ["active"],
      serviceType: "interface",
      markerId: "422321312321321321",
      createdAt: time,
      updatedAt: time,
      error: [],
    });
    expect(cloud.calls()).toEqual(["GET /vpc-endpoints/*", "GET /vpc-endpoints/*"]);
  });

  test("getVpcEndpoints hands the API's filters on and matches tags", async () => {
    const serviceId = await cloud.service({ service_name: "orders" });
    const tagged = { tags: [{ key: "team", value: "shop" }] };
    const id = await cloud.endpoint(serviceId, tagged);
    await cloud.endpoint(serviceId, { vpc_id: otherVpc, subnet_id: otherVpc });
    const filters = { endpointServiceName: "orders", vpcId, id };
    const { endpoints } = await getVpcEndpoints(filters);
    expect(endpoints).toEqual([await getVpcEndpoint({ id })]);
    expect((await getVpcEndpoints({ tags: { team: "shop" } })).endpoints.map((one) => one.id)).toEqual([id]);
    expect((await getVpcEndpoints()).endpoints).toHaveLength(2);
    expect(cloud.calls()).toEqual([
      "GET /vpc-endpoints?endpoint_service_name=orders&id=*&limit=1000&offset=0&vpc_id=*",
      "GET /vpc-endpoints/*",
      "GET /vpc-endpoints?limit=1000&offset=0",
      "GET /vpc-endpoints?limit=1000&offset=0",
    ]);
  });
});

test("getVpcEndpointConnections gives the connections of a service, by the API's filters", async () => {
  const endpointServiceId = await cloud.service();
  const accepted = cloud.emulator.connect(endpointServiceId, { status: "accepted", description: "a friend" });
  const waiting = cloud.emulator.connect(endpointServiceId, { status: "pendingAcceptance" });
  const { connections } = await getVpcEndpointConnections({ endpointServiceId, status: "accepted" });
  expect(connections).toEqual([
    {
      ...where(),
      id: `${endpointServiceId}/${accepted.id}`,
      endpointServiceId,
      endpointId: accepted.id,
      status: "accepted",
      accepted: true,
      description: "a friend",
      domainId: accepted.domain_id,
      markerId: String(accepted.marker_id),
      createdAt: time,
      updatedAt: time,
      error: [],
    },
  ]);
  const markerId = String(waiting.marker_id);
  const found = await getVpcEndpointConnections({ endpointServiceId, markerId });
  expect(found.connections).toEqual([expect.not.objectContaining({ accepted: expect.anything() })]);
  expect((await getVpcEndpointConnections({ endpointServiceId, id: waiting.id })).connections).toEqual(
    found.connections,
  );
  const path = "GET /vpc-endpoint-services/*/connections?";
  expect(cloud.calls()).toEqual([
    `${path}limit=1000&offset=0&status=accepted`,
    `${path}limit=1000&marker_id=${markerId}&offset=0`,
    `${path}id=*&limit=1000&offset=0`,
  ]);
});

describe("getVpcEndpointServicePermissions", () => {
  const account = (number: number) => `iam:domain::${String(number).padStart(32, "0")}`;
  const allow = (serviceId: string, permissions: object[]) =>
    cloud.post(["vpc-endpoint-services", serviceId, "permissions", "batch-create"], { permissions });

  test("gives the whitelist, by the API's filter", async () => {
    const endpointServiceId = await cloud.service();
    await allow(endpointServiceId, [{ permission: account(1), description: "shop" }]);
    await allow(endpointServiceId, [{ permission: account(2) }]);
    const { permissions } = await getVpcEndpointServicePermissions({
      endpointServiceId,
      permission: account(1),
    });
    expect(permissions).toEqual([
      {
        ...where(),
        id: expect.any(String),
        endpointServiceId,
        permission: account(1),
        permissionType: "domainId",
        description: "shop",
        createdAt: time,
      },
    ]);
    expect(cloud.calls()).toEqual([
      `GET /vpc-endpoint-services/*/permissions?limit=500&offset=0&permission=${encodeURIComponent(account(1))}`,
    ]);
  });

  test.each([
    [499, 1],
    [500, 2],
    [1001, 3],
  ])("lookup 2: reads every page and no more: %i records, %i calls", async (records, calls) => {
    const endpointServiceId = await cloud.service();
    const all = Array.from({ length: records }, (_, number) => account(number));
    for (let from = 0; from < records; from += 100)
      await allow(
        endpointServiceId,
        all.slice(from, from + 100).map((permission) => ({ permission })),
      );
    const { permissions } = await getVpcEndpointServicePermissions({ endpointServiceId });
    expect(permissions.map(({ permission }) => permission).sort()).toEqual(all);
    expect(cloud.calls()).toHaveLength(calls);
  });

  test("lookup 2: gives a record once that a new one has pushed to the next page", async () => {
    const endpointServiceId = await cloud.service();
    const all = Array.from({ length: 500 }, (_, number) => account(number));
    await allow(
      endpointServiceId,
      all.map((permission) => ({ permission })),
    );
    const match = { method: "GET", nth: 2 };
    cloud.emulator.setFaults([{ kind: "slow", delayMs: 1000, at: "before", match }]);
    const first = cloud.calls().length + 1;
    const looking = getVpcEndpointServicePermissions({ endpointServiceId });
    while (cloud.calls().length < first) await new Promise((resolve) => setTimeout(resolve, 5));
    await allow(endpointServiceId, [{ permission: account(999) }]);
    const { permissions } = await looking;
    expect(permissions.map(({ permission }) => permission).sort()).toEqual(all);
  });
});

describe("getVpcEndpointQuotas", () => {
  test("gives used and allowed of both types, or of one", async () => {
    await cloud.service();
    const services = { type: "endpoint_service", used: 1, quota: 5000 };
    const endpoints = { type: "endpoint", used: 0, quota: 50 };
    expect(await getVpcEndpointQuotas()).toEqual({ ...where(), quotas: [services, endpoints] });
    expect((await getVpcEndpointQuotas({ type: "endpoint" })).quotas).toEqual([endpoints]);
    expect(cloud.calls()).toEqual(["GET /quotas", "GET /quotas?type=endpoint"]);
  });

  test("takes a response without quotas for what it is", async () => {
    cloud.emulator.setFaults([{ kind: "replace-body", body: { quotas: [] } }]);
    expect(await refusal(() => getVpcEndpointQuotas())).toBe(
      "getVpcEndpointQuotas: look-up failed: the API's response was malformed: no list of quotas",
    );
  });
});

test("getVpcEndpointTags gives the keys and values of one type of objects, with one call", async () => {
  const tag = (value: string) => ({ tags: [{ key: "team", value }] });
  const id = await cloud.service(tag("checkout"));
  await cloud.service(tag("shop"));
  await cloud.endpoint(id, tag("web"));
  expect(await getVpcEndpointTags({ resourceType: "endpoint_service" })).toEqual({
    ...where(),
    tags: [{ key: "team", values: ["checkout", "shop"] }],
  });
  expect((await getVpcEndpointTags({ resourceType: "endpoint" })).tags).toEqual([
    { key: "team", values: ["web"] },
  ]);
  expect(cloud.calls()).toEqual(["GET /endpoint_service/tags", "GET /endpoint/tags"]);
});

describe("a response that cannot be used", () => {
  test.each([
    [{ status: "available" }, "no usable id, or no status"],
    [{ id: "../x", status: "available" }, "no usable id, or no status"],
  ])("%j: %s", async (body, problem) => {
    const id = await cloud.service();
    cloud.emulator.setFaults([{ kind: "replace-body", body }]);
    expect(await refusal(() => getVpcEndpointService({ id }))).toBe(
      `getVpcEndpointService "${id}": look-up failed: the API's response for service ${id} was malformed: ${problem}`,
    );
  });

  test("a summary without an id", async () => {
    const endpointServiceName = `com.myhuaweicloud.${where().region}.obs`;
    cloud.emulator.setFaults([{ kind: "replace-body", merge: { id: "../x" }, at: "after-processing" }]);
    expect(await refusal(() => getVpcEndpointService({ endpointServiceName }))).toContain(
      `the API's response for service ${endpointServiceName} was malformed: no usable id`,
    );
  });

  test("a list without its array is asked for again, and never taken for an empty one", async () => {
    await cloud.service();
    cloud.emulator.setFaults([{ kind: "replace-body", body: {}, times: 1 }]);
    expect((await getVpcEndpointServices()).endpointServices).toHaveLength(1);
    expect(cloud.calls()).toHaveLength(2);
  });
});
