// The states that are kept, one folder a version: what `pulumi stack export` gave, the emulator's file beside it, and
// the program that made them.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Front, fronts, type StateName, stateNames } from "./programs";

/** One stack as a version left it. */
export interface KeptState {
  /** Pulumi.yaml and index.js. */
  program: Record<string, string>;
  /** The stack's configuration that the program asks for. */
  config: Record<string, string>;
  /** `pulumi stack export`. The emulator's URL is in it where the plugin was configured with it. */
  stack: string;
  /** The emulator's state file. */
  cloud: string;
  /** What a preview said then: `update VpcEndpoint plain`, in order; empty when nothing was to be done. */
  planned: string[];
}

const files = { stack: "stack.json", cloud: "cloud.json", facts: "facts.json" };

export const folderOf = (version: string, front: Front, state: StateName) =>
  join(__dirname, version, front, state);

export function keptVersions(): string[] {
  const folders = readdirSync(__dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => name).sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

/** Every state there is: a version has all of them. */
export function keptStates(): [version: string, front: Front, state: StateName][] {
  return keptVersions().flatMap((version) =>
    fronts.flatMap((front) => stateNames.map((state): [string, Front, StateName] => [version, front, state])),
  );
}

export function readKept(...place: Parameters<typeof folderOf>): KeptState {
  const read = (name: string) => readFileSync(join(folderOf(...place), name), "utf8");
  const { config, planned } = JSON.parse(read(files.facts));
  const program = { "index.js": read("index.js"), "Pulumi.yaml": read("Pulumi.yaml") };
  return { program, config, planned, stack: read(files.stack), cloud: read(files.cloud) };
}

export function writeKept(place: Parameters<typeof folderOf>, kept: KeptState): void {
  const folder = folderOf(...place);
  mkdirSync(folder, { recursive: true });
  const { program, config, planned, stack, cloud } = kept;
  const texts = {
    ...program,
    [files.facts]: readable({ config, planned }),
    [files.stack]: readable(JSON.parse(stack)),
    [files.cloud]: readable(JSON.parse(cloud)),
  };
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
}

const readable = (value: object) => `${JSON.stringify(value, undefined, 1)}\n`;

/** A state that knows the emulator by another URL, as one that moved with its cloud. */
export function movedTo(url: string, stack: string): string {
  return stack.replace(/http:\/\/127\.0\.0\.1:\d+/g, url);
}
