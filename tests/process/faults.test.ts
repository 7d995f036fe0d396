import { readFileSync, writeFileSync } from "node:fs";
import { type Emulator, start } from "../../emulator";
import { failure } from "../helpers/in-process";
import { type ProviderProcess, startProviderProcess } from "../helpers/provider-process";
import { cloudConfig } from "../helpers/pulumi-project";
import { Stack } from "../helpers/stack";
import { providerText, SMALLEST, until } from "./world";

let emulator: Emulator;
const processes: ProviderProcess[] = [];

beforeAll(async () => {
  emulator = await start();
});
beforeEach(() => emulator.reset());
afterAll(async () => {
  await Promise.all(processes.map((one) => one.close()));
  await emulator.close();
});

async function newProcess(): Promise<ProviderProcess> {
  const started = await startProviderProcess({ config: cloudConfig(emulator) });
  processes.push(started);
  return started;
}

const stackOn = (provider: ProviderProcess, name = "orders") => new Stack(provider, { name, providerText });
const idsInCloud = () => emulator.state().services.map(({ id }) => id);
const posts = () => emulator.requests().filter(({ method }) => method === "POST");

test("fault 53: kill -9 of the provider process after the POST", async () => {
  const first = await newProcess();
  emulator.configure({ settleSeconds: null });
  const stack = stackOn(first);
  const creating = failure(stack.up(SMALLEST));
  await until(() => emulator.requests().some(({ method, path }) => method === "GET" && !path.includes("?")));
  first.kill("SIGKILL");
  expect((await creating).message).not.toContain("VpcEndpointService");
  expect(stack.state).toBeUndefined();

  const [orphan] = idsInCloud();
  const heir = stackOn(await newProcess());
  emulator.patchService(String(orphan), { status: "available" });
  const { message } = await failure(heir.up(SMALLEST));
  expect(message).toContain("EndPoint.3044");
  expect(message).toContain(`existingId: "${orphan}"`);
  expect(heir.state).toBeUndefined();
  expect(await heir.up({ ...SMALLEST, existingId: orphan })).toBe("create");
  expect(heir.id).toBe(orphan);
  expect(idsInCloud()).toEqual([orphan]);
  expect(await heir.up({ ...SMALLEST, existingId: orphan })).toBe("same");
});

test("fault 55: whatever is wrong inside, the call ends with an Error and the process lives on", async () => {
  const one = await newProcess();
  const stack = stackOn(one);
  await stack.up(SMALLEST);
  const { state } = stack;
  if (state === undefined) throw new Error("nothing stands");
  // A state that no version of the provider has written.
  stack.state = { ...state, outputs: { ...state.outputs, ports: { odd: true }, __vpcep: 7, tags: [1] } };
  await stack.refresh().catch((error) => expect(error).toBeInstanceOf(Error));
  const bad = one.create({ __provider: providerText, __vpcep: null, ports: 7, region: 1, projectId: {} });
  expect((await failure(bad)).message).toContain("VpcEndpointService");
  emulator.setFaults([{ kind: "replace-body", body: '{"endpoint_services":[null,7,"x",{}],"status":{}}' }]);
  expect(await failure(stack.refresh())).toBeInstanceOf(Error);
  emulator.clearFaults();
  stack.state = state;
  expect(await stack.up(SMALLEST)).toBe("same");
  expect(one.stderr.join("\n")).not.toMatch(/unhandled|undefined: undefined/i);
});

test("fault 61: a partial state can be read, compared, updated and deleted", async () => {
  const one = await newProcess();
  const wanted = { ...SMALLEST, tags: { team: "a" }, permissions: ["iam:domain::one"] };
  const breaks = async () => {
    emulator.setFaults([
      { kind: "status", status: 403, errorCode: "EndPoint.0004", match: { path: "**/permissions/action" } },
    ]);
    const stack = stackOn(one);
    const { id, reasons } = await failure(stack.up(wanted));
    expect(id).toBe(stack.id);
    expect(reasons).toHaveLength(1);
    expect(stack.outputs).toMatchObject({
      __provider: providerText,
      status: "available",
      tags: { team: "a" },
    });
    emulator.clearFaults();
    return stack;
  };
  const read = await breaks();
  await read.refresh();
  expect(read.outputs).toMatchObject({ __provider: providerText, tags: { team: "a" } });
  await read.destroy();

  const updated = await breaks();
  emulator.clearRequests();
  expect((await updated.preview(wanted)).step).toBe("update");
  expect(await updated.up(wanted)).toBe("update");
  expect(posts().map(({ path }) => path.replace(/.*\//, ""))).toEqual(["action"]);
  expect(await updated.up(wanted)).toBe("same");
  await updated.destroy();

  await (await breaks()).destroy();
  expect(idsInCloud()).toEqual([]);
});

test("fault 76: three concurrent first calls", async () => {
  const fresh = await newProcess();
  const stacks = ["a", "b", "c"].map((name) => stackOn(fresh, name));
  await Promise.all(
    stacks.map((stack, index) =>
      stack.up({ ...SMALLEST, ports: [{ clientPort: 80, serverPort: 80 + index }] }),
    ),
  );
  expect(idsInCloud().sort()).toEqual(stacks.map(({ id }) => id).sort());
  expect(stacks.map(({ outputs }) => outputs.status)).toEqual(["available", "available", "available"]);
});

test.each(["oversize", "gzip-bomb"] as const)(
  "fault 16: the memory that the answer %s takes",
  async (kind) => {
    const one = await newProcess();
    const stack = stackOn(one);
    await stack.up(SMALLEST);
    await stack.refresh();
    const before = memoryFrom(one);
    emulator.setFaults([{ kind, bytes: 200 * 1024 * 1024 }]);
    expect((await failure(stack.refresh())).message).toContain("larger than the limit of 8 MiB");
    expect(peakMebibytes(one) - before).toBeLessThanOrEqual(16);
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
