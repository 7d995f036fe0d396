import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Machine, pieces, pinned } from "./machine";

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine.remove());

/** Nothing of the machine may reach a registry or a download site. */
const ensure = (sources = "path,launcher,cache,build") => machine.start(sources).done;

const launchers = (...names: string[]) => join(machine.home, ".pulumi", "versions", ...names);

describe("what is there already", () => {
  test("the user's own CLI on PATH comes first, as the log says, and is asked without touching ~/.pulumi", async () => {
    const executable = machine.onPath("own", "3.216.0");
    machine.cached();
    const log = `Pulumi CLI 3.216.0: your own, on PATH (${executable}).\n`;
    expect(await ensure()).toEqual({ exitCode: 0, executable, log });
    expect(readdirSync(machine.home)).toEqual([]);
  });

  // Each sets the machine up, and gives what is to be found.
  test.each<[string, () => string, string?]>([
    [
      "one's own behind a launcher in node_modules/.bin",
      () => {
        machine.onPath("checkout/node_modules/.bin", "3.300.0");
        return machine.onPath("own", "3.260.0");
      },
    ],
    [
      "one's own behind a link to a launcher that npm installed globally",
      () => {
        machine.linkOnPath(machine.pulumi(join(machine.folder, "lib/node_modules/pulumi"), "3.300.0"));
        return machine.onPath("own", "3.260.0");
      },
    ],
    [
      "one's own through a link that brings the CLI alone",
      () => {
        const own = machine.pulumi(join(machine.folder, "opt", "bin"), "3.260.0");
        machine.linkOnPath(own);
        return realpathSync(own);
      },
    ],
    [
      "the launcher's copies: the pinned version first",
      () => {
        for (const version of ["3.300.0", pinned, "3.200.0"])
          machine.pulumi(launchers(version, "bin"), version);
        return launchers(pinned, "bin", "pulumi");
      },
      "fetched by Pulumi's npm launcher earlier",
    ],
    [
      "the launcher's copies in PULUMI_HOME: the newest that is whole",
      () => {
        const home = join(machine.folder, "elsewhere");
        machine.env["PULUMI_HOME"] = home;
        const copy = (version: string, present?: string[]) =>
          machine.pulumi(join(home, "versions", version, "bin"), version, present);
        copy("3.301.0", ["pulumi"]);
        copy("3.299.0");
        return copy("3.300.0");
      },
    ],
    [
      "the cache of the project, after a launcher's copy that is too old",
      () => {
        machine.pulumi(launchers("3.215.0", "bin"), "3.215.0");
        return machine.cached();
      },
      "downloaded or built earlier by this project",
    ],
  ])("%s", async (_name, setUp, line = "") => {
    const wanted = setUp();
    const { executable, log } = await ensure();
    expect(executable).toBe(wanted);
    expect(log).toContain(line);
  });

  test.each<[string, string, string, string[]?]>([
    ["of version 3.215.9", "3.215.9", "is 3.215.9, older than 3.216.0: not used."],
    ["of version 2.999.0", "2.999.0", "is 2.999.0, older than 3.216.0: not used."],
    ["of an unknown version", "unknown", "does not tell its version: not used."],
    [
      "without a language host",
      "3.260.0",
      "comes without pulumi-language-nodejs and pulumi-resource-pulumi-nodejs: not used.",
      ["pulumi"],
    ],
  ])("one's own %s is passed over", async (_name, version, reason, present = pieces) => {
    const own = machine.onPath("own", version, present);
    const cached = machine.cached();
    const { executable, log } = await ensure();
    expect(executable).toBe(cached);
    expect(log).toContain(`${own} ${reason}`);
  });
});

describe("the build from Go modules", () => {
  test("gives all pieces, is kept, and is found the next time", async () => {
    machine.workingGo();
    const first = await ensure();
    const bin = join(machine.cache, pinned, "bin");
    expect(first).toMatchObject({ exitCode: 0, executable: join(bin, "pulumi") });
    expect(first.log).toContain(`Building the Pulumi CLI ${pinned} from its Go modules with Go 1.26.8.`);
    expect(readdirSync(bin).sort()).toEqual(pieces);
    expect(machine.cacheEntries()).toEqual([pinned]);
    expect((await ensure()).log).toContain("downloaded or built earlier");
  });

  test("asks go for the pinned modules as they are, with their versions stamped in", async () => {
    machine.go(`echo "$GOWORK $PWD $@" >> "$HOME/asked"; echo x > "$out"; chmod +x "$out"`);
    await ensure();
    const [engine, host] = readFileSync(join(machine.home, "asked"), "utf8").split("\n");
    const asked = (folder: string, version: string, end: string) =>
      new RegExp(`^off .*${folder} build .*-mod=readonly .*Version=v${version} .*${end}$`);
    expect(engine).toMatch(asked("engine", "3\\.259\\.0", "/pkg/v3/cmd/pulumi"));
    expect(host).toMatch(asked("language-nodejs", "3\\.68\\.0", "/pulumi-language-nodejs"));
  });

  test("replaces a damaged folder", async () => {
    machine.cached(pinned, ["pulumi"]);
    machine.workingGo();
    expect((await ensure()).exitCode).toBe(0);
    expect(readdirSync(join(machine.cache, pinned, "bin")).sort()).toEqual(pieces);
    expect(machine.cacheEntries()).toEqual([pinned]);
  });

  test.each<[string, () => void, string]>([
    [
      "that fails",
      () => machine.go("echo 'compile: no space left on device' >&2; exit 1"),
      "go build of pulumi failed: compile: no space left on device",
    ],
    [
      "that ends well without a result",
      () => machine.go("exit 0"),
      "pulumi, pulumi-language-nodejs did not come out of it",
    ],
    ["without a go on PATH", () => undefined, "there is no go on PATH"],
    [
      "with a go that refuses",
      () => {
        machine.program(
          join(machine.folder, "old", "go"),
          "echo 'go: go.mod requires go >= 1.25.11' >&2; exit 1",
        );
        machine.path.push(join(machine.folder, "old"));
      },
      "go: go.mod requires go >= 1.25.11",
    ],
  ])("%s is one sentence with the ways out, and leaves nothing", async (_name, setUp, reason) => {
    setUp();
    const { exitCode, executable, log } = await ensure();
    expect([exitCode, executable, machine.cacheEntries()]).toEqual([1, "", []]);
    expect(log.trim().split("\n").at(-1)).toBe(
      `There is no usable Pulumi CLI (${reason}): install Pulumi 3.216.0 or newer and have it on PATH, or have Go ` +
        "1.25.11 or newer on PATH so that it can be built here.",
    );
  });

  /** Ends the setup step while go builds; gives its exit code and the pid of go. */
  async function interrupted(signal: NodeJS.Signals) {
    machine.go(
      `echo half > "$out"; chmod +x "$out"; echo $$ > "$HOME/go"; mkdir "$HOME/go-runs"; exec sleep 60`,
    );
    const { child, done } = machine.start("build");
    while (!existsSync(join(machine.home, "go-runs"))) await delay(25);
    child.kill(signal);
    return { ...(await done), goPid: Number(readFileSync(join(machine.home, "go"), "utf8")) };
  }

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("ended by %s takes go along and leaves nothing", async (signal, expected) => {
    const { exitCode, goPid } = await interrupted(signal);
    expect([exitCode, machine.cacheEntries()]).toEqual([expected, []]);
    expect(() => process.kill(goPid, 0)).toThrow("ESRCH");
  });

  test("that was killed leaves nothing that looks finished, and the next one cleans up", async () => {
    process.kill((await interrupted("SIGKILL")).goPid, "SIGKILL");
    expect(machine.cacheEntries()).toEqual([expect.stringMatching(/^\.unfinished-/)]);
    expect((await ensure("cache")).exitCode).toBe(1);
    machine.workingGo();
    expect((await ensure()).exitCode).toBe(0);
    expect(machine.cacheEntries()).toEqual([pinned]);
  });

  test("by two processes at once gives both a whole CLI", async () => {
    machine.go(`sleep 0.2; printf '#!/bin/sh\\n' > "$out"; chmod +x "$out"`);
    const executable = join(machine.cache, pinned, "bin", "pulumi");
    const results = await Promise.all([ensure(), ensure()]);
    expect(results).toMatchObject(Array(2).fill({ exitCode: 0, executable }));
    expect(machine.cacheEntries()).toEqual([pinned]);
  });
});

describe("the download by Pulumi's launcher", () => {
  test("goes into the cache of the project, not into ~/.pulumi", async () => {
    machine.npm(
      `bin="$PULUMI_HOME/versions/${pinned}/bin"; mkdir -p "$bin"; echo "=== Installing"`,
      `for piece in ${pieces.join(" ")}; do printf '#!/bin/sh\\n' > "$bin/$piece"; chmod +x "$bin/$piece"; done`,
    );
    const { exitCode, executable, log } = await ensure("download");
    expect([exitCode, executable]).toEqual([0, join(machine.cache, pinned, "bin", "pulumi")]);
    expect(log).toContain("downloaded by Pulumi's npm launcher");
    expect(machine.cacheEntries()).toEqual([pinned]);
    expect(existsSync(join(machine.home, ".pulumi"))).toBe(false);
  });

  test("that fails leaves nothing, and the build comes next", async () => {
    machine.npm(`mkdir -p "$PULUMI_HOME/versions/${pinned}"; echo 'pulumi: fetch failed' >&2; exit 1`);
    machine.workingGo();
    const { exitCode, log } = await ensure("download,build");
    expect(exitCode).toBe(0);
    expect(log).toContain("not to be had that way: pulumi: fetch failed.");
    expect(machine.cacheEntries()).toEqual([pinned]);
  });
});

test("a source that does not exist is named", async () => {
  const { exitCode, log } = await ensure("path,wishes");
  expect(exitCode).toBe(1);
  const sentence = 'VPCEP_PULUMI_SOURCE names "wishes"; it knows path, launcher, cache, download, build.';
  expect(log.trim()).toBe(sentence);
});

test("the dynamic provider's script hands over to the SDK beside the program", async () => {
  machine.workingGo();
  const { executable } = await ensure();
  const sdk = join(machine.home, "node_modules", "@pulumi", "pulumi", "cmd", "dynamic-provider", "index.js");
  machine.program(sdk);
  writeFileSync(sdk, "console.log(process.pid, ...process.argv.slice(2)); process.exitCode = 7");
  const script = join(dirname(executable), "pulumi-resource-pulumi-nodejs");
  const ran = spawnSync(script, ["127.0.0.1:1234", "two words"], { cwd: machine.home, encoding: "utf8" });
  expect(ran).toMatchObject({ status: 7, stdout: `${ran.pid} 127.0.0.1:1234 two words\n` });
});
