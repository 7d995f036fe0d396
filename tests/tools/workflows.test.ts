// The workflows in .github/, and the one that docs/ci.md gives to readers, by actionlint.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { blocksOf, readDocument, root } from "../helpers/readme";

const files = readdirSync(join(root, ".github", "workflows")).map((name) => `.github/workflows/${name}`);

/** What `npm test` has made ready; jest started by hand asks the setup step itself. */
function actionlint(): string {
  const prepared = process.env["VPCEP_TEST_ACTIONLINT"];
  if (prepared) return prepared;
  const script = join(root, "tools", "actionlint", "ensure.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

/** What it says of a workflow; shells and Python have programs of their own, which a machine may have or not. */
function complaints(workflow: string): string {
  const args = ["-no-color", "-shellcheck=", "-pyflakes=", "-"];
  const { error, stdout } = spawnSync(actionlint(), args, { cwd: root, input: workflow, encoding: "utf8" });
  if (error) throw error;
  return stdout;
}

describe.each(files)("%s", (path) => {
  const workflow = readDocument(path);

  test("is right, and a slip in it would be found", () => {
    expect(complaints(workflow)).toBe("");
    expect(complaints(workflow.replace("runs-on: ubuntu-latest", "runs-on: ubuntu-lastest"))).toContain(
      "ubuntu-lastest",
    );
    expect(complaints(workflow.replace("matrix.node }}", "matrix.nodes }}"))).toContain("nodes");
  }, 60_000);

  test("may read and no more, names actions by commit and release, and every job ends in time", () => {
    expect(workflow).toMatch(/^permissions:\n {2}contents: read\n(?! )/m);
    const used = [...workflow.matchAll(/uses: (.+)/g)].map(([, action]) => action);
    expect(used.length).toBeGreaterThan(4);
    for (const action of used) expect(action).toMatch(/^[\w./-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/);
    expect(workflow.match(/timeout-minutes:/g)).toHaveLength(workflow.match(/runs-on:/g)?.length ?? 0);
  });
});

test("the gate runs on the Node lines that are supported", () => {
  const workflow = readDocument(".github/workflows/ci.yml");
  expect(workflow).toContain("node: [20, 22, 24]");
  expect(workflow).toContain("- run: .ci/run");
});

test("the workflow of docs/ci.md is right", () => {
  const [workflow = ""] = blocksOf("docs/ci.md", "yaml");
  expect(workflow).toContain("pulumi up");
  expect(complaints(workflow)).toBe("");
}, 60_000);
