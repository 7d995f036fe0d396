// States that earlier versions left behind, with the package of today: a preview says what it said then and makes no
// call, and the stack goes on from there.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, start } from "../../emulator";
import { createWorkspace, type Workspace } from "../helpers/pulumi-cli";
import { type KeptState, keptStates, keptVersions, movedTo, readKept } from "../upgrades/kept";
import { plannedBy } from "../upgrades/preview";
import { type Front, namespaceOf } from "../upgrades/programs";
import { expectSuccess, observe } from "./world";

jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), "vpcep-upgrades-"));
afterAll(() => rmSync(folder, { recursive: true }));

let emulator: Emulator;
let workspace: Workspace;
afterEach(async () => {
  await workspace?.close();
  await emulator?.close();
});

/** The stack and its cloud as they were, in a project with the package of today. */
async function open(front: Front, kept: KeptState): Promise<void> {
  const cloud = join(folder, `${front}.json`);
  writeFileSync(cloud, kept.cloud);
  emulator = await start({ statePath: cloud });
  const { program, config } = kept;
  const namespace = namespaceOf(front);
  workspace = await createWorkspace({ program, main: "index.js", emulator, config, namespace });
  await workspace.importState(movedTo(emulator.url, kept.stack));
}

const up = (...args: string[]) => observe(emulator, () => workspace.up(args));

async function expectRest(): Promise<void> {
  const rest = expectSuccess(await observe(emulator, () => workspace.preview(["--expect-no-changes"])));
  expect(rest.sent).toEqual([]);
}

/** How many are of this package. */
function resourcesIn(stack: string): number {
  const { resources } = JSON.parse(stack).deployment as { resources: { type: string }[] };
  return resources.filter(({ type }) => /^(pulumi-nodejs:dynamic\/)?huaweicloud-vpcep:/.test(type)).length;
}

test("there are states of one version at least", () => {
  expect(keptVersions()).not.toEqual([]);
});

test.each(keptStates())(
  "scenario 90: a stack of %s, %s, %s, goes on where it stopped",
  async (version, front, state) => {
    const kept = readKept(version, front, state);
    await open(front, kept);
    const before = emulator.requests().length;
    expect(await plannedBy(workspace)).toEqual(kept.planned);
    expect(emulator.requests().slice(before)).toEqual([]);

    if (state === "settled") {
      // Of each resource one field, each by one call with that field alone.
      const { writes } = expectSuccess(await up("--config", "note=second"));
      expect(writes.filter((call) => !call.includes("second"))).toEqual([]);
      expect(writes).toHaveLength(resourcesIn(kept.stack));
    } else {
      expectSuccess(await up());
      await expectRest();
    }
    const refreshed = expectSuccess(
      await observe(emulator, () => workspace.refresh(["--expect-no-changes"])),
    );
    expect(refreshed.writes).toEqual([]);
    expectSuccess(await workspace.destroy());
    expect(emulator.state()).toMatchObject({ services: [], endpoints: [] });
  },
);
