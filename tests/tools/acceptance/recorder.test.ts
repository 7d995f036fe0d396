// The recorder in a process of its own, as the CLI's processes have it, over TLS: what it keeps, and what it does not.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { pathOf, shapeOf } from "../../../tools/acceptance/shape.cjs";
import { newService, useEmulator } from "../../emulator/client";
import { launch } from "../../helpers/launch";
import { root } from "../../helpers/readme";
import { authorityFile, closeServers, startHttps } from "../../provider/api/servers";

const emulator = useEmulator();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vpcep recorder-"));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await closeServers();
});

/** The emulator behind a certificate of a private authority; every response is compressed. */
function startTls() {
  return startHttps("server", (incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const onward = request({ host: "127.0.0.1", port: emulator.port, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => {
        outgoing.writeHead(response.statusCode ?? 500, {
          "content-type": "application/json",
          "content-encoding": "gzip",
        });
        outgoing.end(gzipSync(Buffer.concat(chunks)));
      });
    });
    incoming.pipe(onward);
  });
}

/** Asks for a service, renames it, and asks for one that is not there, with the client of the package. */
const program = (id: string) => `
const { readProviderConfig } = require("./dist/provider/configuration/config.js");
const { createEnvironment } = require("./dist/provider/environment.js");
const { getService, modifyService } = require("./dist/provider/vpcep/services.js");
const config = readProviderConfig(() => undefined, process.env);
const environment = createEnvironment({ config });
const context = { deadlineMs: Date.now() + 10000, log: { info() {}, warn() {} }, subject: "test" };
const client = environment.clientFor(config.region, config.projectId);
(async () => {
  await client.call(getService("${id}"), context);
  await client.call(modifyService("${id}", { description: "canary-description" }), context);
  await client.call(getService("00000000-0000-4000-8000-000000000000"), context).catch((error) => console.log(error.code));
})();`;

test("each exchange is a line with its shape, signed and over TLS as without the recorder, and no value gets into it", async () => {
  const tags = [{ key: "canary-key", value: "canary-value" }];
  const id = await newService(emulator, { service_name: "canary-name", tags });
  const { port } = await startTls();
  const file = join(folder, "exchanges.jsonl");
  const recorder = join(root, "tools", "acceptance", "recorder.cjs");
  const { region, projectId, accessKey, secretKey } = emulator;
  const { closed, output } = launch(process.execPath, ["-e", program(id)], {
    cwd: root,
    env: {
      PATH: process.env["PATH"],
      NODE_OPTIONS: `--require ${JSON.stringify(recorder)}`,
      VPCEP_ACCEPTANCE_RECORD: file,
      HW_REGION_NAME: region,
      HW_PROJECT_ID: projectId,
      HW_ACCESS_KEY: accessKey,
      HW_SECRET_KEY: secretKey,
      HW_VPCEP_ENDPOINT: `https://127.0.0.1:${port}`,
      HW_CA_FILE: authorityFile,
    },
  });
  expect([(await closed)[0], output.stdout.trim(), output.stderr]).toEqual([0, "EndPoint.0005", ""]);
  const text = readFileSync(file, "utf8");
  const lines = text.trim().split("\n");
  const path = "/v1/{id}/vpc-endpoint-services/{id}";
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    {
      method: "GET",
      path,
      sent: [],
      status: 200,
      fields: { id: "string", approval_enabled: "boolean", ports: "array", "ports[].client_port": "integer" },
      words: { status: ["available"], server_type: ["LB"] },
    },
    { method: "PUT", path, sent: ["description"], status: 200, fields: { description: "string" } },
    { method: "GET", path, status: 404, code: "EndPoint.0005", fields: { error_code: "string" } },
  ]);
  for (const value of [id, projectId, accessKey, secretKey, region, "canary", "127.0.0.1"])
    expect(text).not.toContain(value);
});

test.each([
  ["/v1/p/vpc-endpoint-services?limit=1", "/v1/{id}/vpc-endpoint-services"],
  ["/some/base/v1/p/vpc-endpoints/e/policy", "/v1/{id}/vpc-endpoints/{id}/policy"],
  ["/v1/tags/vpc-endpoints", "/v1/{id}/vpc-endpoints"],
  ["/v2/p/vpc-endpoints/e/upgrade", "/v2/{id}/vpc-endpoints/{id}/upgrade"],
  ["/v1/p/endpoint_service/s/tags/action", "/v1/{id}/endpoint_service/{id}/tags/action"],
  ["/v3/projects?name=cn-north-4", undefined],
  ["/v3/auth/tokens", undefined],
  ["/openstack/latest/securitykey", undefined],
])("%s is the call %s", (target, path) => {
  expect(pathOf(target)).toBe(path);
});

test("a field whose name may be an id, and a word that may be one, are not kept", () => {
  const secret = "5fc973eea581490997e82ea11a1d0101";
  const { fields, words } = shapeOf({
    [secret]: 1,
    status: secret,
    type: "not a word",
    jobId: null,
    ipv6_address: "::1",
    sizes: [1, 1.5],
  });
  expect(fields).toEqual({
    "{name}": "integer",
    ipv6_address: "string",
    jobId: "null",
    sizes: "array",
    "sizes[]": "integer|number",
    status: "string",
    type: "string",
  });
  expect(words).toEqual({});
});
