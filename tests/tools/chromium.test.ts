// The setup step for the page's browser, on a machine that only pretends.
import { join } from "node:path";
import { Machine } from "./machine";

type Ensure = typeof import("../../tools/chromium.mjs").ensureChromium;
type Options = Partial<Parameters<Ensure>[0]>;

let machine: Machine;
let said: string[];
beforeEach(() => {
  machine = new Machine();
  said = [];
});
afterEach(() => machine.remove());

const bin = () => join(machine.folder, "bin");
const program = (name: string) => machine.program(join(bin(), name));

async function ensure(options: Options = {}): Promise<string> {
  const { ensureChromium } = await import("../../tools/chromium.mjs");
  return ensureChromium({
    log: (line) => said.push(line),
    env: { PATH: bin() },
    isRoot: true,
    isDebian: true,
    runProgram: async () => ({ exitCode: 1, output: "no network" }),
    ...options,
  });
}

test("the variable's program counts before one on PATH", async () => {
  const own = machine.program(join(machine.folder, "own"));
  const onPath = program("google-chrome");
  expect(await ensure({ env: { PATH: bin(), VPCEP_TEST_CHROMIUM: own } })).toBe(own);
  expect(await ensure()).toBe(onPath);
  await expect(ensure({ env: { PATH: bin(), VPCEP_TEST_CHROMIUM: "/nowhere" } })).rejects.toThrow(
    "VPCEP_TEST_CHROMIUM is /nowhere, which is not a program: correct it, or leave it out.",
  );
});

test("on Debian, as root, it installs the package, and says so", async () => {
  const asked: string[] = [];
  const runProgram = async (command: string, args: readonly string[]) => {
    asked.push([command, ...args].join(" "));
    if (args.includes("install")) program("chromium");
    return { exitCode: 0, output: "" };
  };
  expect(await ensure({ runProgram })).toBe(join(bin(), "chromium"));
  expect(asked).toEqual(["apt-get -q update", "apt-get -q install -y --no-install-recommends chromium"]);
  expect(said[0]).toContain("Installing Chromium");
});

test.each<[string, Options, string]>([
  ["elsewhere", { isDebian: false }, "The page's tests need a browser: install Chromium or Chrome, or set"],
  ["without the right to install", { isRoot: false }, "run `sudo apt-get install chromium`, or"],
  ["without a network", {}, "apt-get update failed (no network): install Chromium"],
])("%s one sentence says what to do", async (_where, options, sentence) => {
  await expect(ensure(options)).rejects.toThrow(sentence);
});
