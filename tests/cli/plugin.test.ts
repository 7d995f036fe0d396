// Programs in other languages, through the plugin: the hosts come from Go modules, the plugin from this repository.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, start } from "../../emulator";
import { addGoSdk, createPluginWorkspace, installPythonSdk } from "../helpers/languages";
import { launch } from "../helpers/launch";
import { codeBlocks } from "../helpers/markdown";
import type { Workspace } from "../helpers/pulumi-cli";
import { readDocument, root } from "../helpers/readme";
import { expectSuccess, type Observed, observe, ordersArgs, seen } from "./world";

jest.setTimeout(120_000);

let emulator: Emulator;
let workspace: Workspace | undefined;
beforeEach(async () => {
  emulator = await start();
});
afterEach(async () => {
  await workspace?.close();
  workspace = undefined;
  await emulator.close();
});

const up = (stack: Workspace, ...args: string[]) => observe(emulator, () => stack.up(args));
const lookUp = "GET vpc-endpoints/{id}";

/** The plugin ends when it is asked to: the engine waits for one that does not, and calls that a bug. */
function expectSwift(result: Observed): Observed {
  expect(seen(expectSuccess(result))).not.toContain("exited prematurely");
  return result;
}

function expectWholeLink(result: Observed): void {
  expect(result.writes.map((call) => call.replace(/ \{".*/, ""))).toEqual(
    expect.arrayContaining([
      "POST vpc-endpoint-services",
      "POST vpc-endpoint-services/{id}/permissions/batch-create",
      "POST vpc-endpoints",
      "POST vpc-endpoint-services/{id}/connections/action",
    ]),
  );
  expect(result.writes).toHaveLength(4);
  expect(result.stdout).toMatch(/address +: "\d+\.\d+\.\d+\.\d+"/);
  expect(result.stdout).toMatch(/status +: "accepted"/);
}

const example = (language: string) => join(root, "examples", language);

describe("YAML", () => {
  const header = readDocument("examples/yaml/Pulumi.yaml").split("\nresources:\n")[0];

  /** A project with one service of these properties and options, as JSON, which is YAML too. */
  const project = (properties: object, options: object = {}) => ({
    "Pulumi.yaml": `${header}\nresources: ${JSON.stringify({
      orders: { type: "huaweicloud-vpcep:VpcEndpointService", properties, options },
    })}\n`,
  });

  async function open(program: string | Record<string, string>): Promise<Workspace> {
    workspace = await createPluginWorkspace({ program, main: "Pulumi.yaml", emulator });
    return workspace;
  }

  test("plugin 12: the example: up, no change, one changed property, refresh, destroy", async () => {
    const stack = await open(example("yaml"));
    expectWholeLink(expectSwift(await up(stack)));
    expect(expectSwift(await up(stack, "--expect-no-changes")).sent).toEqual([lookUp]);

    const text = readDocument("examples/yaml/Pulumi.yaml");
    stack.write({ "Pulumi.yaml": text.replace("serviceName: orders", "serviceName: shop-orders") });
    const preview = expectSwift(await observe(emulator, () => stack.preview(["--diff"])));
    const [, changes] = /::orders\]\n(.*?)\n *(--outputs:|Resources:)/s.exec(preview.stdout) ?? [];
    expect(changes?.trim()).toBe('~ serviceName: "orders" => "shop-orders"');
    expect(preview.writes).toEqual([]);
    const changed = expectSwift(await up(stack));
    expect(changed.sent).toEqual(['PUT vpc-endpoint-services/{id} {"service_name":"shop-orders"}', lookUp]);

    const refreshed = expectSwift(await observe(emulator, () => stack.refresh(["--expect-no-changes"])));
    expect(refreshed.writes).toEqual([]);
    expectSwift(await observe(emulator, () => stack.destroy()));
    expect(emulator.state()).toMatchObject({ services: [], endpoints: [] });
  });

  test("README.md's program is whole with the lines about the plugin", async () => {
    const blocks = codeBlocks(readDocument("README.md")).filter(({ language }) => language === "yaml");
    const text = blocks.map((block) => block.text).join("");
    const stack = await open({ "Pulumi.yaml": `name: readme\nruntime: yaml\n${text}` });
    expect(expectSwift(await observe(emulator, () => stack.preview())).stdout).toContain("+ 2 to create");
  });

  test("plugin 13: a secret is in clear neither in the state nor in a diff nor in the log", async () => {
    const secret = (description: string) => ({ ...ordersArgs, description: { "fn::secret": description } });
    const stack = await open(project(secret("canary-one")));
    const created = expectSwift(await up(stack, "--diff"));
    expect(created.writes[0]).toContain("canary-one");
    stack.write(project(secret("canary-two")));
    const preview = expectSuccess(await observe(emulator, () => stack.preview(["--diff"])));
    expect(preview.stdout).toMatch(/~ description: \[secret\] => \[secret\]/);
    const changed = expectSwift(await up(stack, "--debug"));
    expect(changed.sent).toEqual(['PUT vpc-endpoint-services/{id} {"description":"canary-two"}']);
    const refreshed = expectSuccess(await observe(emulator, () => stack.refresh(["--diff"])));
    const { text } = await stack.exportState();
    const shown = [created, preview, changed, refreshed].map(seen).concat(text).join("");
    expect(shown.match(/.*canary-(one|two).*/g)).toBeNull();
  });

  test("plugin 14: customTimeouts bounds a create, and is no change by itself", async () => {
    await emulator.close();
    emulator = await start({ settleSeconds: 3 });
    const timeouts = (create: string) => ({ customTimeouts: { create } });
    const stack = await open(project(ordersArgs, timeouts("1s")));
    const late = await up(stack);
    expect(late.exitCode).not.toBe(0);
    expect(seen(late)).toMatch(
      /VpcEndpointService "orders": create failed: service \S+ is still creating after (0\.\d|1) s/,
    );

    stack.write(project(ordersArgs, timeouts("5m")));
    expectSwift(await up(stack));
    expect(emulator.state().services).toHaveLength(1);
    stack.write(project(ordersArgs, timeouts("6m")));
    expect(expectSwift(await up(stack, "--expect-no-changes")).sent).toEqual([]);
  });

  describe("`pulumi import`", () => {
    let empty: string;

    /** A stack that had the example's link: in the cloud it still is. */
    async function openForgotten(): Promise<{ stack: Workspace; ids: Record<string, string | undefined> }> {
      const stack = await open(example("yaml"));
      empty = (await stack.exportState()).text;
      expectSuccess(await up(stack));
      const { resources } = await stack.exportState();
      await forget(stack);
      return { stack, ids: Object.fromEntries(resources.map(({ urn, id }) => [urn.split("::").at(-1), id])) };
    }

    async function forget(stack: Workspace): Promise<void> {
      await stack.importState(empty);
      stack.write({ "Pulumi.yaml": `${header}\n` });
    }

    /** Imports, and gives what a preview of the generated code says. */
    async function previewOfImported(stack: Workspace, ...args: string[]): Promise<Observed> {
      const imported = await observe(emulator, () =>
        stack.run(["import", ...args, "--yes", "--out", "imported.yaml"]),
      );
      expect(expectSwift(imported).writes).toEqual([]);
      const code = readFileSync(join(stack.folder, "imported.yaml"), "utf8");
      stack.write({ "Pulumi.yaml": `${header}\n${code}` });
      return expectSwift(await observe(emulator, () => stack.preview(["--expect-no-changes"])));
    }

    test("plugin 16: what vpcep-import lists comes in with code that changes nothing", async () => {
      const { stack } = await openForgotten();
      const lister = join(root, "dist", "provider", "import", "main.js");
      const { accessKey, secretKey, region, projectId, url } = emulator;
      const login = { HW_ACCESS_KEY: accessKey, HW_SECRET_KEY: secretKey };
      const place = { HW_REGION_NAME: region, HW_PROJECT_ID: projectId, HW_VPCEP_ENDPOINT: url };
      const { closed, output } = launch(process.execPath, [lister, "--out", "import.json"], {
        cwd: stack.folder,
        env: { ...process.env, ...login, ...place },
      });
      expect([(await closed)[0], output.stdout]).toEqual([0, ""]);
      const preview = await previewOfImported(stack, "--file", "import.json");
      expect(preview.sent).toEqual([]);
      expect(preview.stdout).toContain("4 unchanged");
    });

    test("plugin 16: so does one record of a whitelist, by the ids of its service and of itself", async () => {
      const { stack, ids } = await openForgotten();
      const type = "huaweicloud-vpcep:index:VpcEndpointServicePermission";
      const preview = await previewOfImported(stack, type, "partner", `${ids["orders"]}/${ids["partner"]}`);
      expect(preview.sent).toEqual([]);
      expect(preview.stdout).toContain("2 unchanged");
    });
  });
});

describe("Python", () => {
  const folder = mkdtempSync(join(tmpdir(), "vpcep-python-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test("plugin 15: the example: up, no change, one changed property, destroy; then README.md's program", async () => {
    const program = readDocument("examples/python/__main__.py");
    const stack = await createPluginWorkspace({
      program: example("python"),
      main: "__main__.py",
      emulator,
      env: { PYTHONPATH: installPythonSdk(folder) },
    });
    workspace = stack;
    expectWholeLink(expectSwift(await up(stack)));
    expect(expectSwift(await up(stack, "--expect-no-changes")).sent).toEqual([lookUp]);
    stack.write({
      "__main__.py": program.replace('"orders",\n    server', '"shop-orders",\n    server'),
    });
    const changed = expectSwift(await up(stack));
    expect(changed.sent).toEqual(['PUT vpc-endpoint-services/{id} {"service_name":"shop-orders"}', lookUp]);
    expectSwift(await observe(emulator, () => stack.destroy()));
    expect(emulator.state()).toMatchObject({ services: [], endpoints: [] });

    const readme = codeBlocks(readDocument("README.md")).find(({ language }) => language === "python");
    stack.write({ "__main__.py": readme?.text ?? "" });
    const preview = await observe(emulator, () => stack.preview());
    expect(expectSwift(preview).stdout).toContain("+ 2 to create");
  });
});

test("plugin 15: Go: the example: up, no change, destroy", async () => {
  const options = { program: example("go"), main: "main.go", emulator, env: { GOFLAGS: "-mod=mod" } };
  const stack = await createPluginWorkspace(options);
  workspace = stack;
  addGoSdk(stack.folder);
  expectWholeLink(expectSwift(await up(stack)));
  expect(expectSwift(await up(stack, "--expect-no-changes")).sent).toEqual([lookUp]);
  expectSwift(await observe(emulator, () => stack.destroy()));
  expect(emulator.state()).toMatchObject({ services: [], endpoints: [] });
});
