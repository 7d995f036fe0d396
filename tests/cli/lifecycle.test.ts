// The life of services under the real CLI. A run costs seconds and takes many services as easily as one: each
// describe makes its runs once, and its tests look at what came of them.
import { start } from "../../emulator";
import { createWorkspace } from "../helpers/pulumi-cli";
import {
  expectRefusal,
  expectSuccess,
  type Observed,
  observe,
  ordersArgs,
  otherPortId,
  otherVpcId,
  program,
  seen,
  service,
  useCli,
} from "./world";

const canaries = {
  accessKey: "CANARY7QX2LM9ZP4KD8V",
  secretKey: "canary-secret-key-0123456789012345678901",
  securityToken: "canary-security-token-0123456789",
};

describe("a service that is made, left alone, drifts and is changed", () => {
  const runs = {} as Record<"created" | "again" | "drifted" | "changed" | "refreshed", Observed>;
  let state: { text: string; outputs: Record<string, unknown> | undefined };
  let projectId: string;

  beforeAll(async () => {
    const emulator = await start(canaries);
    projectId = emulator.projectId;
    const before = { ...ordersArgs, approvalEnabled: true };
    const workspace = await createWorkspace({
      program: program(service("orders", before)),
      main: "index.js",
      emulator,
      config: { "huaweicloud:securityToken": canaries.securityToken },
    });
    const up = async (...args: string[]) => expectSuccess(await observe(emulator, () => workspace.up(args)));
    const refresh = async (...args: string[]) =>
      expectSuccess(await observe(emulator, () => workspace.refresh(args)));
    try {
      runs.created = await up("-v=9", "--logtostderr");
      const { text, resources } = await workspace.exportState();
      state = { text, outputs: resources.find(({ urn }) => urn.endsWith("::orders"))?.outputs };
      // The best of three, for other tests keep the machine busy.
      for (let tries = 0; tries < 3 && !(runs.again?.seconds < 8); tries++)
        runs.again = await up("--expect-no-changes");
      emulator.patchService(String(emulator.state().services[0]?.["id"]), { approval_enabled: false });
      runs.drifted = await refresh("--diff");
      const changed = { ...before, tags: { team: "sales", stage: "test" } };
      workspace.write(program(service("orders", changed)));
      runs.changed = await up("--diff");
      runs.refreshed = await refresh("--expect-no-changes");
    } finally {
      await workspace.close();
      await emulator.close();
    }
  }, 180_000);

  test("scenario 44: keys and token reach the cloud, and neither the state nor the most talkative log", () => {
    expect(runs.created.stderr.length).toBeGreaterThan(50_000);
    expect(state.text).toContain(projectId);
    for (const secret of Object.values(canaries)) {
      expect(linesAfterConfigure(runs.created).filter((line) => line.includes(secret))).toEqual([]);
      expect(state.text).not.toContain(secret);
    }
    expect(state.outputs).toMatchObject({ status: "available", approvalEnabled: true, error: [] });
  });

  test("scenario 2: an `up` without a change makes no call at all, in less than 8 s", () => {
    expect(runs.again.sent).toEqual([]);
    expect(runs.again.seconds).toBeLessThan(8);
  });

  test("fault 75: a refresh shows what was changed behind Pulumi's back, and the next `up` repairs it", () => {
    expect(runs.drifted.stdout).toMatch(/~ approvalEnabled: true => false/);
    // Nobody is asked before a change.
    expect(runs.changed.sent).toEqual([
      'PUT vpc-endpoint-services/{id} {"approval_enabled":true}',
      'POST endpoint_service/{id}/tags/action {"action":"create","tags":[{"key":"stage","value":"test"},{"key":"team","value":"sales"}]}',
    ]);
    expect(runs.refreshed.writes).toEqual([]);
  });

  test("one line says what was sent, and the CLI shows what changed and nothing else", () => {
    expect(seen(runs.changed)).toContain(
      'VpcEndpointService "orders": sent approvalEnabled, tags +stage +team',
    );
    expect(runs.changed.stdout).not.toContain("__vpcep");
    const [, changes] =
      /::orders\]\n(.*?)\n *(~ pulumi-nodejs|--outputs:|Resources:)/s.exec(runs.changed.stdout) ?? [];
    expect(changes?.replace(/\s/g, "")).toBe(
      '~approvalEnabled:false=>true+tags:{+stage:"test"+team:"sales"}',
    );
  });
});

/** At this level the engine itself writes down what it hands to `Configure` of any provider; the rest is ours to answer for. */
function linesAfterConfigure(result: Observed): string[] {
  const lines = seen(result).split("\n");
  return lines.filter(
    (line) => !/Marshaling property for RPC\[Provider\[\w+\]\.Configure\(\)\.inputs\]/.test(line),
  );
}

describe("one service", () => {
  jest.setTimeout(90_000);
  const world = useCli();
  const { up, created } = world;

  /** Method and id of what was written. */
  const written = () =>
    world.emulator
      .requests()
      .filter(({ method }) => method !== "GET")
      .map(({ method, path }) => (method === "POST" ? method : `${method} ${path.split("/").at(-1)}`));

  test("scenario 17: a preview takes what is not known yet, and calls nobody", async () => {
    const args = JSON.stringify(ordersArgs);
    const second = `new VpcEndpointService("second", { ...${args}, portId: orders.createdAt, ports: orders.error, tags: { of: orders.id } });`;
    world.workspace.write(program(`const orders = ${service("orders", ordersArgs)}`, second));
    const preview = expectSuccess(await observe(world.emulator, () => world.workspace.preview()));
    expect(preview.stdout).toMatch(/\+ 3 to create/);
    expect(preview.sent).toEqual([]);
  });

  test("scenario 43: ignoreChanges, an alias and another text of the provider make no call; protect refuses to delete; messages use the new name", async () => {
    const id = await created();
    const { text } = await world.workspace.exportState();
    const older = JSON.parse(text, (key, value) =>
      key === "__provider" && typeof value === "string" ? `${value}// of an older version\n` : value,
    );
    await world.workspace.importState(JSON.stringify(older));
    const options = '{ protect: true, ignoreChanges: ["approvalEnabled"], aliases: [{ name: "orders" }] }';
    const kept = expectSuccess(
      await up([service("renamed", { ...ordersArgs, approvalEnabled: false }, options)]),
    );
    expect(kept.sent).toEqual([]);
    const { resources } = await world.workspace.exportState();
    const renamed = resources.find(({ urn }) => urn.endsWith("::renamed"));
    expect(renamed?.outputs).toMatchObject({ approvalEnabled: true });

    const refused = await observe(world.emulator, () => world.workspace.destroy());
    expect(refused.exitCode).not.toBe(0);
    expect(seen(refused)).toMatch(/renamed.* cannot be deleted|protected/s);
    expect(refused.sent).toEqual([]);

    world.emulator.patchService(id, { status: "failed" });
    expect(seen(await world.workspace.refresh())).toContain('VpcEndpointService "renamed": service');
  });

  test("scenario 15: a replacement deletes first where both would clash, and creates first otherwise; retainOnDelete keeps the service", async () => {
    const id = await created();
    const clashing = { ...ordersArgs, vpcId: otherVpcId };
    world.emulator.clearRequests();
    expectSuccess(await up([service("orders", clashing)]));
    expect(written()).toEqual([`DELETE ${id}`, "POST"]);
    expect(world.services()).toHaveLength(1);

    const second = String(world.services()[0]?.["id"]);
    const args = { ...clashing, portId: otherPortId, description: "Other orders." };
    const options = '{ replaceOnChanges: ["description"], retainOnDelete: true }';
    world.emulator.clearRequests();
    expectSuccess(await up([service("orders", args, options)]));
    expect(written()).toEqual(["POST", `DELETE ${second}`]);

    const destroyed = expectSuccess(await observe(world.emulator, () => world.workspace.destroy()));
    expect(destroyed.sent).toEqual([]);
    expect((await world.workspace.exportState()).resources).toEqual([]);
    expect(world.services()).toMatchObject([{ description: "Other orders.", status: "available" }]);
  });

  test("scenario 41: `.get()` reads a service without owning it, and names one that is not there", async () => {
    const id = await created();
    await world.emptyStack();
    const read = await up([
      `const found = VpcEndpointService.get("found", "${id}");`,
      "exports.port = found.portId;",
      "exports.fullName = found.endpointServiceName;",
    ]);
    expectSuccess(read);
    expect(read.writes).toEqual([]);
    expect(read.stdout).toContain(`${world.emulator.region}.${id}`);
    expect(read.stdout).toContain(ordersArgs.portId);
    const destroyed = expectSuccess(await observe(world.emulator, () => world.workspace.destroy()));
    expect(destroyed.writes).toEqual([]);

    const missing = "11111111-2222-4333-8444-555555555555";
    expectRefusal(
      await up([`VpcEndpointService.get("missing", "${missing}");`]),
      `read failed: there is no service ${missing} in region ${world.emulator.region}`,
    );
  });
});
