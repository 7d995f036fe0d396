import { spawnSync } from "node:child_process";
import { join } from "node:path";

type Call = { method: string; path: string; body: unknown; status: number };

const services = "/v1/6e2b8f3c/vpc-endpoint-services";
const post: Call = { method: "POST", path: services, body: { vpc_id: "v", ports: [] }, status: 200 };
const get: Call = { method: "GET", path: `${services}/s1`, body: null, status: 200 };
const gone: Call = { ...get, status: 404 };
const put = (body: unknown): Call => ({ method: "PUT", path: `${services}/s1`, body, status: 200 });
const del: Call = { method: "DELETE", path: `${services}/s1`, body: null, status: 204 };

const cases: [step: string, what: string, calls: Call[], shows: string[] | false][] = [
  [
    "Create",
    "one POST, then polls",
    [post, get, get],
    [
      'POST /v1/…/vpc-endpoint-services  {"vpc_id":"v","ports":[]}',
      "and then 2 GETs, until the service was available",
    ],
  ],
  ["Create", "a second POST", [post, post, get], false],
  ["Create", "nothing", [], false],
  ["Create", "a PUT", [put({}), get], false],
  [
    "Change one field",
    "exactly the one field",
    [put({ approval_enabled: false })],
    ['PUT /v1/…/vpc-endpoint-services/s1  {"approval_enabled":false}'],
  ],
  ["Change one field", "another value", [put({ approval_enabled: true })], false],
  ["Change one field", "one more field", [put({ approval_enabled: false, service_name: "orders" })], false],
  [
    "Change one field",
    "a second PUT",
    [put({ approval_enabled: false }), put({ approval_enabled: false })],
    false,
  ],
  ["Change one field", "no PUT", [get], false],
  ["Change nothing", "no call", [], ["0 API calls"]],
  ["Change nothing", "a GET", [get], false],
  ["Refresh", "one GET", [get], ["GET /v1/…/vpc-endpoint-services/s1"]],
  ["Refresh", "no call", [], false],
  ["Refresh", "a write", [get, put({})], false],
  [
    "Destroy",
    "one DELETE, then polls until 404",
    [del, get, gone],
    ["DELETE /v1/…/vpc-endpoint-services/s1", "and then 2 GETs, until the response was 404: it is gone"],
  ],
  ["Destroy", "a service that is still there", [del, get], false],
  ["Destroy", "no DELETE", [gone], false],
];

/** jest cannot load an ECMAScript module itself: one plain node judges all cases. */
function judge(): ({ show: string[] } | { wrong: string })[] {
  const steps = join(__dirname, "..", "..", "tools", "quickstart", "steps.mjs");
  const program = `import { STEPS } from ${JSON.stringify(steps)};
    const judged = JSON.parse(process.argv[1]).map(([title, , calls]) => STEPS.find((step) => step.title === title).check(calls));
    console.log(JSON.stringify(judged));`;
  const ran = spawnSync(process.execPath, ["--input-type=module", "-e", program, JSON.stringify(cases)], {
    encoding: "utf8",
  });
  if (ran.status !== 0) throw new Error(ran.stderr);
  return JSON.parse(ran.stdout);
}

const verdicts = judge();

test.each(cases.map(([step, what, , shows], index) => ({ step, what, shows, verdict: verdicts[index] })))(
  "$step: $what",
  ({ shows, verdict }) => {
    if (shows) expect(verdict).toEqual({ show: shows });
    else
      expect(verdict).toEqual({ wrong: expect.stringMatching(/^expected .+, but the emulator received .+/) });
  },
);
