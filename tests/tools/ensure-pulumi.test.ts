import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileAppears, Machine, pieces, pinned } from "./machine";

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine.remove());

/** Nothing of the machine may reach a registry or a download site. */
const offline = "path,launcher,cache,build";
const ensure = (sources = offline) => machine.ensure({ VPCEP_PULUMI_SOURCE: sources });

describe("the user's own CLI", () => {
  test("is taken from PATH, and the log says so", async () => {
    const own = machine.onPath("own", "3.216.0");
    machine.cached();
    const { exitCode, executable, log } = await ensure();
    expect({ exitCode, executable }).toEqual({ exitCode: 0, executable: own });
    expect(log).toBe(`Pulumi CLI 3.216.0: your own, on PATH (${own}).\n`);
  });

  test("is found behind a launcher in node_modules/.bin", async () => {
    machine.onPath("checkout/node_modules/.bin", "3.300.0");
    const own = machine.onPath("own", "3.260.0");
    expect((await ensure()).executable).toBe(own);
  });

  test("is found behind a link to a launcher that npm installed globally", async () => {
    const launcher = machine.pulumi(join(machine.folder, "lib", "node_modules", "pulumi"), "3.300.0");
    const prefix = join(machine.folder, "prefix");
    mkdirSync(prefix);
    symlinkSync(launcher, join(prefix, "pulumi"));
    machine.path.push(prefix);
    const own = machine.onPath("own", "3.260.0");
    expect((await ensure()).executable).toBe(own);
  });

  test("is found through a link that brings the CLI alone", async () => {
    const own = machine.pulumi(join(machine.folder, "opt", "bin"), "3.260.0");
    const linked = join(machine.folder, "linked");
    mkdirSync(linked);
    symlinkSync(own, join(linked, "pulumi"));
    machine.path.push(linked);
    expect((await ensure()).executable).toBe(realpathSync(own));
  });

  test.each([
    ["3.215.9", "is 3.215.9, older than 3.216.0: not used."],
    ["2.999.0", "is 2.999.0, older than 3.216.0: not used."],
    ["unknown", "does not tell its version: not used."],
  ])("of version %s is passed over", async (version, reason) => {
    const old = machine.onPath("old", version);
    const cached = machine.cached();
    const { executable, log } = await ensure();
    expect(executable).toBe(cached);
    expect(log).toContain(`${old} ${reason}`);
  });

  test("without a language host is passed over", async () => {
    const bare = machine.onPath("bare", "3.260.0", ["pulumi"]);
    const cached = machine.cached();
    const { executable, log } = await ensure();
    expect(executable).toBe(cached);
    expect(log).toContain(
      `${bare} comes without pulumi-language-nodejs and pulumi-resource-pulumi-nodejs: not used.`,
    );
  });

  test("is asked for its version without touching ~/.pulumi", async () => {
    machine.onPath("own", "3.260.0");
    await ensure();
    expect(readdirSync(machine.home)).toEqual([]);
  });
});

describe("what is there already", () => {
  test("the launcher's copies: the pinned version first", async () => {
    const versions = join(machine.home, ".pulumi", "versions");
    for (const version of ["3.300.0", pinned, "3.200.0"])
      machine.pulumi(join(versions, version, "bin"), version);
    const { executable, log } = await ensure();
    expect(executable).toBe(join(versions, pinned, "bin", "pulumi"));
    expect(log).toContain("fetched by Pulumi's npm launcher earlier");
  });

  test("the launcher's copies in PULUMI_HOME: the newest that is whole", async () => {
    const home = join(machine.folder, "elsewhere");
    machine.pulumi(join(home, "versions", "3.301.0", "bin"), "3.301.0", ["pulumi"]);
    machine.pulumi(join(home, "versions", "3.300.0", "bin"), "3.300.0");
    machine.pulumi(join(home, "versions", "3.299.0", "bin"), "3.299.0");
    machine.env["PULUMI_HOME"] = home;
    expect((await ensure()).executable).toBe(join(home, "versions", "3.300.0", "bin", "pulumi"));
  });

  test("the launcher's copies that are too old are left", async () => {
    machine.pulumi(join(machine.home, ".pulumi", "versions", "3.215.0", "bin"), "3.215.0");
    const cached = machine.cached();
    expect((await ensure()).executable).toBe(cached);
  });

  test("the cache of the project", async () => {
    const cached = machine.cached();
    const { executable, log } = await ensure();
    expect(executable).toBe(cached);
    expect(log).toContain("downloaded or built earlier by this project");
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
    machine.go(
      `echo "$PWD $@" >> "$HOME/asked"; echo "$GOWORK" >> "$HOME/gowork"; echo x > "$out"; chmod +x "$out"`,
    );
    await ensure();
    const [engine, host] = readFileSync(join(machine.home, "asked"), "utf8").split("\n");
    expect(engine).toMatch(/engine build .*-mod=readonly .*Version=v3\.259\.0 .*\/pkg\/v3\/cmd\/pulumi$/);
    expect(host).toMatch(
      /language-nodejs build .*-mod=readonly .*Version=v3\.68\.0 .*\/pulumi-language-nodejs$/,
    );
    expect(readFileSync(join(machine.home, "gowork"), "utf8")).toBe("off\noff\n");
  });

  test("replaces a damaged folder", async () => {
    machine.cached(pinned, ["pulumi"]);
    machine.workingGo();
    const { exitCode } = await ensure();
    expect(exitCode).toBe(0);
    expect(readdirSync(join(machine.cache, pinned, "bin")).sort()).toEqual(pieces);
    expect(machine.cacheEntries()).toEqual([pinned]);
  });

  test("that fails is one sentence with the ways out, and leaves nothing", async () => {
    machine.go("echo 'compile: no space left on device' >&2; exit 1");
    const { exitCode, executable, log } = await ensure();
    expect({ exitCode, executable, left: machine.cacheEntries() }).toEqual({
      exitCode: 1,
      executable: "",
      left: [],
    });
    expect(log.trim().split("\n").at(-1)).toBe(
      "There is no usable Pulumi CLI (go build of pulumi failed: compile: no space left on device): install Pulumi " +
        "3.216.0 or newer and have it on PATH, or have Go 1.25.11 or newer on PATH so that it can be built here.",
    );
  });

  test("that ends well without a result is a failure", async () => {
    machine.go("exit 0");
    const { exitCode, log } = await ensure();
    expect(exitCode).toBe(1);
    expect(log).toContain("pulumi, pulumi-language-nodejs did not come out of it");
    expect(machine.cacheEntries()).toEqual([]);
  });

  test("without a go on PATH says so", async () => {
    const { exitCode, log } = await ensure();
    expect(exitCode).toBe(1);
    expect(log).toContain("There is no usable Pulumi CLI (there is no go on PATH): install Pulumi");
  });

  test("with a go that refuses passes its words on", async () => {
    machine.program(
      join(machine.folder, "old-go", "go"),
      "echo 'go: go.mod requires go >= 1.25.11' >&2; exit 1",
    );
    machine.path.push(join(machine.folder, "old-go"));
    expect((await ensure()).log).toContain("(go: go.mod requires go >= 1.25.11)");
  });

  test.each([["SIGINT", 130] as const, ["SIGTERM", 143] as const])(
    "ended by %s takes go along and leaves nothing",
    async (signal, exitCode) => {
      machine.go(`echo $$ > "$HOME/go-pid"; echo half > "$out"; exec sleep 60`);
      const { child, done } = machine.start({ VPCEP_PULUMI_SOURCE: "build" });
      await fileAppears(join(machine.home, "go-pid"));
      child.kill(signal);
      const result = await done;
      expect({ exitCode: result.exitCode, left: machine.cacheEntries() }).toEqual({ exitCode, left: [] });
      const goPid = Number(readFileSync(join(machine.home, "go-pid"), "utf8"));
      expect(() => process.kill(goPid, 0)).toThrow("ESRCH");
    },
  );

  test("that was killed leaves nothing that looks finished, and the next one cleans up", async () => {
    machine.go(`echo $$ > "$HOME/go-pid"; echo half > "$out"; chmod +x "$out"; exec sleep 5`);
    const { child, done } = machine.start({ VPCEP_PULUMI_SOURCE: "build" });
    await fileAppears(join(machine.home, "go-pid"));
    child.kill("SIGKILL");
    process.kill(Number(readFileSync(join(machine.home, "go-pid"), "utf8")), "SIGKILL");
    await done;
    expect(machine.cacheEntries()).toEqual([expect.stringMatching(/^\.unfinished-/)]);
    expect((await ensure("cache")).exitCode).toBe(1);
    machine.workingGo();
    expect((await ensure()).exitCode).toBe(0);
    expect(machine.cacheEntries()).toEqual([pinned]);
  });

  test("by two processes at once gives both a whole CLI", async () => {
    machine.go(`sleep 0.2; printf '#!/bin/sh\\n' > "$out"; chmod +x "$out"`);
    const results = await Promise.all([ensure(), ensure()]);
    const executable = join(machine.cache, pinned, "bin", "pulumi");
    expect(results).toEqual([
      expect.objectContaining({ exitCode: 0, executable }),
      expect.objectContaining({ exitCode: 0, executable }),
    ]);
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
    expect({ exitCode, executable }).toEqual({
      exitCode: 0,
      executable: join(machine.cache, pinned, "bin", "pulumi"),
    });
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
  expect(log.trim()).toBe(
    'VPCEP_PULUMI_SOURCE names "wishes"; it knows path, launcher, cache, download, build.',
  );
});

test("the dynamic provider's script hands over to the SDK beside the program", async () => {
  machine.workingGo();
  const { executable } = await ensure();
  const sdk = join(machine.home, "node_modules", "@pulumi", "pulumi", "cmd", "dynamic-provider");
  machine.program(join(sdk, "index.js"));
  writeFileSync(
    join(sdk, "index.js"),
    "console.log(process.pid, ...process.argv.slice(2)); process.exitCode = 7",
  );
  const script = join(dirname(executable), "pulumi-resource-pulumi-nodejs");
  const ran = spawnSync(script, ["127.0.0.1:1234", "two words"], { cwd: machine.home, encoding: "utf8" });
  expect(ran).toMatchObject({ status: 7, stdout: `${ran.pid} 127.0.0.1:1234 two words\n` });
});
