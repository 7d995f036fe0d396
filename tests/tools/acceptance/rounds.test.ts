// Several fields in one run, and what becomes of them when it fails.
import { changeEachAlone } from "../../../tools/acceptance/rounds.mjs";
import type { Exchange } from "../../../tools/acceptance/shape.cjs";

type Step = Parameters<typeof changeEachAlone>[0][number];

const service = (set: object, more: object = {}): Step => ({
  type: "VpcEndpointService",
  resource: "service",
  fields: Object.keys(set),
  set: set as Record<string, unknown>,
  ...more,
});
const endpoint = (set: object, more: object = {}): Step => ({
  ...service(set, more),
  type: "VpcEndpoint",
  resource: "endpoint",
});
const put = (
  noun: "vpc-endpoint-services" | "vpc-endpoints",
  sent: string[],
  status = 200,
  code?: string,
): Exchange => ({
  method: "PUT",
  path: `/v1/{id}/${noun}/{id}`,
  sent,
  status,
  ...(code !== undefined && { code }),
  fields: {},
  words: {},
});
const modify = (field: string) => ({ call: `UpdateEndpointService ${field}` });
const errorOf = (type: string, name: string) =>
  `    error: ${type} "${name}": update failed: PUT /v1/p -> HTTP 400.`;

/** What one run of the CLI is to give for the program's arguments. */
type Answer = (args: { service: Record<string, unknown>; endpoint: Record<string, unknown> }) => {
  exchanges?: Exchange[];
  output?: string;
};

async function change(steps: Step[], answer: Answer, mayGoOn = () => true) {
  const resources = {
    service: { type: "VpcEndpointService", args: {} as Record<string, unknown> },
    endpoint: { type: "VpcEndpoint", args: {} as Record<string, unknown> },
  };
  const rounds: string[][] = [];
  const results: [title: string, outcome: string, reason?: string][] = [];
  await changeEachAlone(steps, resources, {
    begin: (titles) => rounds.push(titles.map((title) => title.split(".")[1] ?? "")),
    async up() {
      const { exchanges = [], output = "" } = answer({
        service: { ...resources.service.args },
        endpoint: { ...resources.endpoint.args },
      });
      return { exitCode: output === "" ? 0 : 255, output, timedOut: false, seconds: 1, exchanges };
    },
    report: ({ title, outcome, reason }) =>
      results.push([title.split(".")[1] ?? "", outcome, ...(reason === undefined ? [] : [reason])] as never),
    mayGoOn,
  });
  return { rounds, results, service: resources.service.args, endpoint: resources.endpoint.args };
}

test("a run changes one field of each resource, and each is known by its call", async () => {
  const steps = [
    service({ tcpProxy: "open" }, modify("tcp_proxy")),
    service({ serviceName: "new" }, modify("service_name")),
    endpoint({ tags: {} }),
  ];
  const { rounds, results } = await change(steps, ({ service: { serviceName } }) => ({
    exchanges: [put("vpc-endpoint-services", [serviceName === undefined ? "tcp_proxy" : "service_name"])],
  }));
  expect(rounds).toEqual([["tcpProxy", "tags"], ["serviceName"]]);
  expect(results.map(([title, outcome]) => [title, outcome])).toEqual([
    ["tcpProxy", "done"],
    ["tags", "done"],
    ["serviceName", "done"],
  ]);
});

test("a change that sent something else, or one field more, has failed, and goes back", async () => {
  const { results, service: args } = await change(
    [service({ tcpProxy: "open" }, modify("tcp_proxy"))],
    () => ({
      exchanges: [put("vpc-endpoint-services", ["tcp_proxy", "service_name"])],
    }),
  );
  const reason =
    "expected UpdateEndpointService tcp_proxy, but the run sent: UpdateEndpointService service_name tcp_proxy";
  expect(results).toEqual([["tcpProxy", "failed", reason]]);
  expect(args).toEqual({});
});

test("of a run that fails the one that is named has failed; the other is done if its call was seen, else tried again", async () => {
  const steps = [
    service({ tcpProxy: "open" }, modify("tcp_proxy")),
    endpoint({ whitelist: [] }, { call: "UpdateEndpointWhite whitelist" }),
  ];
  for (const wasSeen of [true, false]) {
    const sent = [put("vpc-endpoints", ["whitelist"])];
    const {
      rounds,
      results,
      service: args,
    } = await change(steps, ({ service: { tcpProxy } }) =>
      tcpProxy === undefined
        ? { exchanges: sent }
        : { exchanges: wasSeen ? sent : [], output: errorOf("VpcEndpointService", "service") },
    );
    expect(rounds).toEqual(
      wasSeen ? [["tcpProxy", "whitelist"]] : [["tcpProxy", "whitelist"], ["whitelist"]],
    );
    expect(results.map(([title, outcome]) => [title, outcome])).toEqual([
      ["tcpProxy", "failed"],
      ["whitelist", "done"],
    ]);
    expect(results[0]?.[2]).toBe('VpcEndpointService "service": update failed: PUT /v1/p -> HTTP 400.');
    expect(args).toEqual({});
  }
});

test("where nobody is named, each is tried alone", async () => {
  const steps = [
    service({ tcpProxy: "open" }, modify("tcp_proxy")),
    endpoint({ whitelist: [] }, { call: "UpdateEndpointWhite whitelist" }),
  ];
  const { rounds, results } = await change(steps, ({ service: { tcpProxy }, endpoint: { whitelist } }) =>
    whitelist !== undefined
      ? { output: "panic: something broke" }
      : { exchanges: tcpProxy === undefined ? [] : [put("vpc-endpoint-services", ["tcp_proxy"])] },
  );
  expect(rounds).toEqual([["tcpProxy", "whitelist"], ["tcpProxy"], ["whitelist"]]);
  expect(results).toEqual([
    ["tcpProxy", "done"],
    ["whitelist", "failed", "panic: something broke"],
  ]);
});

test("what an account may not have is refused with the cloud's code, unless no call was refused", async () => {
  const steps = [service({ edition: "profession" }, { ...modify("x"), mayBeRefused: "few regions have it" })];
  const output = errorOf("VpcEndpointService", "service");
  const refused = await change(steps, () => ({
    output,
    exchanges: [put("vpc-endpoint-services", ["x"], 400, "EndPoint.0015")],
  }));
  expect(refused.results).toEqual([
    ["edition", "refused", "UpdateEndpointService: HTTP 400 EndPoint.0015; few regions have it"],
  ]);
  for (const exchanges of [[], [put("vpc-endpoint-services", ["x"], 503)]]) {
    const { results } = await change(steps, () => ({ output, exchanges }));
    expect(results).toMatchObject([["edition", "failed", expect.any(String)]]);
  }
});

test("a field that a cloud does not show, and for which nothing was sent, is skipped with the reason, and goes back", async () => {
  const step = endpoint(
    { ipVersion: "dualstack" },
    { replaces: "CreateEndpoint ip_version", mayBeUnseen: true },
  );
  const { results, endpoint: args } = await change([step], () => ({}));
  expect(results).toEqual([["ipVersion", "skipped", expect.stringContaining("nothing was sent")]]);
  expect(args).toEqual({});
});

test("what a step takes out of the program is out, and back when the step fails", async () => {
  const steps = [service({ a: 1 }), service({ b: 1 }, { unset: ["a"] }), service({ c: 1 }, { unset: ["b"] })];
  const { service: args } = await change(steps, ({ service: { c } }) => (c === 1 ? { output: "panic" } : {}));
  expect(args).toEqual({ b: 1 });
});

test("a step waits for the steps of the resource that it stands behind", async () => {
  const steps = [service({ a: 1 }), service({ b: 1 }), endpoint({ c: 1 }, { after: "service" })];
  expect((await change(steps, () => ({}))).rounds).toEqual([["a"], ["b"], ["c"]]);
});

test("a CLI that fails again and again is given up, and so is a run whose time is up: the rest is skipped with the reason", async () => {
  const steps = ["a", "b", "c", "d", "e", "f", "g"].map((name) => service({ [name]: 1 }));
  const broken = await change(steps, () => ({ output: "panic: something broke" }));
  expect(broken.rounds).toHaveLength(5);
  expect(broken.results.slice(5)).toEqual([
    ["f", "skipped", "given up after 5 failed runs in a row"],
    ["g", "skipped", "given up after 5 failed runs in a row"],
  ]);
  const late = await change(
    steps,
    () => ({}),
    () => false,
  );
  expect(late.results).toEqual(
    ["a", "b", "c", "d", "e", "f", "g"].map((name) => [name, "skipped", "the time is up"]),
  );
  const skipped = await change([service({ a: 1 }, { skip: "X is not set" })], () => ({}));
  expect(skipped).toMatchObject({ rounds: [], results: [["a", "skipped", "X is not set"]] });
});
