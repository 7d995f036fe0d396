import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { homedir } from "node:os";

/** What is needed of the machine's files. */
export interface Files {
  /** Throws as Node does, with a `code`. */
  readFile(path: string): FileContent;
  home(): string;
}

export interface FileContent {
  text: string;
  /** Users of the machine besides its owner may read it. */
  isOpenToOthers: boolean;
}

const MAX_BYTES = 1024 * 1024;

export const systemFiles: Files = { readFile, home: homedir };

function readFile(path: string): FileContent {
  const file = openSync(path, "r");
  try {
    const { size, mode } = fstatSync(file);
    if (size > MAX_BYTES) throw Object.assign(new Error("more than 1 MiB"), { code: "EFBIG" });
    return { text: readFileSync(file, "utf8"), isOpenToOthers: isOpenToOthers(mode, process.platform) };
  } finally {
    closeSync(file);
  }
}

/** Windows has no such bits, and gives every file the same ones. */
export function isOpenToOthers(mode: number, platform: NodeJS.Platform): boolean {
  return platform !== "win32" && (mode & 0o044) !== 0;
}
