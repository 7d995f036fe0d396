import { characters } from "../gateway/body-fields";
import { refusal } from "../gateway/errors";
import { isJsonObject, type Json } from "../world/json";
import type { TagWire } from "../world/records";
import type { RuleSet } from "../world/rule-sets";

/** API page: "Modifying a VPC Endpoint Service", table 6; the other editions' limits come from the rule set. */
export function readTags(value: Json | undefined, rules: RuleSet): TagWire[] {
  const tags = readPairs(value).map(({ key, value: text }) => ({ key, value: text ?? "" }));
  for (const tag of tags) checkTag(tag, rules);
  if (tags.length > rules.tagsPerResource) throw refusal("EndPoint.3069");
  return tags;
}

/** Keys with or without a value, as in a deletion. */
export function readPairs(value: Json | undefined): { key: string; value: string | undefined }[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw refusal("EndPoint.0002", "tags");
  const pairs = value.map(readPair);
  if (new Set(pairs.map((pair) => pair.key)).size < pairs.length) throw refusal("EndPoint.3067");
  return pairs;
}

function readPair(item: Json): { key: string; value: string | undefined } {
  if (!isJsonObject(item)) throw refusal("EndPoint.0002", "tags");
  const { key, value } = item;
  if (typeof key !== "string" || key === "") throw refusal("EndPoint.3066");
  if (value !== undefined && value !== null && typeof value !== "string") throw refusal("EndPoint.3068");
  return { key, value: value ?? undefined };
}

function checkTag(tag: TagWire, rules: RuleSet): void {
  if (characters(tag.key) > rules.tagKeyMaxLength) throw refusal("EndPoint.3072");
  if (characters(tag.value) > rules.tagValueMaxLength) throw refusal("EndPoint.3073");
  if (!rules.tagKeyAllowed.test(tag.key) || !rules.tagValueAllowed.test(tag.value))
    throw refusal("EndPoint.3068");
}
