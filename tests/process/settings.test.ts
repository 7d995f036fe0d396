import { inspect } from "node:util";
import { start } from "../../emulator/index";
import { startProviderProcess } from "../helpers/provider-process";
import { cloudConfig } from "../helpers/pulumi-project";
import { Stack } from "../helpers/stack";
import { providerText, SMALLEST, useWorld } from "./world";

const CANARIES = {
  accessKey: "CANARYACCESSKEY1",
  secretKey: "canary-secret-key-1",
  securityToken: "canary-security-token-1",
};

/** Runs one `up` in a process of its own and gives what became of it. */
async function upWith(config: Record<string, string>, env: Record<string, string> = {}, wanted = SMALLEST) {
  const process = await startProviderProcess({ config, env });
  const stack = new Stack(process, { name: "orders", providerText });
  try {
    const problem = await stack.up(wanted).then(
      () => undefined,
      (error: Error) => error.message,
    );
    return { stack, problem, lines: [...process.stdout, ...process.stderr] };
  } finally {
    await process.close();
  }
}

describe("scenario 49: endpoints", () => {
  const world = useWorld();
  const withEndpoint = (vpcep: string) => ({
    ...cloudConfig(world.emulator),
    "huaweicloud:endpoints": JSON.stringify({ vpcep }),
  });

  test.each([
    ["with a slash at the end", "http://127.0.0.1:{port}/"],
    ["as localhost", "http://localhost:{port}"],
  ])("scenario 49: %s", async (_form, url) => {
    const { problem } = await upWith(withEndpoint(url.replace("{port}", String(world.emulator.port))));
    expect(problem).toBeUndefined();
    expect(world.services()).toHaveLength(1);
  });

  test.each(["/gateway/vpcep", "/gateway/vpcep/"])(
    "scenario 49: with the path %s, which goes in front",
    async (path) => {
      const { problem } = await upWith(withEndpoint(`${world.emulator.url}${path}`));
      const { projectId } = world.emulator;
      expect(world.emulator.requests().map((request) => request.path)).toEqual([
        `/gateway/vpcep/v1/${projectId}/vpc-endpoint-services`,
      ]);
      expect(problem).toMatch(/HTTP 404 .*check huaweicloud:endpoints/);
    },
  );

  test("scenario 49: http to another machine is refused before anything is sent", async () => {
    const { problem } = await upWith(withEndpoint("http://vpcep.example.com"));
    expect(problem).toMatch(
      /huaweicloud:endpoints .* is refused: only https is accepted, and http on this machine/,
    );
  });

  test("scenario 49: two regions do not mix, each with its own provider instance", async () => {
    const other = await start({ region: "eu-west-101" });
    try {
      const { stack: here } = await upWith(cloudConfig(world.emulator));
      const { stack: there } = await upWith(cloudConfig(other));
      expect(here.outputs).toMatchObject({
        region: "cn-north-4",
        endpointServiceName: `cn-north-4.${here.id}`,
      });
      expect(there.outputs).toMatchObject({
        region: "eu-west-101",
        endpointServiceName: `eu-west-101.${there.id}`,
      });
      expect(world.service()["id"]).toBe(here.id);
      expect(other.state().services).toMatchObject([{ id: there.id }]);
    } finally {
      await other.close();
    }
  });

  test("the environment serves as well as the configuration, which wins", async () => {
    const { url, region, projectId, accessKey, secretKey } = world.emulator;
    const env = {
      HW_REGION_NAME: "elsewhere",
      HW_PROJECT_ID: projectId,
      HW_ACCESS_KEY: accessKey,
      HW_SECRET_KEY: secretKey,
      HW_VPCEP_ENDPOINT: url,
    };
    const { problem, stack } = await upWith({ "huaweicloud:region": region }, env);
    expect(problem).toBeUndefined();
    expect(stack.outputs["region"]).toBe(region);
  });

  test("what is missing is named in one sentence, with both ways to set each", async () => {
    const { problem, stack } = await upWith({ "huaweicloud:region": "cn-north-4" });
    for (const part of [
      "huaweicloud:projectId",
      "HW_PROJECT_ID",
      "huaweicloud:accessKey",
      "HW_SECRET_KEY",
      "--secret",
    ])
      expect(problem).toContain(part);
    expect(problem).not.toContain("HW_REGION_NAME");
    expect(stack.state).toBeUndefined();
  });
});

describe("scenario 48: temporary credentials", () => {
  const world = useWorld({
    emulator: CANARIES,
    config: { "huaweicloud:securityToken": CANARIES.securityToken },
  });

  test("scenario 48: the token is sent, and without it the cloud refuses", async () => {
    const stack = world.stack();
    await stack.up(SMALLEST);
    expect(stack.outputs["status"]).toBe("available");
    const { problem } = await upWith(cloudConfig(world.emulator));
    expect(problem).toMatch(/HTTP 401/);
  });

  test("scenario 48: an expired one is named so, and no third request is risked", async () => {
    const stack = world.stack();
    await stack.up(SMALLEST);
    world.emulator.configure({ securityToken: "another" });
    world.forgetCalls();
    const wanted = { ...SMALLEST, tcpProxy: "open" };
    for (let tries = 0; tries < 2; tries++)
      await expect(stack.up(wanted)).rejects.toThrow(
        /HTTP 401 .*The temporary credentials expired or were rejected/,
      );
    await expect(stack.up(wanted)).rejects.toThrow(/not sent, for the keys were rejected before/);
    expect(world.calls()).toHaveLength(2);
    expect(stack.state?.id).toBeDefined();
  });
});

test("scenario 44: neither state nor messages hold a key or a token, whatever fails", async () => {
  const emulator = await start({ ...CANARIES, settleSeconds: 0 });
  const config = { ...cloudConfig(emulator), "huaweicloud:securityToken": CANARIES.securityToken };
  const process = await startProviderProcess({ config });
  const stack = new Stack(process, { name: "orders", providerText });
  const seen: unknown[] = [];
  const attempt = (run: Promise<unknown>) => run.catch((error: Error) => seen.push(error, inspect(error)));
  try {
    await attempt(stack.up({ ...SMALLEST, permissions: ["*"] }));
    seen.push(structuredClone(stack.state));
    emulator.setFaults([
      {
        kind: "status",
        status: 400,
        body: { ...CANARIES, error_msg: CANARIES.secretKey },
        match: { method: "PUT" },
      },
    ]);
    await attempt(stack.up({ ...SMALLEST, permissions: [], tcpProxy: "open" }));
    emulator.setFaults([{ kind: "reset", match: { method: "GET" } }]);
    await attempt(stack.refresh());
    emulator.configure({ securityToken: "another" });
    await attempt(stack.destroy());
    const all = inspect([seen, stack.state, process.stdout, process.stderr], {
      depth: 12,
      maxStringLength: null,
    });
    expect(all).toContain("tcp");
    for (const canary of Object.values(CANARIES)) expect(all).not.toContain(canary);
  } finally {
    await emulator.close();
    await process.close();
  }
});
