// A create that is interrupted, under the real CLI.
import { type Emulator, start } from "../../emulator";
import { descendants } from "../../tools/process-tree.mjs";
import { createWorkspace, type RunningCli, type Workspace } from "../helpers/pulumi-cli";
import { pluginProject } from "../helpers/pulumi-project";
import { expectSuccess, observe, ordersArgs, program, seen, service } from "./world";

let emulator: Emulator;
let workspace: Workspace;
beforeEach(async () => {
  emulator = await start({ settleSeconds: 2 });
  workspace = await createWorkspace({
    program: program(service("orders", ordersArgs)),
    main: "index.js",
    emulator,
  });
}, 60_000);
afterEach(async () => {
  await workspace?.close();
  await emulator?.close();
});

/** An `up` whose create has had its response, and whose service is still being made. */
async function inMidCreate(stack = workspace): Promise<RunningCli> {
  const cli = stack.start(["up", "--yes", "--skip-preview"]);
  for (let tries = 0; emulator.state().services.length === 0; tries++) {
    if (tries > 1_000) throw new Error(`nothing was created: ${cli.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return cli;
}

test("scenario 50, fault 52: Ctrl-C waits for the create, and the state has it", async () => {
  const cli = await inMidCreate();
  cli.kill("SIGINT");
  const { exitCode } = await cli.done;
  expect(exitCode).not.toBe(0);
  const { resources } = await workspace.exportState();
  expect(resources).toContainEqual(
    expect.objectContaining({
      id: emulator.state().services[0]?.["id"],
      outputs: expect.objectContaining({ status: "available" }),
    }),
  );
  const next = expectSuccess(await observe(emulator, () => workspace.up(["--expect-no-changes"])));
  expect(next.sent).toEqual([]);
}, 60_000);

test("plugin 17: by the plugin, Ctrl-C ends the wait, and the next `up` goes on with the same service", async () => {
  await emulator.close();
  emulator = await start({ settleSeconds: 8 });
  const stack = await createWorkspace({
    program: {
      "index.js": `const { VpcEndpointService } = require("pulumi-huaweicloud-vpcep/plugin");
new VpcEndpointService("orders", ${JSON.stringify(ordersArgs)});`,
      "Pulumi.yaml": pluginProject,
    },
    main: "index.js",
    emulator,
    namespace: "huaweicloud-vpcep",
  });
  try {
    const cli = await inMidCreate(stack);
    cli.kill("SIGINT");
    const interrupted = await cli.done;
    expect(interrupted.exitCode).not.toBe(0);
    expect(seen(interrupted)).toContain("The run was cancelled. Run `pulumi up` again to go on from here.");
    expect(emulator.state().services).toMatchObject([{ status: "creating" }]);
    const id = emulator.state().services[0]?.["id"];
    expect((await stack.exportState()).resources).toContainEqual(expect.objectContaining({ id }));

    const next = expectSuccess(await observe(emulator, () => stack.up()));
    expect(next.writes).toEqual([]);
    expect(emulator.state().services).toMatchObject([{ id, status: "available" }]);
    expect(expectSuccess(await observe(emulator, () => stack.up(["--expect-no-changes"]))).sent).toEqual([]);
  } finally {
    await stack.close();
  }
}, 90_000);

test("fault 53: after a kill -9 in mid-create the next `up` names the orphan, which existingId takes over", async () => {
  const cli = await inMidCreate();
  for (const pid of [cli.pid, ...descendants(cli.pid)]) process.kill(pid, "SIGKILL");
  await cli.done;
  const orphan = String(emulator.state().services[0]?.["id"]);

  // What the CLI itself remembers of the interrupted run, it warns of; its lock is the user's to take away.
  await workspace.run(["cancel", "--yes"]);
  const next = await workspace.up();
  expect(next.exitCode).not.toBe(0);
  expect(seen(next)).toContain(`take it over with existingId: "${orphan}"`);
  expect(emulator.state().services).toHaveLength(1);

  workspace.write(program(service("orders", { ...ordersArgs, existingId: orphan })));
  const adopted = expectSuccess(await observe(emulator, () => workspace.up()));
  expect(adopted.writes).toEqual([]);
  expect(adopted.stdout).toContain(`adopted service ${orphan}`);
  expect(emulator.state().services).toHaveLength(1);
}, 90_000);
