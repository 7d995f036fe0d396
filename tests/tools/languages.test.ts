// The setup step for YAML, Python and Go, with a Go and a Python that only pretend.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Machine } from "./machine";

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine.remove());

const ensure = () => machine.start("", "languages.mjs").done;

/** A Go whose builds succeed, and that knows where the module with the Python host's script is. */
function workingGo(): void {
  const sdk = join(machine.folder, "sdk");
  machine.program(join(sdk, "python", "cmd", "pulumi-language-python-exec"));
  machine.go(
    `if [ "$1" = list ]; then echo "go: downloading" >&2; echo ${sdk}; exit; fi`,
    `printf '#!/bin/sh\\n' > "$out"; chmod +x "$out"`,
  );
}

/** A Python whose environments have a Python that runs these lines. */
function python(...lines: string[]): void {
  const bin = join(machine.folder, "python");
  const inside = machine.program(join(bin, "inside"), ...lines);
  machine.program(join(bin, "python3"), `mkdir -p "$3/bin"; ln -s ${inside} "$3/bin/python"`);
  machine.path.push(bin);
}

const written = () => readdirSync(join(machine.cache, machine.cacheEntries()[0] ?? "", "bin")).sort();

test("builds the hosts and a Python with Pulumi's SDK once, and finds them the next time", async () => {
  workingGo();
  python(`echo "$@" >> "$HOME/asked"`);
  const first = await ensure();
  expect(first).toMatchObject({ exitCode: 0, log: expect.stringContaining("with Go 1.26.8.") });
  expect(machine.cacheEntries()).toEqual([expect.stringMatching(/^languages-[\da-f]{12}$/)]);
  expect(first.executable).toBe(join(machine.cache, machine.cacheEntries()[0] ?? ""));
  expect(written()).toEqual([
    "generate-sdk",
    "pulumi-language-go",
    "pulumi-language-python",
    "pulumi-language-python-exec",
    "pulumi-language-yaml",
  ]);
  expect(readFileSync(join(machine.home, "asked"), "utf8")).toMatch(/^-m pip install .*pulumi==3\.259\.0/);
  const second = await ensure();
  expect(second.executable).toBe(first.executable);
  expect(second.log).toContain("built earlier by this project");
});

test.each<[string, () => void, string]>([
  ["go", () => undefined, "there is no go on PATH"],
  ["Python", workingGo, "there is no python3 on PATH"],
  [
    "PyPI",
    () => {
      workingGo();
      python("echo 'ERROR: No matching distribution found' >&2; exit 1");
    },
    "python failed: ERROR: No matching distribution found",
  ],
])("without %s it is one sentence, and nothing stays behind", async (_name, setUp, reason) => {
  setUp();
  const { exitCode, executable, log } = await ensure();
  expect([exitCode, executable, machine.cacheEntries()]).toEqual([1, "", []]);
  expect(log.trim().split("\n").at(-1)).toBe(
    `Programs in YAML, Python and Go cannot be run here (${reason}): have Go 1.25.11 or newer and Python 3.9 or ` +
      "newer on PATH.",
  );
});
