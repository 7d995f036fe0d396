// The packed package on another Node and another SDK than this repository's own.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, start } from "../../emulator";
import { createWorkspace, type Workspace } from "../helpers/pulumi-cli";
import { readmeProgram } from "../helpers/readme";
import { install, pack, projectFile } from "./packed";
import { expectSuccess, observe } from "./world";

let emulator: Emulator;
let workspace: Workspace;
let node24: string;
beforeAll(async () => {
  emulator = await start();
  node24 = mkdtempSync(join(tmpdir(), "vpcep-node-24-"));
  writeFileSync(join(node24, "package.json"), "{}");
});
afterAll(async () => {
  await workspace?.close();
  await emulator?.close();
  rmSync(node24, { recursive: true });
});

/** The package that holds just the binary of Node for this machine. */
const binary = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;

test("README's program creates and destroys on Node 24 with SDK 3.270.0, in a package of type module", async () => {
  install(node24, `${binary}@24.21.0`);
  workspace = await createWorkspace({
    program: {
      "index.js": `${readmeProgram()}\nexport const node = process.version;\n`,
      "package.json": '{ "name": "consumer", "private": true, "type": "module" }',
      "Pulumi.yaml": projectFile("index.js"),
    },
    main: "index.js",
    packages: "none",
    emulator,
    path: [join(node24, "node_modules", binary, "bin")],
  });
  const { tarball } = pack(workspace.folder);
  install(workspace.folder, tarball, "@pulumi/pulumi@3.270.0");

  const created = expectSuccess(await observe(emulator, () => workspace.up()));
  expect(created.stdout).toMatch(/node *: "v24\./);
  expect(created.writes).toHaveLength(1);
  expectSuccess(await workspace.destroy());
  expect(emulator.state().services).toEqual([]);
}, 240_000);
