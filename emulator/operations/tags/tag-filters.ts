import { refusal } from "../../gateway/errors";
import { type ApiResponse, type Call, ok } from "../../gateway/operation";
import { contains, readCount } from "../../gateway/paging";
import { isJsonObject, type Json, type JsonObject } from "../../world/json";
import { asJson, type TagWire } from "../../world/records";
import { fullName } from "../services/services";
import { type Tagged, taggedResources } from "./tags";

interface KeyFilter {
  key: string;
  /** Empty: any value. */
  values: string[];
}

const maxKeys = 20;
const maxValues = 10;

/** API page: "Querying Resources by Tag". */
export function filterResources(call: Call): ApiResponse {
  const { action } = call.body;
  if (action !== "filter" && action !== "count") throw refusal("EndPoint.0007");
  const accepts = readFilter(call.body);
  const shown = taggedResources(call).filter(({ createdMs }) => createdMs <= call.hideCreatedAfterMs);
  const named = shown.map((resource) => ({ resource, name: resourceName(call, resource) }));
  const found = named.filter(({ resource, name }) => accepts(resource.wire.tags, name));
  if (action === "count") return ok({ total_count: found.length });
  const limit = readCount(textOf(call.body["limit"]), 1000);
  if (limit === undefined || limit < 1 || limit > 1000) throw refusal("EndPoint.0006");
  const offset = readCount(textOf(call.body["offset"]), 0);
  if (offset === undefined) throw refusal("EndPoint.0010");
  const resources = found.slice(offset, offset + limit).map(({ resource, name }) => ({
    resource_id: resource.wire.id,
    resource_detail: null,
    resource_name: name,
    tags: resource.wire.tags.map((tag) => asJson(tag)),
  }));
  return ok({ resources, total_count: found.length });
}

/** Services without a name, and all endpoints, go by their id. */
function resourceName(call: Call, { wire }: Tagged): string {
  const service = call.world.state.services[wire.id];
  const unnamed = fullName(call.place.region, "", wire.id);
  return service === undefined || service.wire.service_name === unnamed ? wire.id : service.wire.service_name;
}

function readFilter(body: JsonObject): (tags: TagWire[], name: string) => boolean {
  const [all, any] = [readKeys(body["tags"]), readKeys(body["tags_any"])];
  const [notAll, notAny] = [readKeys(body["not_tags"]), readKeys(body["not_tags_any"])];
  const matchesName = readMatches(body["matches"]);
  const untaggedOnly = body["without_any_tag"] === true;
  return (tags, name) => {
    if (!matchesName(name)) return false;
    if (untaggedOnly) return tags.length === 0;
    const has = ({ key, values }: KeyFilter) =>
      tags.some((tag) => tag.key === key && (values.length === 0 || values.includes(tag.value)));
    if (!all.every(has)) return false;
    if (any.length > 0 && !any.some(has)) return false;
    if (notAll.length > 0 && notAll.every(has)) return false;
    return !notAny.some(has);
  };
}

function readKeys(value: Json | undefined): KeyFilter[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.length > maxKeys) throw refusal("EndPoint.0002", "tag filters");
  const filters = value.map(readKey);
  if (new Set(filters.map(({ key }) => key)).size < filters.length) throw refusal("EndPoint.3067");
  return filters;
}

function readKey(item: Json): KeyFilter {
  if (!isJsonObject(item) || typeof item["key"] !== "string") throw refusal("EndPoint.3066");
  const { key, values } = item;
  if (!Array.isArray(values) || values.length > maxValues) throw refusal("EndPoint.0002", "values");
  const texts = values.filter((text) => typeof text === "string");
  if (new Set(texts).size < values.length) throw refusal("EndPoint.3071");
  return { key, values: texts };
}

/** Only resource_name can be matched: by a part of it in upper or lower case; an empty value matches no part. */
function readMatches(value: Json | undefined): (name: string) => boolean {
  const wanted = Array.isArray(value) ? value.filter(isJsonObject) : [];
  if (wanted.some((match) => match["key"] !== "resource_name")) throw refusal("EndPoint.0002", "matches");
  const parts = wanted.map((match) => String(match["value"] ?? ""));
  return (name) => parts.every((part) => (part === "" ? name === "" : contains(name, part)));
}

/** Numbers are strings of digits in the reference, but some clients send numbers. */
function textOf(value: Json | undefined): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}
