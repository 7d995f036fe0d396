// What leaves the machine: the report without anything of the account, and the recording.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { maskFor } from "../../../tools/acceptance/mask.mjs";
import { readOptions } from "../../../tools/acceptance/options.mjs";
import { planLines, quotaProblem } from "../../../tools/acceptance/plan.mjs";
import { heldAgainst, type Recording, recordingOf } from "../../../tools/acceptance/recording.mjs";
import { reportOf } from "../../../tools/acceptance/report.mjs";
import type { Exchange } from "../../../tools/acceptance/shape.cjs";
import { EMULATOR_IDS, idsIn, OPTIONAL, REQUIRED } from "../../../tools/acceptance/variables.mjs";
import { readDocument, root } from "../../helpers/readme";

const ids = { vpcId: "vpc-1", portId: "port-1", subnetId: "subnet-1" };
const serviceId = "c07132bf-4071-439a-9ff3-2068eb45092f";
const endpointId = "03184a04-95d5-4555-86c4-e767a371ff99";

describe("the mask", () => {
  const env = {
    HW_REGION_NAME: "cn-north-4",
    HW_ACCESS_KEY: "ACCESSKEY1",
    HW_SECRET_KEY: "short-secret",
    HW_DOMAIN_NAME: "acme",
    HW_USE_METADATA: "true",
    HUAWEICLOUD_SDK_SK: "other-secret",
    VPCEP_ACCEPTANCE_VPC_ID: "my-vpc",
    VPCEP_ACCEPTANCE_ROUTE_TABLE_IDS: "table-one,table-two",
    HW_VPCEP_ENDPOINT: "https://vpcep.internal.example.com/base",
    HTTPS_PROXY: "http://user:word@proxy.example.com:3128",
  };
  const mask = maskFor(env, { "0605767a3300d5762fb7c0186d9e1779": "project" });

  test.each([
    [
      `PUT /v1/0605767a3300d5762fb7c0186d9e1779/vpc-endpoint-services/${serviceId} -> HTTP 400`,
      "PUT /v1/<project>/vpc-endpoint-services/<service-1> -> HTTP 400",
    ],
    [`endpoint ${endpointId} of service ${serviceId}`, "endpoint <endpoint-1> of service <service-1>"],
    [`${serviceId}/${endpointId}`, "<service-1>/<endpoint-1>"],
    ["account 5fc973eea581490997e82ea11a1d0101", "account <id-1>"],
    ["192.168.7.21 and 10.0.0.0/8 and 192.168.7.21", "<address-1> and <address-2> and <address-1>"],
    ["2001:db8::7:21 is", "<address-3> is"],
    [
      "ACCESSKEY1 short-secret other-secret of acme",
      "<HW_ACCESS_KEY> <HW_SECRET_KEY> <HUAWEICLOUD_SDK_SK> of <HW_DOMAIN_NAME>",
    ],
    ["my-vpc, table-two", "<VPCEP_ACCEPTANCE_VPC_ID>, <VPCEP_ACCEPTANCE_ROUTE_TABLE_IDS>"],
    ["no connection to vpcep.internal.example.com:443", "no connection to <HW_VPCEP_ENDPOINT>:443"],
    ["through the proxy proxy.example.com:3128", "through the proxy <HTTPS_PROXY>"],
    ["key abcdefghij0123456789", "key <key-1>"],
    [
      "region cn-north-4, true, v3.259.0, 2026-01-31, EndPoint.3044",
      "region cn-north-4, true, v3.259.0, 2026-01-31, EndPoint.3044",
    ],
    [
      "BatchAddEndpointServicePermissions permission_type",
      "BatchAddEndpointServicePermissions permission_type",
    ],
  ])("%s", (text, masked) => {
    expect(mask(text)).toBe(masked);
  });
});

const exchange = (changes: Partial<Exchange> = {}): Exchange => ({
  method: "GET",
  path: "/v1/{id}/vpc-endpoints",
  sent: [],
  status: 200,
  fields: {
    endpoints: "array",
    "endpoints[]": "object",
    "endpoints[].id": "string",
    "endpoints[].routetables": "array",
    total_count: "integer",
  },
  words: {},
  ...changes,
});

test("the report names what differs, what was not done and why, and the fields without a step", () => {
  const report = reportOf({
    about: { package: "0.1.0", region: "cn-north-4" },
    results: [
      { title: "create", outcome: "done", seconds: 61.27, calls: ["CreateEndpoint vpc_id"] },
      {
        title: "VpcEndpoint.edition",
        outcome: "refused",
        seconds: 2,
        calls: [],
        reason: "HTTP 400 | EndPoint.0015",
      },
      { title: "VpcEndpoint.ip", outcome: "skipped", seconds: 0, calls: [], reason: "X is not set" },
      { title: "destroy", outcome: "failed", seconds: 1, calls: [], reason: "it broke", output: "OUTPUT" },
    ],
    exchanges: [exchange()],
    differences: [
      { operation: "ListEndpoints", what: "field `zone`", seen: "string", reference: "not documented" },
    ],
  });
  for (const line of [
    "| package | 0.1.0 |",
    "1 done, 1 failed, 1 refused, 1 skipped.",
    "| ListEndpoints | field `zone` | string | not documented |",
    "1 responses of 1 operations were compared.",
    "| VpcEndpoint.edition | refused | HTTP 400 \\| EndPoint.0015 |",
    "| VpcEndpoint.ip | skipped | X is not set |",
    "| destroy | failed | it broke |",
    "| create | done | 61.3 | CreateEndpoint vpc_id |",
    "| VpcEndpointService.vpcId | it would need a backend in a second VPC |",
  ])
    expect(report.split("\n")).toContain(line);
  expect(report).not.toContain("OUTPUT");
});

describe("a recording", () => {
  const steps = [
    { title: "create", outcome: "done", seconds: 1, calls: ["CreateEndpoint vpc_id"] },
    { title: "destroy", outcome: "refused", seconds: 1, calls: [] },
  ] as const;
  const own = recordingOf({}, steps, [
    exchange(),
    exchange({ fields: { endpoints: "array", total_count: "integer" } }),
    exchange({ status: 404, code: "EndPoint.0005", fields: { error_code: "string" } }),
  ]);

  test("has the union of all responses with one status and code, and no difference from itself", () => {
    expect(own.responses).toEqual({
      "ListEndpoints 200": exchange().fields,
      "ListEndpoints 404 EndPoint.0005": { error_code: "string" },
    });
    expect(heldAgainst(own, own)).toEqual({ unknown: [], outdated: [] });
  });

  /** A cloud that does everything a little differently. */
  const cloud: Recording = {
    ...own,
    steps: [
      { title: "create", outcome: "done", calls: ["CreateEndpoint subnet_id vpc_id"] },
      { title: "destroy", outcome: "done", calls: ["DeleteEndpoint"] },
      { title: "another", outcome: "done", calls: ["DeleteEndpoint"] },
    ],
    responses: {
      "ListEndpoints 200": {
        endpoints: "array",
        "endpoints[]": "object",
        "endpoints[].zone": "string",
        "endpoints[].tags[].key": "string",
        total_count: "string",
      },
      "CreateEndpoint 200": { id: "string" },
    },
  };
  const differences = [
    "step create: CreateEndpoint subnet_id vpc_id was sent to the cloud alone",
    "ListEndpoints 200: field endpoints[].zone (string) is not in the emulator's",
    "ListEndpoints 200: field total_count is string in the cloud, integer in the emulator",
    "ListEndpoints 200: field endpoints[].id (string) is in the emulator's alone",
  ];

  test("of a cloud that differs has each difference listed; what only one of them did is not compared", () => {
    expect(heldAgainst(cloud, own)).toEqual({ unknown: differences, outdated: [] });
  });

  test("differences that are known are not listed, and those that are gone are", () => {
    const [first = "", ...rest] = differences;
    const known = [first, "one that is gone"].map((difference) => ({ difference, reason: "so it is" }));
    expect(heldAgainst({ ...cloud, known }, own)).toEqual({ unknown: rest, outdated: ["one that is gone"] });
  });

  const folder = join(root, "tests", "recordings");
  test("that is kept is of a cloud, has the form of one, and gives reasons for what is known", () => {
    const names = readdirSync(folder).filter((name) => name !== "README.md");
    for (const name of names) {
      const kept: Recording = JSON.parse(readFileSync(join(folder, name), "utf8"));
      expect([name, kept.about.cloud]).not.toEqual([name, "the emulator"]);
      expect(Object.keys(kept).sort()).toEqual(["about", "known", "responses", "steps"]);
      for (const { difference, reason } of kept.known) expect([difference, reason]).not.toContain("");
    }
    expect(names.filter((name) => !/^[a-z0-9-]+\.json$/.test(name))).toEqual([]);
  });
});

describe("before a run", () => {
  test("none of the variables means the emulator; some of them is one sentence that names the others", () => {
    expect(idsIn({ HW_REGION_NAME: "cn-north-4" })).toEqual({ ids: undefined });
    const { VPCEP_ACCEPTANCE_PORT_ID: _, ...withoutPort } = EMULATOR_IDS;
    const problem = (env: NodeJS.ProcessEnv) => {
      const found = idsIn(env);
      return "problem" in found ? found.problem : undefined;
    };
    expect(problem(withoutPort)).toBe(
      "VPCEP_ACCEPTANCE_PORT_ID is not set: a run against the cloud needs VPCEP_ACCEPTANCE_VPC_ID, VPCEP_ACCEPTANCE_PORT_ID, VPCEP_ACCEPTANCE_SUBNET_ID; without any VPCEP_ACCEPTANCE_ variable the suite runs against the emulator.",
    );
    expect(problem({ VPCEP_ACCEPTANCE_IP: "192.0.2.1" })).toContain("are not set");
    expect(idsIn(EMULATOR_IDS)).toMatchObject({ ids: { vpcId: expect.any(String), ip: "192.168.0.230" } });
  });

  test("what will be made, what it costs and how long it takes is said", () => {
    const where = { region: "cn-north-4", limitMinutes: 120 };
    const text = planLines(ids, "20260131-4f09ac", ["fields"], where).join("\n");
    expect(text).toContain("3 endpoint services and 1 VPC endpoint, tagged vpcep-acceptance=20260131-4f09ac");
    expect(text).toMatch(/\d+ steps that change a field alone; 8 are skipped/);
    expect(text).toMatch(/billed by the hour.*price list/);
    expect(text).toMatch(/Time: \d+ minutes .*after 120 minutes it stops/);
    const few = planLines(ids, "20260131-4f09ac", ["look-ups"], where).join("\n");
    expect(few).not.toContain("steps that change");
  });

  test("a quota without room is one sentence", () => {
    const quota = (type: string, used: number) => ({ type, used, quota: 20 });
    expect(quotaProblem([quota("endpoint_service", 17), quota("endpoint", 18)], ids, "r")).toBeUndefined();
    expect(quotaProblem([], ids, "r")).toBeUndefined();
    expect(quotaProblem([quota("endpoint_service", 18)], ids, "r")).toBe(
      "The quota of the account leaves room for 2 of type endpoint_service, and the run needs 3: remove some, or ask for a higher quota.",
    );
  });

  test.each([
    [["--only", "nothing"], '--only is one of look-ups, fields, import, plugin, not "nothing".'],
    [["--onyl"], "Unknown option '--onyl'; --help lists the options."],
    [["--only"], "Option '--only <value>' argument missing; --help lists the options."],
  ])("the mistake %j is one sentence", (args, problem) => {
    expect(readOptions(args)).toEqual({ problem });
  });

  test("the document lists the variables and the options", () => {
    const text = readDocument("docs/acceptance.md");
    for (const name of [...Object.values(REQUIRED), ...Object.values(OPTIONAL)])
      expect(text).toContain(`\`${name}\``);
    for (const option of ["--yes", "--only", "--sweep", "--out"]) expect(text).toContain(option);
  });
});
