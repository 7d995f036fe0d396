import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { isJsonObject, parseJson } from "../world/json";
import { isState } from "../world/record-check";
import type { State } from "../world/records";
import type { AccountIds, Keys } from "../world/settings";
import { filledList, filledText, objectWith, texts, UserError } from "../world/user-input";
import { type FileLock, lockFile } from "./file-lock";

const formatName = "vpcep-emulator state";
const formatVersion = 1;
/** The file nests bodies a few levels deeper. */
const ownDepth = 128;

/** What stays the same while an emulator runs. */
export interface Identity {
  keys: Keys;
  /** The first account. */
  account: AccountIds;
  /** Names of the others. */
  accounts: string[];
  /** Names of the projects that each account has beside those of its regions. */
  subProjects: string[];
}

export interface Saved extends Identity {
  state: State;
}

export interface StateFile {
  /** undefined if the file does not exist yet. */
  saved: Saved | undefined;
  /** Returns once the bytes are on the disk. */
  write(saved: Saved): void;
  release(): void;
}

export function openStateFile(givenPath: string): StateFile {
  const path = realPath(resolve(givenPath));
  const lock: FileLock = lockFile(path);
  try {
    removeLeftovers(path);
    const saved = readSaved(path);
    let isOurs = true;
    return {
      saved,
      write: (next) => {
        if (!isOurs) throw new UserError(`The state file ${path} was given back: another may own it by now.`);
        writeSaved(path, next);
      },
      release: () => {
        isOurs = false;
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** A file has one lock, whichever names lead to it. A file that does not exist yet goes by its folder's real name. */
function realPath(path: string): string {
  try {
    makeFolder(dirname(path));
  } catch (error) {
    throw new UserError(
      `The folder of the state file ${path} cannot be created: ${(error as Error).message}.`,
    );
  }
  try {
    return realpathSync(path);
  } catch {
    return join(realpathSync(dirname(path)), basename(path));
  }
}

/** One folder at a time: Node's recursive mkdir never ends in places such as /proc, which refuse without a reason. */
function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process that started at the same time may have been faster.
    if (!isFolder(folder)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Drafts of processes that were killed while they wrote; only the holder of the lock writes. */
function removeLeftovers(path: string): void {
  const leftover = (name: string) => name.startsWith(`${basename(path)}.`) && /\.\d+\.tmp$/.test(name);
  for (const name of readdirSync(dirname(path)).filter(leftover)) {
    rmSync(join(dirname(path), name), { force: true });
  }
}

function readSaved(path: string): Saved | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new UserError(`The state file ${path} cannot be read: ${(error as Error).message}.`);
  }
  const saved: unknown = parseJson(text, ownDepth);
  if (isJsonObject(saved) && saved["format"] === formatName && Number(saved["version"]) > formatVersion) {
    throw new UserError(
      `The state file ${path} was written by a newer version of the emulator: use that one, or give another --state.`,
    );
  }
  if (!isSaved(saved)) {
    throw new UserError(
      `The state file ${path} is not one of this emulator's or is damaged: move it away, or give another --state.`,
    );
  }
  const { keys, account, accounts = [], subProjects = [], state } = saved;
  return { keys, account, accounts, subProjects, state };
}

const savedKeys = objectWith({ accessKey: filledText, secretKey: filledText }, "");
const place = objectWith({ region: filledText, projectId: filledText }, "");
const savedAccount = objectWith({ domainId: filledText, regions: filledList(place) }, "");

/** Files of the first versions have no further accounts and no sub-projects. */
function isSaved(value: unknown): value is Omit<Saved, "accounts" | "subProjects"> & Partial<Saved> {
  if (!isJsonObject(value) || value["format"] !== formatName || value["version"] !== formatVersion)
    return false;
  const names = [value["accounts"], value["subProjects"]];
  if (!names.every((each) => each === undefined || texts.fits(each))) return false;
  return savedKeys.fits(value["keys"]) && savedAccount.fits(value["account"]) && isState(value["state"]);
}

/** Temporary file, flush, rename: a reader of the path sees the old text or the new one, never a part. */
function writeSaved(path: string, saved: Saved): void {
  const temporary = `${path}.${process.pid}.tmp`;
  const text = JSON.stringify({ format: formatName, version: formatVersion, ...saved });
  try {
    writeAndFlush(temporary, text);
    renameSync(temporary, path);
    flushFolder(dirname(path));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new UserError(`The state file ${path} cannot be written: ${(error as Error).message}.`);
  }
}

function writeAndFlush(path: string, text: string): void {
  // The keys in it are throw-away ones, but still private.
  const file = openSync(path, "w", 0o600);
  try {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes the rename itself durable, on systems that let a folder be opened. */
function flushFolder(folder: string): void {
  try {
    const handle = openSync(folder, "r");
    fsyncSync(handle);
    closeSync(handle);
  } catch {
    return;
  }
}
