import type { ApiCall, ApiClient, CallContext, ExpectedList } from "./api-call";

/** A call that reads a list; `listAll` adds `limit` and `offset`. */
export type ListCall = ApiCall & { response: ExpectedList };

/** With the API's own largest pages far more than any quota allows. */
const MAX_PAGES = 100;

/**
 * Reads a list to its end. The API has no cursor: objects that come or go between two pages shift the others, so items
 * are told apart by the first of the call's texts, the API's total is not trusted, and the end is a page that is not full
 * or that brings nothing new. The client has seen to it that each page has its list.
 */
export async function listAll(
  client: ApiClient,
  { call, limit }: { call: ListCall; limit: number },
  context: CallContext,
): Promise<Record<string, unknown>[]> {
  const { list, texts } = call.response;
  const found = new Map<unknown, Record<string, unknown>>();
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = { ...call.query, limit, offset: page * limit };
    const { body } = await client.call({ ...call, query }, context);
    const items = body[list] as Record<string, unknown>[];
    const before = found.size;
    for (const item of items) found.set(item[texts[0]], item);
    if (items.length < limit || found.size === before) break;
  }
  return [...found.values()];
}
