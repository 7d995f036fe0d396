// A machine for the setup step to look at: a home, a cache and a PATH of its own, with programs that only pretend.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { launch } from "../helpers/launch";

const tools = join(__dirname, "..", "..", "tools", "pulumi-cli");
export const pieces = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];
export const pinned = "3.259.0";

export class Machine {
  readonly folder = mkdtempSync(join(tmpdir(), "vpcep-machine-"));
  readonly home = join(this.folder, "home");
  readonly cache = join(this.folder, "cache", "pulumi-huaweicloud-vpcep", "pulumi");
  private readonly tools = join(this.folder, "tools");
  readonly path: string[] = [];
  readonly env: Record<string, string> = {};

  constructor() {
    mkdirSync(this.home);
    mkdirSync(this.tools);
    // Nothing else of this machine: it may have a Go or a Pulumi beside these.
    for (const name of ["sh", "mkdir", "chmod", "ln", "sleep"])
      symlinkSync(join("/bin", name), join(this.tools, name));
    symlinkSync(process.execPath, join(this.tools, "node"));
  }

  /** Writes an executable shell script; the folder is made. */
  program(file: string, ...lines: string[]): string {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, ["#!/bin/sh", ...lines, ""].join("\n"));
    chmodSync(file, 0o755);
    return file;
  }

  /** A CLI that tells its version, and keeps notes in its home as the real one does. */
  pulumi(bin: string, version: string, present: readonly string[] = pieces): string {
    const notes = `home="\${PULUMI_HOME:-$HOME/.pulumi}"; mkdir -p "$home"; : > "$home/notes"`;
    for (const piece of present) this.program(join(bin, piece), notes, `echo v${version}`);
    return join(bin, "pulumi");
  }

  onPath(name: string, version: string, present?: readonly string[]): string {
    const bin = join(this.folder, name);
    this.path.push(bin);
    return this.pulumi(bin, version, present);
  }

  /** A folder on PATH with a link to a `pulumi` that stands elsewhere. */
  linkOnPath(target: string): void {
    const bin = join(this.folder, "linked");
    mkdirSync(bin);
    symlinkSync(target, join(bin, "pulumi"));
    this.path.push(bin);
  }

  cached(version = pinned, present?: readonly string[]): string {
    return this.pulumi(join(this.cache, version, "bin"), version, present);
  }

  /** A Go on PATH; `build` runs when it is asked to build, with the output's path in `$out`. */
  go(...build: string[]): void {
    const bin = join(this.folder, "go");
    const findOutput = `for word; do [ "$last" = -o ] && out=$word; last=$word; done`;
    this.program(join(bin, "go"), `if [ "$1" = env ]; then echo go1.26.8; exit; fi`, findOutput, ...build);
    this.path.push(bin);
  }

  /** A Go whose builds succeed. */
  workingGo(): void {
    this.go(`printf '#!/bin/sh\\necho v${pinned}\\n' > "$out"; chmod +x "$out"`);
  }

  /** An npm whose `exec` runs these lines in place of Pulumi's launcher. */
  npm(...lines: string[]): void {
    const launcher = JSON.stringify(this.program(join(this.folder, "npm", "launcher"), ...lines));
    const script = join(this.folder, "npm", "npm-cli.js");
    const run = `require("node:child_process").spawnSync(${launcher}, { stdio: "inherit" })`;
    writeFileSync(script, `process.exit(${run}.status)`);
    this.env["npm_execpath"] = script;
  }

  /** Runs the setup step; what it prints is the path of the CLI. That for other languages prints their folder. */
  start(sources: string, script: "ensure.mjs" | "languages.mjs" = "ensure.mjs") {
    const given = {
      HOME: this.home,
      XDG_CACHE_HOME: join(this.folder, "cache"),
      PATH: [...this.path, this.tools].join(delimiter),
      VPCEP_PULUMI_SOURCE: sources,
    };
    const { child, output, closed } = launch(process.execPath, [join(tools, script)], {
      env: { ...given, ...this.env },
    });
    const done = closed.then(([exitCode]) => ({
      exitCode,
      executable: output.stdout.trim(),
      log: output.stderr,
    }));
    return { child, done };
  }

  /** What lies in the project's cache folder. */
  cacheEntries(): string[] {
    return existsSync(this.cache) ? readdirSync(this.cache) : [];
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
