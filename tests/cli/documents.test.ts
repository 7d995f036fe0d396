// What the guides tell readers to do, with the real CLI and an emulator in the cloud's place.
import { type Emulator, start } from "../../emulator";
import { documentedCommands } from "../helpers/commands";
import { createWorkspace, type Workspace } from "../helpers/pulumi-cli";
import { blocksOf } from "../helpers/readme";
import { expectSuccess, observe } from "./world";

jest.setTimeout(120_000);

let emulator: Emulator;
let workspace: Workspace | undefined;
beforeAll(async () => {
  emulator = await start();
});
afterEach(async () => {
  await workspace?.close();
  workspace = undefined;
});
afterAll(() => emulator.close());

test("every command of Pulumi in the documents is one, with options that it has", async () => {
  workspace = await createWorkspace({ program: {}, main: "index.js" });
  const lines = documentedCommands().map(({ line }) => line);
  const commands = lines.filter((line) => line.startsWith("pulumi ")).map((line) => line.split(" ").slice(1));
  const asked = new Map<string, Promise<string>>();
  for (const words of commands) {
    const name = words.slice(0, ["config", "stack", "package"].includes(words[0] ?? "") ? 2 : 1);
    const key = name.join(" ");
    if (!asked.has(key))
      asked.set(
        key,
        workspace.run([...name, "--help"]).then(({ stdout }) => stdout),
      );
    const help = (await asked.get(key)) ?? "";
    // Of a command that it does not have the CLI shows the one above.
    expect(help).toMatch(new RegExp(`\\b${name.at(-1)}\\b`));
    for (const option of words.filter((word) => word.startsWith("--")))
      expect(help).toMatch(new RegExp(`${option}\\b`));
  }
  expect(asked.size).toBeGreaterThan(6);
});

test("docs/first-link.md does what it says, from the first program to the end", async () => {
  const guide = "docs/first-link.md";
  const [first = "", second = ""] = blocksOf(guide, "typescript");
  const [project = ""] = blocksOf(guide, "yaml");
  const typed = blocksOf(guide, "bash").join("").split("\n");
  expect(typed.filter((line) => /^pulumi (?!stack)/.test(line))).toEqual([
    "pulumi up",
    "pulumi preview --diff",
    "pulumi up",
    "pulumi destroy",
  ]);
  const program = { "Pulumi.yaml": project, "index.ts": first };
  const stack = await createWorkspace({ program, emulator, env: { PULUMI_NODEJS_TRANSPILE_ONLY: "true" } });
  workspace = stack;
  const created = expectSuccess(await observe(emulator, () => stack.up()));
  expect(created.writes).toHaveLength(2);
  expect(created.stdout).toMatch(/address: "\d+\.\d+\.\d+\.\d+"/);

  stack.write({ "index.ts": second });
  expectSuccess(await stack.preview(["--diff"]));
  const changed = expectSuccess(await observe(emulator, () => stack.up()));
  expect(changed.writes).toEqual(['PUT vpc-endpoint-services/{id} {"approval_enabled":true}']);
  // As docs/ci.md looks for drift.
  const drift = await observe(emulator, () => stack.preview(["--refresh", "--expect-no-changes"]));
  expect(expectSuccess(drift).writes).toEqual([]);

  expectSuccess(await stack.destroy());
  expect(emulator.state()).toMatchObject({ services: [], endpoints: [] });
});
