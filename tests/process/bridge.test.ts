import { join } from "node:path";
import { start } from "../../emulator/index";
import { startProviderProcess } from "../helpers/provider-process";
import { cloudConfig } from "../helpers/pulumi-project";
import { Stack } from "../helpers/stack";
import { hurried, providerText, SMALLEST, until, useWorld } from "./world";

const world = useWorld();

test("the text in the state is at most 400 bytes, and the same for every resource", async () => {
  const [one, other] = [world.stack(), world.stack()];
  await one.up({ ...SMALLEST, serviceName: "one", description: "secret?" });
  await other.up({ ...SMALLEST, ports: [{ clientPort: 1, serverPort: 1 }] });
  expect(one.outputs["__provider"]).toBe(providerText);
  expect(other.outputs["__provider"]).toBe(providerText);
  expect(one.state?.inputs["__provider"]).toBe(providerText);
  expect(Buffer.byteLength(providerText)).toBeLessThanOrEqual(400);
});

test("a program without the package gets one sentence that names its package.json, for every operation", async () => {
  const process = await startProviderProcess({ config: cloudConfig(world.emulator), packages: "none" });
  const stack = new Stack(process, { name: "orders", providerText });
  const sentence = `cannot load pulumi-huaweicloud-vpcep: add it to ${join(process.folder, "package.json")} and run npm install (`;
  try {
    await expect(stack.up(SMALLEST)).rejects.toThrow(sentence);
    const outputs = { ...SMALLEST, status: "available", __provider: providerText };
    await expect(process.read("id", outputs)).rejects.toThrow(sentence);
    await expect(process.delete("id", outputs)).rejects.toThrow(sentence);
    expect(world.calls()).toEqual([]);
  } finally {
    // Fails if a stack was printed.
    await process.close();
  }
});

test("fault 76: three concurrent first calls all find the provider configured", async () => {
  const process = await startProviderProcess({ config: cloudConfig(world.emulator) });
  try {
    const stacks = [1, 2, 3].map((serverPort) => ({
      stack: new Stack(process, { name: `orders${serverPort}`, providerText }),
      program: { ...SMALLEST, ports: [{ clientPort: 80, serverPort }] },
    }));
    await Promise.all(stacks.map(({ stack, program }) => stack.up(program)));
    expect(world.services()).toHaveLength(3);
    world.forgetCalls();
    for (const { stack, program } of stacks) expect(await stack.up(program)).toBe("same");
    expect(world.calls()).toEqual([]);
  } finally {
    await process.close();
  }
});

describe("scenario 22: the process dies in the middle of a create", () => {
  test("scenario 22: the next run names the orphan and how to adopt it, and makes no second service", async () => {
    const dying = await startProviderProcess({ config: cloudConfig(world.emulator) });
    world.emulator.configure({ settleSeconds: null });
    const lost = new Stack(dying, { name: "orders", providerText });
    const creating = lost.up(SMALLEST).catch(() => "died");
    await until(() => world.services().length > 0);
    await dying.close();
    expect(await creating).toBe("died");
    expect(lost.state).toBeUndefined();
    const orphan = world.service();
    world.emulator.patchService(String(orphan["id"]), { status: "available" });

    const stack = world.stack();
    await expect(stack.up(SMALLEST)).rejects.toThrow(
      new RegExp(
        `EndPoint\\.3044.*Service ${orphan["id"]} \\(created ${orphan["created_at"]}\\) already serves 80/TCP.*` +
          `If an interrupted run left it behind, take it over with existingId: "${orphan["id"]}"`,
      ),
    );
    expect(stack.state).toBeUndefined();
    await stack.up({ ...SMALLEST, existingId: orphan["id"] });
    expect(stack.id).toBe(orphan["id"]);
    expect(world.services()).toHaveLength(1);
  });
});

test("scenario 31: a create and a delete of two minutes fit the default timeouts, and are not asked after too often", async () => {
  const hurry = 30;
  const sinceMs = Date.now();
  const emulator = await start({
    clock: () => sinceMs + (Date.now() - sinceMs) * hurry,
    settleSeconds: 120,
  });
  const process = await startProviderProcess({
    config: cloudConfig(emulator),
    env: hurried(hurry, sinceMs),
  });
  const stack = new Stack(process, { name: "orders", providerText });
  try {
    await stack.up(SMALLEST);
    const whileCreating = emulator.requests().length;
    expect(stack.outputs["status"]).toBe("available");
    await stack.destroy();
    expect(emulator.state().services).toEqual([]);
    // Every three seconds at the end, and the POST.
    expect(whileCreating).toBeGreaterThan(20);
    expect(whileCreating).toBeLessThan(52);
    expect(emulator.requests().length - whileCreating).toBeLessThan(52);
  } finally {
    await emulator.close();
    await process.close();
  }
}, 30_000);
