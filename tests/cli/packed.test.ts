// The packed package in a project of its own: what it holds, what it brings along, and that README's program runs.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Emulator, start } from "../../emulator";
import { createWorkspace, type Workspace } from "../helpers/pulumi-cli";
import {
  brokenLinks,
  documents,
  examples,
  plots,
  readmeProgram,
  readmeUnitTest,
  root,
} from "../helpers/readme";
import { install, installedPackages, type Packed, pack, projectFile, usualTsconfig } from "./packed";
import { expectSuccess, observe } from "./world";

let emulator: Emulator;
let workspace: Workspace;
let packed: Packed;
let ownTree: string[];
beforeAll(async () => {
  emulator = await start();
  workspace = await createWorkspace({
    program: {
      "index.ts": readmeProgram(),
      "package.json": '{ "name": "consumer", "private": true }',
      "tsconfig.json": JSON.stringify(usualTsconfig),
      "Pulumi.yaml": projectFile("index.ts"),
    },
    packages: "none",
    emulator,
  });
  packed = pack(workspace.folder);
  install(workspace.folder, "--legacy-peer-deps", packed.tarball);
  ownTree = installedPackages(workspace.folder);
  install(workspace.folder, "@pulumi/pulumi@3.248.0", "typescript@5.9.3", "@types/node@20.19.43");
}, 180_000);
afterAll(async () => {
  await workspace?.close();
  await emulator?.close();
});

test("it holds what a user needs: what was built from each source, and what there is to read about it", () => {
  const others = packed.files.filter((file) => !file.startsWith("dist/"));
  const ofExamples = examples().flatMap(({ name, files }) => files.map((file) => `examples/${name}/${file}`));
  const toRead = [...documents(), ...plots(), ...ofExamples];
  expect(others.sort()).toEqual([...toRead, "LICENSE", "package.json"].sort());
  const sources = packed.files
    .filter((file) => file.startsWith("dist/"))
    .map((file) => file.replace(/^dist\//, "").replace(/\.js$|\.d\.ts$/, ".ts"));
  expect(sources.filter((source) => !existsSync(join(root, source)))).toEqual([]);
  expect(sources.filter((source) => !/^(provider|emulator)\//.test(source))).toEqual([]);
  expect(sources).toContain("provider/index.ts");
});

test.each(documents())("%s links only to what is packed", (path) => {
  expect(brokenLinks(path, (file) => packed.files.includes(file))).toEqual([]);
});

test("it brings 26 packages at the most", () => {
  expect(ownTree).toContain("node_modules/pulumi-huaweicloud-vpcep");
  expect(ownTree).not.toContain("node_modules/@pulumi/pulumi");
  const brought = ownTree.filter((path) => path !== "node_modules/pulumi-huaweicloud-vpcep");
  expect(brought.length).toBeLessThanOrEqual(26);
});

test("README's program and all declarations pass the type check with nodenext", () => {
  const tsc = join(workspace.folder, "node_modules", "typescript", "bin", "tsc");
  const args = [tsc, "-p", ".", "--noEmit", "--pretty", "false", "--module", "nodenext"];
  const nodenext = [...args, "--moduleResolution", "nodenext"];
  const { status, stdout } = spawnSync(process.execPath, nodenext, {
    cwd: workspace.folder,
    encoding: "utf8",
  });
  expect(stdout).toBe("");
  expect(status).toBe(0);
}, 60_000);

test("README's program passes the SDK's type check with the usual tsconfig.json, and runs, as CommonJS too", async () => {
  const created = expectSuccess(await observe(emulator, () => workspace.up()));
  expect(created.writes).toHaveLength(1);
  expect(created.stdout).toMatch(/endpointServiceName: "cn-north-4\.orders\./);

  // As an ES module it runs in packed-node-24.test.ts.
  workspace.write({ "Pulumi.yaml": projectFile("index.cjs"), "index.cjs": readmeProgram("commonjs") });
  const again = expectSuccess(await observe(emulator, () => workspace.up(["--expect-no-changes"])));
  expect(again.sent).toEqual([]);

  expectSuccess(await workspace.destroy());
  expect(emulator.state().services).toEqual([]);
}, 90_000);

test("README's unit test with mocks passes, also twice in one file", () => {
  const text = readmeUnitTest();
  const again = text.slice(text.indexOf("\ntest(")).replace("consumers of", "once more, consumers of");
  workspace.write({ "unit.test.mjs": text + again });
  const { status, stdout } = spawnSync(process.execPath, ["--test", "unit.test.mjs"], {
    cwd: workspace.folder,
    encoding: "utf8",
    // node's own runner, asked from within another run of tests, would report to that one.
    env: { ...process.env, NODE_TEST_CONTEXT: undefined },
  });
  expect(stdout).toMatch(/pass 2$/m);
  expect(status).toBe(0);
}, 60_000);

test.each([
  ["vpcep-emulator", "--port"],
  ["vpcep-import", "--terraform"],
])("the command %s comes with it", (name, option) => {
  const command = join(workspace.folder, "node_modules", ".bin", name);
  const { status, stdout } = spawnSync(command, ["--help"], { encoding: "utf8" });
  expect(status).toBe(0);
  expect(stdout).toContain(option);
});
