import { isApiError } from "../api/errors";
import { cleanText } from "../api/text";
import { changeTags, type TaggedType } from "../vpcep/tags";
import { tagMap } from "./codecs";
import { readBack } from "./observe";
import { recordOf, send } from "./operation";
import type { Properties } from "./properties";
import type { Step, Subject } from "./reconcile";

type Tags = Record<string, string>;

/** New keys and keys with another value (creating a tag whose key is there gives it the new value), and keys that go. */
function tagDifference(actual: Tags, desired: Tags): { put: Tags; removed: string[] } {
  const put = Object.entries(desired).filter(
    ([key, value]) => !Object.hasOwn(actual, key) || actual[key] !== value,
  );
  const removed = Object.keys(actual).filter((key) => !Object.hasOwn(desired, key));
  return { put: Object.fromEntries(put), removed };
}

/** `+<key>` for each tag that is new or has a new value, `-<key>` for each that goes; never a value. */
function tagChanges(actual: Tags, desired: Tags): string[] {
  const { put, removed } = tagDifference(actual, desired);
  const named = (keys: string[], sign: string) => keys.map((key) => `${sign}${cleanText(key, 128)}`);
  return [...named(Object.keys(put), "+"), ...named(removed, "-")];
}

/** Brings the tags of an object to what is wanted with the difference: first what goes, for there is room for few. */
export function tagStep({ operation, id }: Subject, type: TaggedType, desired: Tags): Step {
  const tagsIn = (outputs: Properties) => (outputs.tags ?? {}) as Tags;
  return {
    fields: ["tags"],
    remaining: (now) => `tags (${tagChanges(tagsIn(now), desired).join(" ")})`,
    async run(now, reach) {
      const { put, removed } = tagDifference(tagsIn(now), desired);
      const kept = Object.fromEntries(Object.entries(tagsIn(now)).filter(([key]) => !removed.includes(key)));
      if (removed.length > 0) {
        await removeTags(operation, type, id, removed);
        reach({ ...now, tags: kept });
      }
      if (Object.keys(put).length > 0) {
        await send(operation, changeTags(type, id, "create", tagMap.write(put)));
        reach({ ...now, tags: { ...kept, ...put } });
      }
    },
    look: (now) => readBack(operation, id, now, 1),
    sent(before, after) {
      const keys = tagChanges(tagsIn(before), tagsIn(after));
      return keys.length > 0 ? [`tags ${keys.join(" ")}`] : [];
    },
  };
}

/** A tag that somebody else has removed already is no reason to fail: after a refusal only those that are there go. */
async function removeTags(
  operation: Subject["operation"],
  type: TaggedType,
  id: string,
  keys: readonly string[],
): Promise<void> {
  const remove = (some: readonly string[]) => {
    const tags = some.map((key) => ({ key }));
    return send(operation, changeTags(type, id, "delete", tags));
  };
  try {
    await remove(keys);
  } catch (error) {
    if (!isApiError(error) || !["refused", "notFound"].includes(error.outcome)) throw error;
    const there = tagMap.read((await recordOf(operation, id))?.tags);
    // A response that does not tell the tags does not say that they are gone.
    if (there === undefined) throw error;
    const left = keys.filter((key) => Object.hasOwn(there, key));
    if (left.length === keys.length) throw error;
    if (left.length > 0) await remove(left);
  }
}
