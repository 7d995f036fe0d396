import { BasicCredentials } from "@huaweicloud/huaweicloud-sdk-core";
import { HcClient } from "@huaweicloud/huaweicloud-sdk-core/HcClient";
import { DefaultHttpClient } from "@huaweicloud/huaweicloud-sdk-core/http/DefaultHttpClient";
import { Region } from "@huaweicloud/huaweicloud-sdk-core/region/region";
import { serviceBody, useEmulator } from "./client";

const emulator = useEmulator();

const silent = { debug: () => undefined, info: () => undefined, error: () => undefined } as never;

/** The core of the cloud's own Node SDK, told only where the emulator is, the keys and the region. */
function sdkClient(secretKey = emulator.secretKey): HcClient {
  const credentials = new BasicCredentials()
    .withAk(emulator.accessKey)
    .withSk(secretKey)
    .withIamEndpoint(emulator.url);
  // What the SDK's ClientBuilder makes; the builder itself needs a package that the SDK forgets to ask for.
  const client = new HcClient(new DefaultHttpClient({ logger: silent }, [emulator.url]), {});
  const region = new Region(emulator.region, emulator.url);
  return client.withRegion(region).withCredential(credentials).withEndpoints(region.endpoints);
}

type SdkResponse = Record<string, unknown> & { httpStatusCode: number };

async function send(
  client: HcClient,
  method: string,
  url: string,
  data: object = {},
  queryParams: object = {},
): Promise<SdkResponse> {
  const options = { method, url, contentType: "application/json", queryParams, headers: {}, data };
  const pathParams = { project_id: emulator.projectId };
  return (await client.sendRequest({ ...options, pathParams } as never)) as SdkResponse;
}

const path = "/v1/{project_id}/vpc-endpoint-services";

test("it finds its project by the region and takes a service from create to delete", async () => {
  const client = sdkClient();
  const created = await send(client, "POST", path, serviceBody({ description: "démo ✓ 中" }));
  expect(created).toMatchObject({ httpStatusCode: 200, status: "creating", description: "démo ✓ 中" });
  const one = `${path}/${created.id}`;
  expect(await send(client, "GET", one)).toMatchObject({ status: "available" });
  const changed = await send(client, "PUT", one, { approval_enabled: false });
  expect(changed).toMatchObject({ approval_enabled: false, tcp_proxy: "close" });
  const listed = await send(
    client,
    "GET",
    path,
    {},
    {
      limit: 5,
      endpoint_service_name: created.service_name,
    },
  );
  expect(listed).toMatchObject({ total_count: 1, endpoint_services: [{ id: created.id }] });
  expect(await send(client, "DELETE", one)).toMatchObject({ httpStatusCode: 204 });
  const log = emulator
    .requests()
    .map((entry) => `${entry.method} ${entry.path.split("?")[0]} ${entry.status}`);
  expect(log[0]).toBe("GET /v3/projects 200");
  expect(log.slice(1).every((line) => line.includes(emulator.projectId))).toBe(true);
});

test("query values with every kind of sign are signed as the SDK signs them", async () => {
  const name = "a b+c~!*'()/?&=%中";
  const listed = await send(
    sdkClient(),
    "GET",
    path,
    {},
    {
      endpoint_service_name: name,
      limit: "10",
    },
  );
  expect(listed).toMatchObject({ httpStatusCode: 200, total_count: 0 });
});

test("errors arrive with code, message and request id", async () => {
  const failure = await send(sdkClient(), "GET", `${path}/missing`).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    httpStatusCode: 404,
    errorCode: "EndPoint.0005",
    errorMsg: "The resource does not exist.",
    requestId: emulator.requests().at(-1)?.requestId,
  });
});

test("a wrong key fails as at the gateway", async () => {
  const failure = await send(sdkClient("wrong"), "GET", path).catch((error: unknown) => error);
  expect(String(JSON.stringify(failure))).toContain("APIGW.0301");
});
