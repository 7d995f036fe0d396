// Programs in other languages, through the plugin: the hosts come from Go modules, the plugin from this repository.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, start } from "../../emulator";
import { addGoSdk, createPluginWorkspace, installPythonSdk, writingHost } from "../helpers/languages";
import { launch } from "../helpers/launch";
import type { Workspace } from "../helpers/pulumi-cli";
import { pluginLines } from "../helpers/pulumi-project";
import { blocksOf, readDocument, root } from "../helpers/readme";
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

/** The program's new name goes out by one PUT with one key, and a refresh finds nothing more. */
async function expectRenamed(stack: Workspace): Promise<void> {
  const changed = expectSwift(await up(stack));
  expect(changed.sent).toEqual(['PUT vpc-endpoint-services/{id} {"service_name":"shop-orders"}', lookUp]);
  const refreshed = expectSwift(await observe(emulator, () => stack.refresh(["--expect-no-changes"])));
  expect(refreshed.writes).toEqual([]);
}

async function expectGone(stack: Workspace): Promise<void> {
  expectSwift(await observe(emulator, () => stack.destroy()));
  expect(emulator.state()).toMatchObject({ services: [], endpoints: [] });
}

const example = (language: string) => join(root, "examples", language);

const header = readDocument("examples/yaml/Pulumi.yaml").split("\nresources:\n")[0];
const folder = mkdtempSync(join(tmpdir(), "vpcep-languages-"));
afterAll(() => rmSync(folder, { recursive: true }));
let pythonPath: string | undefined;
/** Written and installed once. */
function pythonSdk(): string {
  pythonPath ??= installPythonSdk(folder);
  return pythonPath;
}

describe("YAML", () => {
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
    await expectRenamed(stack);
    await expectGone(stack);
  });

  test("the program of docs/languages.md is whole with the lines about the plugin", async () => {
    const text = blocksOf("docs/languages.md", "yaml").join("");
    const stack = await open({ "Pulumi.yaml": `name: languages\nruntime: yaml\n${text}` });
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
});

test("plugin 15: Python: the example: up, no change, one changed property, refresh, destroy; then the program of docs/languages.md", async () => {
  const program = readDocument("examples/python/__main__.py");
  const stack = await createPluginWorkspace({
    program: example("python"),
    main: "__main__.py",
    emulator,
    env: { PYTHONPATH: pythonSdk() },
  });
  workspace = stack;
  expectWholeLink(expectSwift(await up(stack)));
  expect(expectSwift(await up(stack, "--expect-no-changes")).sent).toEqual([lookUp]);
  stack.write({
    "__main__.py": program.replace('"orders",\n    server', '"shop-orders",\n    server'),
  });
  await expectRenamed(stack);
  await expectGone(stack);

  const [documented = ""] = blocksOf("docs/languages.md", "python");
  stack.write({ "__main__.py": documented });
  const preview = await observe(emulator, () => stack.preview());
  expect(expectSwift(preview).stdout).toContain("+ 2 to create");
});

test("plugin 15: Go: the example: up, no change, destroy", async () => {
  const options = { program: example("go"), main: "main.go", emulator, env: { GOFLAGS: "-mod=mod" } };
  const stack = await createPluginWorkspace(options);
  workspace = stack;
  addGoSdk(stack.folder);
  expectWholeLink(expectSwift(await up(stack)));
  expect(expectSwift(await up(stack, "--expect-no-changes")).sent).toEqual([lookUp]);
  await expectGone(stack);
});

describe("`pulumi import`", () => {
  /** Makes the example's link, of which no stack knows afterwards; gives its ids. */
  async function makeLink(): Promise<Record<string, string | undefined>> {
    const stack = await createPluginWorkspace({ program: example("yaml"), main: "Pulumi.yaml", emulator });
    expectSuccess(await stack.up());
    const { resources } = await stack.exportState();
    await stack.close();
    return Object.fromEntries(resources.map(({ urn, id }) => [urn.split("::").at(-1), id]));
  }

  const languages = {
    YAML: { main: "Pulumi.yaml", head: `${header}\n`, host: undefined },
    TypeScript: { main: "index.ts", head: "", host: "nodejs" },
    Python: { main: "__main__.py", head: "", host: "python" },
  } as const;

  /** Imports into an empty stack, and gives what a preview of the generated code says. */
  async function previewOfImported(language: keyof typeof languages, ...args: string[]): Promise<Observed> {
    const { main, head, host } = languages[language];
    const writer = host && writingHost(folder, host);
    const stack = await createPluginWorkspace({
      program: {
        ...(host && { "Pulumi.yaml": `name: imported\nruntime: ${host}\n${pluginLines}` }),
        [main]: head,
      },
      main,
      emulator,
      ...(writer && { path: [writer.path] }),
      ...(host === "python" && { env: { PYTHONPATH: pythonSdk() } }),
    });
    workspace = stack;
    const imported = await observe(emulator, () => stack.run(["import", ...args, "--yes", "--out", "code"]));
    writer?.remove();
    expect(expectSwift(imported).writes).toEqual([]);
    stack.write({ [main]: head + readFileSync(join(stack.folder, "code"), "utf8") });
    return expectSwift(await observe(emulator, () => stack.preview(["--expect-no-changes"])));
  }

  test.each(Object.keys(languages) as (keyof typeof languages)[])(
    "plugin 16: %s: what vpcep-import lists comes in with code that changes nothing",
    async (language) => {
      await makeLink();
      const lister = join(root, "dist", "provider", "import", "main.js");
      const list = join(folder, `${language}.json`);
      const { accessKey, secretKey, region, projectId, url } = emulator;
      const login = { HW_ACCESS_KEY: accessKey, HW_SECRET_KEY: secretKey };
      const place = { HW_REGION_NAME: region, HW_PROJECT_ID: projectId, HW_VPCEP_ENDPOINT: url };
      const { closed, output } = launch(process.execPath, [lister, "--out", list], {
        cwd: folder,
        env: { ...process.env, ...login, ...place },
      });
      expect([(await closed)[0], output.stdout]).toEqual([0, ""]);
      const preview = await previewOfImported(language, "--file", list);
      expect(preview.sent).toEqual([]);
      expect(preview.stdout).toContain("4 unchanged");
    },
  );

  test.each(Object.keys(languages) as (keyof typeof languages)[])(
    "plugin 16: %s: so does one record of a whitelist, by the ids of its service and of itself",
    async (language) => {
      const ids = await makeLink();
      const type = "huaweicloud-vpcep:index:VpcEndpointServicePermission";
      const id = `${ids["orders"]}/${ids["partner"]}`;
      const preview = await previewOfImported(language, type, "partner", id);
      expect(preview.sent).toEqual([]);
      expect(preview.stdout).toContain("2 unchanged");
    },
  );
});
