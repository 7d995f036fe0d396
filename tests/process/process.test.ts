// The process itself: how it begins, what its calls share, how it dies, and what it takes.
import { readFileSync, writeFileSync } from "node:fs";
import { failure } from "../helpers/in-process";
import type { ProviderProcess } from "../helpers/provider-process";
import { service } from "../helpers/samples";
import { FRONTS, useWorld } from "./world";

describe.each(FRONTS)("by the %s front", (front) => {
  const world = useWorld(front);

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

  test("scenario 73: the environment serves as well as the configuration, which wins", async () => {
    const { url, region, projectId, accessKey, secretKey } = world.emulator;
    const env = {
      HW_REGION_NAME: "elsewhere",
      HW_PROJECT_ID: projectId,
      HW_ACCESS_KEY: accessKey,
      HW_SECRET_KEY: secretKey,
      HW_VPCEP_ENDPOINT: url,
    };
    const stack = world.stack({}, await world.another({ config: { "huaweicloud:region": region }, env }));
    await stack.up(service());
    expect(stack.outputs.region).toBe(region);
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
});

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
