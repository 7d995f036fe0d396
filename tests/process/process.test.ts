// The process itself: how it begins, what its calls share, how it dies, and what it takes.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { failure } from "../helpers/in-process";
import { type ProviderProcess, startProviderProcess } from "../helpers/provider-process";
import { cloudConfig } from "../helpers/pulumi-project";
import { service, smallest } from "../helpers/samples";
import { Stack } from "../helpers/stack";
import { providerText, until, useWorld } from "./world";

const world = useWorld();

test("fault 76: three concurrent first calls all find the provider configured", async () => {
  const fresh = await world.another();
  const stacks = ["a", "b", "c"].map((name) => world.stack({ name }, fresh));
  const wanted = (index: number) => service({ ports: [{ clientPort: 80, serverPort: 80 + index }] });
  await Promise.all(stacks.map((stack, index) => stack.up(wanted(index))));
  expect(world.ids().sort()).toEqual(stacks.map(({ id }) => id).sort());
  expect(stacks.map(({ outputs }) => outputs.status)).toEqual(["available", "available", "available"]);
  world.emulator.clearRequests();
  for (const [index, stack] of stacks.entries()) expect(await stack.up(wanted(index))).toBe("same");
  expect(world.emulator.requests()).toEqual([]);
});

test("scenario 72: a program without the package gets one sentence that names its package.json, for every operation", async () => {
  const process = await startProviderProcess({ config: cloudConfig(world.emulator), packages: "none" });
  const stack = new Stack(process, { name: "orders", providerText });
  const sentence = `cannot load pulumi-huaweicloud-vpcep: add it to ${join(process.folder, "package.json")} and run npm install (`;
  try {
    await expect(stack.up(smallest)).rejects.toThrow(sentence);
    const outputs = { ...smallest, status: "available", __provider: providerText };
    await expect(process.read("id", outputs)).rejects.toThrow(sentence);
    await expect(process.delete("id", outputs)).rejects.toThrow(sentence);
    expect(world.emulator.requests()).toEqual([]);
  } finally {
    // Fails if a stack was printed.
    await process.close();
  }
});

test("scenario 73: the environment serves as well as the configuration, which wins", async () => {
  const { url, region, projectId, accessKey, secretKey } = world.emulator;
  const env = {
    HW_REGION_NAME: "elsewhere",
    HW_PROJECT_ID: projectId,
    HW_ACCESS_KEY: accessKey,
    HW_SECRET_KEY: secretKey,
    HW_VPCEP_ENDPOINT: url,
  };
  const process = await startProviderProcess({ config: { "huaweicloud:region": region }, env });
  try {
    const stack = world.stack({}, process);
    await stack.up(service());
    expect(stack.outputs.region).toBe(region);
  } finally {
    await process.close();
  }
});

test("fault 53, scenario 22: after a kill -9 in mid-create the next run names the orphan, and makes no second service", async () => {
  const dying = await world.another();
  world.emulator.configure({ settleSeconds: null });
  const lost = world.stack({ name: "orders" }, dying);
  const creating = failure(lost.up(service()));
  await until(() => world.emulator.requests().some(({ method }) => method === "GET"));
  dying.kill("SIGKILL");
  expect((await creating).message).not.toContain("VpcEndpointService");
  expect(lost.state).toBeUndefined();

  const [orphan] = world.ids();
  const created = world.emulator.state().services[0]?.created_at;
  world.emulator.patchService(String(orphan), { status: "available" });
  const heir = world.stack({ name: "orders" });
  const { message } = await failure(heir.up(service()));
  expect(message).toContain("EndPoint.3044");
  expect(message).toContain(`Service ${orphan} (created ${created}) already serves 80/TCP`);
  expect(message).toContain(
    `If an interrupted run left it behind, take it over with existingId: "${orphan}"`,
  );
  expect(heir.state).toBeUndefined();
  const adopting = service({ existingId: orphan });
  expect(await heir.up(adopting)).toBe("create");
  expect([heir.id, world.ids()]).toEqual([orphan, [orphan]]);
  expect(await heir.up(adopting)).toBe("same");
});

test.each(["oversize", "gzip-bomb"] as const)(
  "fault 16: the memory that the response %s takes",
  async (kind) => {
    const stack = world.stack();
    await stack.up(service());
    await stack.refresh();
    const before = memoryFrom(world.process);
    world.emulator.setFaults([{ kind, bytes: 200 * 1024 * 1024 }]);
    expect((await failure(stack.refresh())).message).toContain("larger than the limit of 8 MiB");
    expect(peakMebibytes(world.process) - before).toBeLessThanOrEqual(16);
  },
);

/** Mebibytes of resident memory; the peak is counted anew from here on. (Linux: /proc/pid/clear_refs) */
function memoryFrom(provider: ProviderProcess): number {
  writeFileSync(`/proc/${provider.pid}/clear_refs`, "5");
  return peakMebibytes(provider);
}

/** The most resident memory since then. */
function peakMebibytes({ pid }: ProviderProcess): number {
  const [, kibibytes] = /VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kibibytes) / 1024;
}
