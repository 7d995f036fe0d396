import { isApiError } from "../api/errors";
import { cleanText } from "../api/text";
import { tagMap } from "../resource/codecs";
import { call, type Operation } from "../resource/operation";
import { changeTags, getService } from "./operations";
import type { TagWire } from "./wire";

export interface TagDifference {
  /** New keys, and keys with another value: creating a tag whose key is there gives it the new value. */
  put: Record<string, string>;
  removed: string[];
}

export function tagDifference(
  actual: Record<string, string>,
  desired: Record<string, string>,
): TagDifference {
  const put = Object.entries(desired).filter(
    ([key, value]) => !Object.hasOwn(actual, key) || actual[key] !== value,
  );
  const removed = Object.keys(actual).filter((key) => !Object.hasOwn(desired, key));
  return { put: Object.fromEntries(put), removed };
}

/** `+<key>` for each tag that is new or has a new value, `-<key>` for each that goes; never a value. */
export function tagChanges(actual: Record<string, string>, desired: Record<string, string>): string[] {
  const { put, removed } = tagDifference(actual, desired);
  const named = (keys: string[], sign: string) => keys.map((key) => `${sign}${cleanText(key, 128)}`);
  return [...named(Object.keys(put), "+"), ...named(removed, "-")];
}

/**
 * Leads the tags of a service to what is wanted with the difference alone: first what goes, for a service has room for
 * few, then what comes. `achieved` hears of every step that succeeded.
 */
export async function changeTagsTo(
  operation: Operation,
  id: string,
  actual: Record<string, string>,
  desired: Record<string, string>,
  achieved: (tags: Record<string, string>) => void,
): Promise<string[]> {
  const { put, removed } = tagDifference(actual, desired);
  const kept = Object.fromEntries(Object.entries(actual).filter(([key]) => !removed.includes(key)));
  if (removed.length > 0) {
    await removeTags(operation, id, removed);
    achieved(kept);
  }
  if (Object.keys(put).length > 0) {
    await call(operation, changeTags(id, "create", tagMap.write(put) as TagWire[]));
    achieved({ ...kept, ...put });
  }
  return tagChanges(actual, desired);
}

/** A tag that somebody else has removed already is no reason to fail: after a refusal only those that are there go. */
async function removeTags(operation: Operation, id: string, keys: readonly string[]): Promise<void> {
  const remove = (some: readonly string[]) =>
    call(
      operation,
      changeTags(
        id,
        "delete",
        some.map((key) => ({ key })),
      ),
    );
  try {
    await remove(keys);
  } catch (error) {
    if (!isApiError(error) || !["refused", "notFound"].includes(error.outcome)) throw error;
    const { body } = await call(operation, getService(id));
    const there = tagMap.read(body.tags);
    // A response that does not tell the tags does not say that they are gone.
    if (there === undefined) throw error;
    const left = keys.filter((key) => Object.hasOwn(there, key));
    if (left.length === keys.length) throw error;
    if (left.length > 0) await remove(left);
  }
}
