// The other package managers lay out node_modules in their own ways; the provider has to be found in each of them, and
// loaded by Pulumi's process for dynamic providers. With npm all examples run, in examples.test.ts.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, start } from "../../emulator";
import type { Workspace } from "../helpers/pulumi-cli";
import { copyExample, installExample, pack } from "./packed";
import { expectSuccess, observe } from "./world";

const folder = mkdtempSync(join(tmpdir(), "vpcep-managers-"));
const { tarball } = pack(folder);
afterAll(() => rmSync(folder, { recursive: true }));

let emulator: Emulator;
let workspace: Workspace | undefined;
beforeEach(async () => {
  emulator = await start();
});
afterEach(async () => {
  await workspace?.close();
  await emulator.close();
});

async function runs(example: string, manager: "pnpm" | "yarn", versions: Record<string, string> = {}) {
  const config = { consumers: JSON.stringify(["5fc973eea581490997e82ea11a1d0101"]) };
  workspace = await copyExample(example, { emulator, config });
  installExample(workspace.folder, tarball, manager, versions);

  const created = await observe(emulator, () => (workspace as Workspace).up());
  expectSuccess(created);
  expect(created.writes[0]).toMatch(/^POST vpc-endpoint-services \{/);
  expectSuccess(await workspace.destroy());
  expect(emulator.state().services).toEqual([]);
}

test("quickstart runs as pnpm installs it, each package in a folder of its own", async () => {
  await runs("quickstart", "pnpm");
}, 180_000);

test("consumers-allowed runs as yarn installs it, with TypeScript 5.4", async () => {
  await runs("consumers-allowed", "yarn", { typescript: "5.4.5" });
  const installed = join((workspace as Workspace).folder, "node_modules", "typescript", "package.json");
  expect(JSON.parse(readFileSync(installed, "utf8")).version).toBe("5.4.5");
}, 180_000);
