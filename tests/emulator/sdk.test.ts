import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BasicCredentials } from "@huaweicloud/huaweicloud-sdk-core";
import { HcClient } from "@huaweicloud/huaweicloud-sdk-core/HcClient";
import { DefaultHttpClient } from "@huaweicloud/huaweicloud-sdk-core/http/DefaultHttpClient";
import { Region } from "@huaweicloud/huaweicloud-sdk-core/region/region";
import type { Emulator } from "../../emulator/index";
import { serviceBody, services, startForTest, useEmulator } from "./client";

const emulator = useEmulator();

const silent = { debug: () => undefined, info: () => undefined, error: () => undefined } as never;

const keys = ({ accessKey, secretKey }: Emulator) =>
  new BasicCredentials().withAk(accessKey).withSk(secretKey);

/** Calls by the core of the cloud's own Node SDK, told only where the emulator is, the credentials and the region. */
function sdk(emulator: Emulator, credentials = keys(emulator)) {
  credentials.withIamEndpoint(emulator.url);
  const region = new Region(emulator.region, emulator.url);
  // What the SDK's ClientBuilder makes; the builder itself needs a package that the SDK forgets to ask for.
  const client = new HcClient(new DefaultHttpClient({ logger: silent }, [emulator.url]), {})
    .withRegion(region)
    .withCredential(credentials)
    .withEndpoints(region.endpoints);
  const pathParams = { project_id: emulator.projectId };
  return async (method: string, path: string, data: object = {}, queryParams: object = {}) => {
    const url = `/v1/{project_id}/${services}${path}`;
    const sent = { method, url, contentType: "application/json", queryParams, headers: {}, data, pathParams };
    return (await client.sendRequest(sent as never)) as Record<string, unknown>;
  };
}

test("it finds its project by the region and takes a service from create to delete", async () => {
  // The SDK remembers the project of an access key, and this one is new to it.
  const fresh = await startForTest();
  const send = sdk(fresh);
  const created = await send("POST", "", serviceBody({ description: "démo ✓ 中" }));
  expect(created).toMatchObject({ httpStatusCode: 200, status: "creating", description: "démo ✓ 中" });
  const one = `/${created["id"]}`;
  expect(await send("GET", one)).toMatchObject({ status: "available" });
  const changed = await send("PUT", one, { approval_enabled: false });
  expect(changed).toMatchObject({ approval_enabled: false, tcp_proxy: "close" });
  const listed = await send("GET", "", {}, { limit: 5, endpoint_service_name: created["service_name"] });
  expect(listed).toMatchObject({ total_count: 1, endpoint_services: [{ id: created["id"] }] });
  expect(await send("DELETE", one)).toMatchObject({ httpStatusCode: 204 });
  const [first, ...others] = fresh.requests();
  expect(`${first?.method} ${first?.path} ${first?.status}`).toMatch(/^GET \/v3\/projects\?.* 200$/);
  expect(others.every(({ path }) => path.includes(fresh.projectId))).toBe(true);
});

test("it logs in with an id token from a file, unscoped, and finds its project with the keys", async () => {
  const [{ identityProvider, projectId }] = emulator.accounts;
  const folder = mkdtempSync(join(tmpdir(), "emulator-id-token-"));
  const file = join(folder, "id-token");
  writeFileSync(file, `${identityProvider.idTokens[0]}\n`);
  const federated = new BasicCredentials().withIdpId(identityProvider.id).withIdTokenFile(file);
  const listed = await sdk(emulator, federated)("GET", "");
  rmSync(folder, { recursive: true });
  expect(listed).toMatchObject({ httpStatusCode: 200, total_count: 0 });
  expect(emulator.requests().map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
    `POST /v3/OS-FEDERATION/identity_providers/${identityProvider.id}/protocols/oidc/auth 201`,
    "POST /v3.0/OS-CREDENTIAL/securitytokens 201",
    `GET /v3/projects?name=${emulator.region} 200`,
    `GET /v1/${projectId}/${services} 200`,
  ]);
});

test("query values with every kind of sign are signed as the SDK signs them", async () => {
  const listed = await sdk(emulator)(
    "GET",
    "",
    {},
    { endpoint_service_name: "a b+c~!*'()/?&=%中", limit: "10" },
  );
  expect(listed).toMatchObject({ httpStatusCode: 200, total_count: 0 });
});

test("errors arrive with code, message and request id", async () => {
  const failure = await sdk(emulator)("GET", "/missing").catch((error: unknown) => error);
  expect(failure).toMatchObject({
    httpStatusCode: 404,
    errorCode: "EndPoint.0005",
    errorMsg: "The resource does not exist.",
    requestId: emulator.requests().at(-1)?.requestId,
  });
});

test("a wrong key fails as at the gateway", async () => {
  const failure = await sdk(emulator, keys(emulator).withSk("wrong"))("GET", "").catch(
    (error: unknown) => error,
  );
  expect(JSON.stringify(failure)).toContain("APIGW.0301");
});
