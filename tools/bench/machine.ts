// Where and with what the benchmark ran.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, loadavg, release, type as systemName, totalmem } from "node:os";
import { join } from "node:path";
import { pulumiExecutable } from "../../tests/helpers/pulumi-process";
import { root } from "../sources.mjs";
import { number } from "./table";

/** What a reader has to know to compare, as pairs of a name and a value. */
export function machine(): [string, string][] {
  const sdk = versionOf("node_modules/@pulumi/pulumi/package.json");
  const [{ model } = { model: "unknown" }] = cpus();
  const cli = spawnSync(pulumiExecutable(), ["version"], { encoding: "utf8" }).stdout.trim();
  return [
    ["Date", new Date().toISOString().slice(0, 10)],
    ["Processor", `${cpus().length} cores, ${model.trim()}`],
    ["Memory", `${number(totalmem() / 1024 ** 3, 0)} GiB`],
    [
      "System",
      `${systemName()} ${release()}; load at the end ${loadavg()
        .map((load) => number(load, 1))
        .join(", ")}`,
    ],
    ["Node", process.version],
    ["Pulumi", `CLI ${cli}, SDK ${sdk}`],
    ["Package", versionOf("package.json")],
  ];
}

function versionOf(file: string): string {
  return String(JSON.parse(readFileSync(join(root, file), "utf8")).version);
}
