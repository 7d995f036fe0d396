import type { ApiCall, ApiClient, CallContext } from "./api-call";

/** Pages read at the most: with the API's own largest pages far more than any quota allows. */
const MAX_PAGES = 100;

export interface Pages {
  /** The call without `limit` and `offset`. */
  call: ApiCall;
  /** Name of the array in the answer. */
  items: string;
  limit: number;
}

/**
 * Reads a list to its end. The API has no cursor: objects that come or go between two pages shift the others, so items
 * are told apart by their `id`, the announced total is not believed, and the end is a page that is not full or that
 * brings nothing new.
 */
export async function listAll(
  client: ApiClient,
  { call, items, limit }: Pages,
  context: CallContext,
): Promise<Record<string, unknown>[]> {
  const found = new Map<unknown, Record<string, unknown>>();
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = { ...call.query, limit, offset: page * limit };
    const { body } = await client.call({ ...call, query }, context);
    const list = Array.isArray(body[items]) ? (body[items] as unknown[]) : [];
    const before = found.size;
    for (const item of list) {
      if (typeof item === "object" && item !== null) {
        const record = item as Record<string, unknown>;
        found.set(record.id ?? record, record);
      }
    }
    if (list.length < limit || found.size === before) break;
  }
  return [...found.values()];
}
