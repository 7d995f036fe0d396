import { inspect } from "node:util";
import { ApiError, ConfigError } from "../../../provider/api/errors";
import { InvalidIdError } from "../../../provider/api/identifiers";
import type { Log } from "../../../provider/api/runtime";
import { readProviderConfig } from "../../../provider/configuration/config";
import { handlers } from "../../../provider/dynamic/handlers";
import * as front from "../../../provider/dynamic/serve";
import { createEnvironment, environmentOf } from "../../../provider/environment";
import { Failure, PartialFailure } from "../../../provider/resource/failures";
import type { Environment, ResourceHandlers } from "../../../provider/resource/handlers";
import type { Properties } from "../../../provider/resource/properties";
import { ENDPOINT } from "../../../provider/vpc-endpoint/fields";
import { CONNECTION } from "../../../provider/vpc-endpoint-connection/fields";
import { SERVICE } from "../../../provider/vpc-endpoint-service/fields";
import { sourceWith } from "../api/fakes";
import { fakeClient } from "../resource/fake-client";

const news = { __vpcep: { name: "orders", set: [] }, __provider: "text", colour: "red" };

const serve = (handlers: ResourceHandlers, environmentFor: front.EnvironmentFor = environmentOf, log?: Log) =>
  front.serve(handlers, environmentFor, log);

/** A resource type that does what the test says, in every operation. */
function typeThat(run: (env: Environment, ...given: unknown[]) => unknown): ResourceHandlers {
  const does = (env: Environment, ...given: unknown[]) => run(env, ...given) as never;
  return {
    definition: { ...SERVICE, type: "Thing" },
    check: does,
    diff: does,
    create: async (...given) => does(...given),
    read: async (...given) => does(...given),
    update: async (...given) => does(...given),
    delete: async (...given) => does(...given),
  };
}

const failing = (error: unknown) =>
  serve(
    typeThat(() => {
      throw error;
    }),
  );

type Thrown = Error & { id?: string; properties?: Properties; reasons?: string[] };
const rejection = (promise: Promise<unknown>): Promise<Thrown> =>
  promise.then(
    () => {
      throw new Error("it should have failed");
    },
    (error: Thrown) => error,
  );

const operations: [string, (provider: ReturnType<typeof serve>) => Promise<unknown>][] = [
  ["check", (provider) => provider.check({}, news)],
  ["diff", (provider) => provider.diff("id", {}, news)],
  ["create", (provider) => provider.create(news)],
  ["read", (provider) => provider.read("id", news)],
  ["update", (provider) => provider.update("id", {}, news)],
  ["delete", (provider) => provider.delete("id", news)],
];

test.each(operations)(
  "%s: a failure is one sentence with type, name and operation, and no stack",
  async (name, run) => {
    const error = await rejection(run(failing(new Failure("The port is taken."))));
    expect(error).toBeInstanceOf(Error);
    expect(error.message).toBe(`Thing "orders": ${name} failed: The port is taken.`);
    expect(error.stack).toBe("see the error of the resource");
    expect(String(error)).toBe(`Thing "orders": ${name} failed`);
    expect(Object.keys(error)).not.toContain("id");
    expect(error.id).toBeUndefined();
    expect(error.reasons).toBeUndefined();
  },
);

const apiError = new ApiError({
  method: "PUT",
  path: "/v1/p/vpc-endpoint-services/s",
  outcome: "refused",
  status: 400,
  code: "EndPoint.3042",
  apiMessage: "Port not in VPC.",
  attempts: 1,
  maxAttempts: 3,
  seconds: 0.2,
  possiblySent: false,
});

test.each<[string, Error]>([
  ["an error of the API", apiError],
  ["a mistake in the configuration", new ConfigError("The region is missing.")],
  ["an id that is none", new InvalidIdError("a/b")],
])("%s is passed on in its own words", async (_name, error) => {
  expect((await rejection(failing(error).update("id", {}, news))).message).toBe(
    `Thing "orders": update failed: ${error.message}`,
  );
});

test("an environment that cannot be made fails the operation in its own words", async () => {
  const provider = serve(
    typeThat(() => undefined),
    () => {
      throw new ConfigError("The region is missing.");
    },
  );
  await expect(provider.update("id", {}, news)).rejects.toThrow("update failed: The region is missing.");
});

test("anything else is a bug, and says where", async () => {
  const { message, stack } = await rejection(failing(new TypeError("x is not a function")).create(news));
  expect(message).toMatch(
    /^Thing "orders": create failed: a bug in pulumi-huaweicloud-vpcep, please report it: TypeError: x is not a function at .*serve\.test\.ts:\d+:\d+\)?$/,
  );
  expect(stack).toBe("see the error of the resource");
});

test.each<[unknown, string]>([
  ["text", "Error: text"],
  [undefined, "Error: undefined"],
])("a thrown %p becomes an Error, for the process can pass on nothing else", async (thrown, told) => {
  const error = await rejection(failing(thrown).delete("id", news));
  expect(error).toBeInstanceOf(Error);
  expect(error.message).toContain(
    `delete failed: a bug in pulumi-huaweicloud-vpcep, please report it: ${told} at `,
  );
});

test("a stack that shows no place is no failure of its own", async () => {
  const error = new RangeError("odd");
  error.stack = "RangeError: odd";
  expect((await rejection(failing(error).delete("id", news))).message).toMatch(
    /please report it: RangeError: odd$/,
  );
});

test("a sentence is taken for a definite no, unless it says otherwise", () => {
  expect(new Failure("no").possiblySent).toBe(false);
  expect(new Failure("no", true).possiblySent).toBe(true);
});

test("an error without a stack is told all the same", async () => {
  const error = new RangeError("odd");
  error.stack = undefined as never;
  expect((await rejection(failing(error).delete("id", news))).message).toBe(
    'Thing "orders": delete failed: a bug in pulumi-huaweicloud-vpcep, please report it: RangeError: odd',
  );
});

test("a partial failure keeps id, outputs, the provider's text and the reason", async () => {
  const error = await rejection(
    failing(new PartialFailure("s-1", { status: "creating", ip: undefined }, "Tags failed.")).create(news),
  );
  const text = 'Thing "orders": create failed: Tags failed.';
  expect(error.message).toBe(text);
  expect(error.id).toBe("s-1");
  expect(error.properties).toStrictEqual({ status: "creating", __provider: "text" });
  expect(error.reasons).toEqual([text]);
  expect(error.stack).toBe("see the error of the resource");
});

test.each<[string, (provider: ReturnType<typeof serve>) => Promise<unknown>]>([
  ["the old properties, when the new ones have none", (p) => p.update("id", news, {})],
  ["the old properties, in a diff", (p) => p.diff("id", news, {})],
])("the name comes from %s", async (_name, run) => {
  expect((await rejection(run(failing(new Failure("no"))))).message).toContain('Thing "orders": ');
});

test("a resource without a name is a question mark", async () => {
  expect((await rejection(failing(new Failure("no")).read("id"))).message).toBe('Thing "?": read failed: no');
});

const half = "a\ud800";
const whole = "a\ufffd";

test("every text that leaves is well-formed, values and names alike", async () => {
  const giving = (result: unknown) => serve(typeThat(() => result));
  const [bad, good] = [{ [half]: [half, { [half]: half }] }, { [whole]: [whole, { [whole]: whole }] }];
  expect(await giving({ id: half, outs: bad }).create(news)).toStrictEqual({ id: whole, outs: good });
  expect(await giving({ outs: bad }).update("i", {}, news)).toStrictEqual({ outs: good });
  expect(await giving({ id: half, props: bad, inputs: bad }).read("i", news)).toStrictEqual({
    id: whole,
    props: good,
    inputs: good,
  });
  const failures = [{ property: half, reason: half }];
  expect(await giving({ inputs: bad, failures }).check({}, news)).toStrictEqual({
    inputs: good,
    failures: [{ property: whole, reason: whole }],
  });
  expect(await giving({ replaces: [half] }).diff("i", {}, news)).toStrictEqual({ replaces: [whole] });
  const error = await rejection(failing(new PartialFailure(half, bad, half)).create(news));
  expect(error).toMatchObject({ id: whole, properties: { ...good, __provider: "text" } });
  expect(error.reasons).toEqual([`Thing "orders": create failed: ${whole}`]);
  expect(error.message).toBe(`Thing "orders": create failed: ${whole}`);
});

describe("every sentence that leaves: an error, a line, a reason of check", () => {
  const secretKey = "canary-secret-key";
  const credentials = { accessKey: "CANARYACCESSKEY", secretKey, securityToken: "canary-token" };
  const config = {
    cloud: "myhuaweicloud.com",
    rules: "page" as const,
    problems: [],
    warnings: [],
    source: sourceWith(credentials),
  };

  async function told(text: string, make: (text: string) => Error = (message) => new Failure(message)) {
    const lines: string[] = [];
    const log = { info: (line: string) => lines.push(line), warn: (line: string) => lines.push(line) };
    const kind = typeThat((env) => {
      env.log.info(text);
      env.log.warn(text);
      throw make(text);
    });
    const { message } = await rejection(
      serve(kind, () => createEnvironment({ config }), log).update("id", {}, news),
    );
    const refusing = typeThat(() => ({ inputs: {}, failures: [{ property: "p", reason: text }] }));
    const { failures } = await serve(refusing, () => createEnvironment({ config })).check({}, news);
    return { lines: [...lines, ...failures.map(({ reason }) => reason)], message };
  }

  test.each([Failure, TypeError])("is one line without keys and control characters (%p)", async (Type) => {
    const text = `\u001b[31m one\r\ntwo ${Object.values(credentials).join("\u2028")} \ud800`;
    const { lines, message } = await told(text, (given) => new Type(given));
    const clean = "[31m one two *** *** *** \ufffd";
    expect(lines).toEqual([clean, clean, clean]);
    expect(message).toContain(clean);
    expect(message).not.toMatch(/\p{C}|canary/iu);
  });

  test("is cut in its middle at 2,000 characters, after the keys are taken out", async () => {
    for (const before of [1480, 1490, 1495, 1499]) {
      const { lines, message } = await told(
        `${"x".repeat(before)}${secretKey}${"y".repeat(9000)} What to do.`,
      );
      for (const one of [...lines, message]) {
        expect([...one].length).toBeLessThanOrEqual(2003);
        expect(one).not.toContain("can");
        expect(one).toMatch(/y What to do\.$/);
      }
      expect(message).toMatch(/^Thing "orders": update failed: x/);
    }
  });
});

test("results are passed on, without what is undefined", async () => {
  const giving = (result: unknown) => serve(typeThat(() => result));
  const outs = { a: 1, b: undefined };
  expect(await giving({ id: "i", outs }).create(news)).toStrictEqual({ id: "i", outs: { a: 1 } });
  expect(await giving({ outs }).update("i", {}, news)).toStrictEqual({ outs: { a: 1 } });
  expect(await giving({ id: "i", props: outs, inputs: outs }).read("i", news)).toStrictEqual({
    id: "i",
    props: { a: 1 },
    inputs: { a: 1 },
  });
  expect(await giving({ inputs: outs, failures: [] }).check({}, news)).toEqual({
    inputs: outs,
    failures: [],
  });
  expect(await giving({ changes: true }).diff("i", {}, news)).toEqual({ changes: true });
  expect(await giving(undefined).delete("i", news)).toBeUndefined();
});

test.each<[string, (provider: ReturnType<typeof serve>) => Promise<unknown>, unknown]>([
  ["create", (p) => p.create(news), { id: "i", outs: { a: 1n } }],
  ["update", (p) => p.update("i", {}, news), { outs: { a: 1n } }],
  ["read: properties", (p) => p.read("i", news), { id: "i", props: { a: 1n }, inputs: {} }],
  ["read: inputs", (p) => p.read("i", news), { id: "i", props: {}, inputs: { a: 1n } }],
])("%s refuses outputs that Pulumi cannot carry, by name", async (_name, run, result) => {
  const error = await rejection(run(serve(typeThat(() => result))));
  expect(error.message).toContain("outputs.a is no plain data (bigint)");
});

describe("what Pulumi cannot carry must not cost the id of what was created", () => {
  const outs = { a: 1n, b: { c: 2 } };
  const kept = { id: "s-1", properties: { b: { c: 2 }, __provider: "text" } };

  test("after a create that succeeded", async () => {
    const error = await rejection(serve(typeThat(() => ({ id: "s-1", outs }))).create(news));
    expect(error).toMatchObject({
      ...kept,
      reasons: [expect.stringContaining("outputs.a is no plain data")],
    });
  });

  test("after one that failed on the way", async () => {
    const error = await rejection(failing(new PartialFailure("s-1", outs, "waited")).create(news));
    expect(error).toMatchObject({ ...kept, reasons: ['Thing "orders": create failed: waited'] });
  });
});

test("the handlers are given what the engine gives", async () => {
  const given: unknown[][] = [];
  const provider = serve(
    typeThat((_env, ...args) => {
      given.push(args);
      return { id: "", outs: {}, props: {}, inputs: {}, failures: [] };
    }),
  );
  for (const [, run] of operations) await run(provider);
  await provider.read("id");
  expect(given).toEqual([
    [{}, news],
    ["id", {}, news],
    [news],
    ["id", news],
    ["id", {}, news],
    ["id", news],
    ["id", {}],
  ]);
});

describe("configuration", () => {
  const config = { region: "eu-west-101", projectId: "p", accessKey: "AKIA", secretKey: "canary-secret" };
  const request = (values: Record<string, string>) => ({
    config: { get: (key: string) => values[key.replace("huaweicloud:", "")] },
  });
  const seenBy = async (provider: (kind: ResourceHandlers) => ReturnType<typeof serve>) => {
    const seen: Environment[] = [];
    const served = provider(
      typeThat((env) => {
        seen.push(env);
        return { outs: {} };
      }),
    );
    await served.update("id", {}, news);
    await served.update("id", {}, news);
    const [first, second] = seen;
    if (first === undefined) throw new Error("nothing was run");
    expect(second).toBe(first);
    return first;
  };

  test("it is read when it is first needed, and kept", async () => {
    let asked = 0;
    const env = await seenBy((kind) => {
      const provider = serve(kind);
      provider.configure({
        config: {
          get: (key) => {
            asked += 1;
            return request(config).config.get(key);
          },
        },
      });
      expect(asked).toBe(0);
      return provider;
    });
    expect(env.config).toMatchObject({
      region: "eu-west-101",
      projectId: "p",
      source: { base: { accessKey: "AKIA", secretKey: "canary-secret" } },
    });
  });

  test("one client for a region and project, for the life of the process", async () => {
    const env = await seenBy((kind) => {
      const provider = serve(kind);
      provider.configure(request(config));
      return provider;
    });
    const client = env.clientFor("eu-west-101", "p");
    expect(client).toMatchObject({ region: "eu-west-101", projectId: "p" });
    expect(env.clientFor("eu-west-101", "p")).toBe(client);
    expect(env.clientFor("cn-north-4", "p")).not.toBe(client);
    expect(env.clientFor("eu-west-101", "q")).not.toBe(client);
    expect(inspect(client, { depth: 9, showHidden: true })).not.toContain("canary-secret");
  });

  test("clock, sleep and randomness that are given are the client's too", async () => {
    const runtime = {
      elapsed: () => 0,
      now: () => 86_400_000,
      sleep: async () => undefined,
      random: () => 0,
    };
    const env = await seenBy((kind) => {
      const provider = serve(kind, (setting) =>
        createEnvironment({ config: readProviderConfig(setting, {}), runtime }),
      );
      provider.configure(request({ ...config, secretKey: "another-one" }));
      return provider;
    });
    expect(env.clientFor("eu-west-101", "p").serverNow()).toBe(86_400_000);
  });

  test("a configuration that is not complete fails with its sentence", async () => {
    const env = await seenBy((kind) => {
      const provider = serve(kind, () =>
        createEnvironment({ config: readProviderConfig(() => undefined, {}) }),
      );
      return provider;
    });
    expect(() => env.clientFor("", "p")).toThrow(ConfigError);
  });

  test("lines for the user go to stdout and stderr, which the engine shows as information and warning", async () => {
    const [out, err] = [
      jest.spyOn(console, "log").mockImplementation(() => undefined),
      jest.spyOn(console, "error").mockImplementation(() => undefined),
    ];
    const { log } = await seenBy((kind) => serve(kind));
    log.info("said");
    log.warn("warned");
    expect([out.mock.calls, err.mock.calls]).toEqual([[["said"]], [["warned"]]]);
    out.mockRestore();
    err.mockRestore();
  });
});

test("an environment has one list of the objects of a type for a project, and knows bad endpoints", async () => {
  const config = readProviderConfig(() => undefined, { HW_VPCEP_ENDPOINT: "ftp://x" });
  const env = createEnvironment({ config, variables: {} });
  expect(env.connectionProblem("eu-west-101")).toContain("is refused");
  const [client, other] = [fakeClient([]), { ...fakeClient([]), projectId: "other" }];
  const list = env.sharedListOf(client, SERVICE);
  expect(list).toBeDefined();
  expect(env.sharedListOf(client, SERVICE)).toBe(list);
  expect(env.sharedListOf(other, SERVICE)).not.toBe(list);
  expect(env.sharedListOf(client, ENDPOINT)).not.toBe(list);
  expect(env.sharedListOf(client, CONNECTION)).toBeUndefined();
});

test("all resource types of a process with the same settings share one environment", () => {
  const setting = (key: string) => (key === "huaweicloud:region" ? "eu-west-101" : undefined);
  expect(environmentOf(setting)).toBe(environmentOf(setting));
  expect(environmentOf(setting).config.region).toBe("eu-west-101");
  expect(environmentOf(setting)).not.toBe(environmentOf(() => undefined));
});

test("the resource types by their names: frozen, for the text in every state asks for them", () => {
  expect(Object.keys(handlers).sort()).toEqual([
    "VpcEndpoint",
    "VpcEndpointConnection",
    "VpcEndpointService",
    "VpcEndpointServicePermission",
  ]);
  expect(Object.keys(handlers.VpcEndpointService())).toEqual([
    "configure",
    "check",
    "diff",
    "create",
    "read",
    "update",
    "delete",
  ]);
});
