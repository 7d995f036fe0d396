// The steps before every command, on a copy of tools/ in a checkout that only pretends: npm takes notes, and what
// it would have made is written by the test.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const tools = join(__dirname, "..", "..", "tools");
const lock = (packages: object) => JSON.stringify({ packages: { "": { version: "0.1.0" }, ...packages } });
const got = { "node_modules/got": { version: "14.6.6" } };
const otherMachines = { "node_modules/cli-other": { version: "1.0.0", optional: true } };

const folder = mkdtempSync(join(tmpdir(), "vpcep-checkout-"));
const [fresh, prepared] = [join(folder, "fresh"), join(folder, "prepared")];
let checkout: string;
let firstRun: ReturnType<typeof runEmulator>;
beforeAll(() => {
  checkout = fresh;
  cpSync(tools, join(checkout, "tools"), { recursive: true });
  write("provider/index.ts", "export {};");
  write("emulator/main.ts", "export {};");
  write("tsconfig.json", "{}");
  write("package-lock.json", lock({ ...got, ...otherMachines }));
  write("npm-cli.js", notedNpm);
  cpSync(fresh, prepared, { recursive: true });
  checkout = prepared;
  firstRun = runEmulator();
});
beforeEach(() => workIn(prepared));
afterAll(() => rmSync(folder, { recursive: true }));

/** Every test begins with a copy of its own. */
function workIn(original: string): void {
  checkout = mkdtempSync(join(folder, "test-"));
  cpSync(original, checkout, { recursive: true });
}

/** `npm ci` installs what the lock file says; `npm run build` makes an emulator that shows its arguments. */
const notedNpm = `
const { appendFileSync, cpSync, mkdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const asked = process.argv.slice(2).filter((word) => !word.startsWith("-")).join(" ");
appendFileSync(join(__dirname, "asked"), asked + "\\n");
if (process.env.NPM_FAILS === asked) process.exit(1);
if (asked === "ci") {
  mkdirSync(join(__dirname, "node_modules"), { recursive: true });
  cpSync(join(__dirname, "package-lock.json"), join(__dirname, "node_modules", ".package-lock.json"));
} else {
  mkdirSync(join(__dirname, "dist", "emulator"), { recursive: true });
  writeFileSync(join(__dirname, "dist", "emulator", "main.js"), "console.log(...process.argv.slice(2)); process.exit(4)");
  import("./tools/sources.mjs").then(({ hashSources, rememberBuilt }) => rememberBuilt(hashSources()));
}
`;

function write(name: string, text: string): void {
  mkdirSync(dirname(join(checkout, name)), { recursive: true });
  writeFileSync(join(checkout, name), text);
}

function runEmulator(env: Record<string, string> = {}) {
  rmSync(join(checkout, "asked"), { force: true });
  const ran = spawnSync(process.execPath, [join(checkout, "tools", "emulator.mjs"), "--port", "0"], {
    encoding: "utf8",
    env: { ...process.env, npm_execpath: join(checkout, "npm-cli.js"), ...env },
  });
  const notes = join(checkout, "asked");
  const asked = existsSync(notes) ? readFileSync(notes, "utf8").trim().split("\n") : [];
  return { ...ran, asked };
}

test("a fresh clone is installed and built, then the command runs with its options and its exit code", () => {
  const { asked, stdout, status } = firstRun;
  expect({ asked, status }).toEqual({ asked: ["ci", "run build"], status: 4 });
  expect(stdout).toMatch(/--port 0\n$/);
});

test("the second run does nothing and prints nothing", () => {
  const { asked, stdout } = runEmulator();
  expect({ asked, stdout }).toEqual({ asked: [], stdout: "--port 0\n" });
});

const one = { version: "1.0.0" };
test.each<[string, object, string[]]>([
  ["another version in the lock file", { "node_modules/got": { version: "14.6.7" } }, ["ci"]],
  ["one more package in the lock file", { ...got, "node_modules/new": one }, ["ci"]],
  ["one more package, optional", { ...got, "node_modules/new": { ...one, optional: true } }, []],
])("%s", (_case, packages, asked) => {
  write("package-lock.json", lock(packages));
  expect(runEmulator().asked.filter((words) => words === "ci")).toEqual(asked);
});

test.each([
  ["a changed source", () => write("provider/index.ts", "export const changed = 1;")],
  ["a new source", () => write("emulator/deep/new.ts", "export {};")],
  ["a removed source", () => rmSync(join(checkout, "provider", "index.ts"))],
  ["a missing dist/", () => rmSync(join(checkout, "dist"), { recursive: true })],
])("%s is built again, without another install", (_case, change) => {
  change();
  expect(runEmulator().asked).toEqual(["run build"]);
});

test.each(["ci", "run build"])("npm %s that fails ends the command with one sentence", (step) => {
  workIn(fresh);
  const { status, stderr } = runEmulator({ NPM_FAILS: step });
  expect(status).toBe(1);
  expect(stderr.trim()).toMatch(/^npm .* failed; see its output above\.$/);
});
