// `npm run upgrades -- <version>` runs this: the package, packed as that version and installed in a project, makes each
// state under the real CLI, and the states are written to the folder of the version.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, start } from "../../emulator";
import { install, packAs } from "../cli/packed";
import { expectSuccess, seen } from "../cli/world";
import { createWorkspace, type Workspace } from "../helpers/pulumi-cli";
import { pluginProject } from "../helpers/pulumi-project";
import { writeKept } from "./kept";
import { plannedBy } from "./preview";
import {
  type Front,
  fronts,
  namespaceOf,
  outsideProgram,
  plannedUnfinished,
  programOf,
  refusals,
  type StateName,
} from "./programs";

const version = process.env["VPCEP_UPGRADES_VERSION"] ?? "";
const folder = mkdtempSync(join(tmpdir(), "vpcep-upgrades-"));
let tarball: string;
beforeAll(() => {
  tarball = packAs(version, folder);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

jest.setTimeout(300_000);

let emulator: Emulator;
let workspace: Workspace;
afterEach(async () => {
  await workspace?.close();
  await emulator?.close();
});

const statePathOf = (front: Front, state: StateName) => join(folder, `${front}-${state}.json`);

/** An emulator with a file, and a project with nothing but what npm has installed. */
async function open(front: Front, state: StateName): Promise<void> {
  emulator = await start({ statePath: statePathOf(front, state) });
  workspace = await createWorkspace({
    program: { "index.js": programOf(front, state), "Pulumi.yaml": pluginProject },
    main: "index.js",
    packages: "none",
    emulator,
    namespace: namespaceOf(front),
  });
  install(workspace.folder, tarball, "@pulumi/pulumi@3.248.0");
}

/** Writes the stack and its cloud as they are; gives what a preview says of them, which costs no call. */
async function keep(front: Front, state: StateName, config: Record<string, string>): Promise<string[]> {
  emulator.clearFaults();
  const before = emulator.requests().length;
  const planned = await plannedBy(workspace);
  expect(emulator.requests().slice(before)).toEqual([]);
  const { text: stack } = await workspace.exportState();
  const program = { "index.js": programOf(front, state), "Pulumi.yaml": pluginProject };
  const cloud = readFileSync(statePathOf(front, state), "utf8");
  writeKept([version, front, state], { program, config, stack, cloud, planned });
  return planned;
}

/** The ids in a stack: `VpcEndpoint adopted`. */
async function idsIn(): Promise<(name: string) => string> {
  const { resources } = await workspace.exportState();
  const ids = new Map(
    resources.map(({ urn, id }) => [
      `${urn.split("::")[2]?.split(":").at(-1)} ${urn.split("::").at(-1)}`,
      id,
    ]),
  );
  return (name) => {
    const id = ids.get(name);
    if (id === undefined) throw new Error(`the stack has no ${name}, but ${[...ids.keys()].join(", ")}`);
    return id;
  };
}

/** Makes what the settled state takes over, and lets the stack forget it; gives the ids. */
async function makeOutside(front: Front): Promise<(name: string) => string> {
  const { text: empty } = await workspace.exportState();
  workspace.write({ "index.js": outsideProgram(front) });
  expectSuccess(await workspace.up());
  const ids = await idsIn();
  await workspace.importState(empty);
  workspace.write({ "index.js": programOf(front, "settled") });
  return ids;
}

async function importAll(idOf: (name: string) => string): Promise<void> {
  const ids = {
    VpcEndpointService: idOf("VpcEndpointService imported"),
    VpcEndpoint: idOf("VpcEndpoint imported"),
    VpcEndpointConnection: idOf("VpcEndpointConnection imported"),
    VpcEndpointServicePermission: `${idOf("VpcEndpointService adopted")}/${idOf("VpcEndpointServicePermission single")}`,
  };
  const resources = Object.entries(ids).map(([type, id]) => ({
    type: `huaweicloud-vpcep:index:${type}`,
    name: "imported",
    id,
  }));
  workspace.write({ "import.json": JSON.stringify({ resources }) });
  const flags = ["--yes", "--skip-preview", "--generate-code=false", "--protect=false"];
  expectSuccess(await workspace.run(["import", "--file", "import.json", ...flags]));
}

test.each(fronts)("%s: settled", async (front) => {
  await open(front, "settled");
  const idOf = await makeOutside(front);
  const config: Record<string, string> = {
    adoptedService: idOf("VpcEndpointService adopted"),
    adoptedEndpoint: idOf("VpcEndpoint adopted"),
  };
  await workspace.setConfig(config);
  expectSuccess(await workspace.up());
  if (front === "plugin") {
    await importAll(idOf);
    config["imported"] = "true";
    await workspace.setConfig(config);
  }
  expect(await keep(front, "settled", config)).toEqual([]);
});

test.each(fronts)("%s: unfinished", async (front) => {
  await open(front, "unfinished");
  await workspace.setConfig({ stage: "1" });
  expectSuccess(await workspace.up());
  const idOf = await idsIn();
  const [doubted, replaced] = [idOf("VpcEndpointService doubted"), idOf("VpcEndpointService replaced")];
  emulator.setFaults(refusals({ doubted, replaced }));
  await failingUp("2");
  emulator.configure({ failNextCreate: [{ error_code: "EndPoint.2022", error_message: "It failed." }] });
  await failingUp("3");
  expect(await keep(front, "unfinished", { stage: "3" })).toEqual(plannedUnfinished);
});

/** With other resources than those that fail left to go on. */
async function failingUp(stage: string): Promise<void> {
  await workspace.setConfig({ stage });
  const failed = await workspace.up(["--continue-on-error"]);
  if (failed.exitCode === 0) throw new Error(`nothing failed:\n${seen(failed)}`);
}
