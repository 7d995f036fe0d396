import type { Call } from "../../gateway/operation";
import type { JsonObject } from "../../world/json";

export function links({ origin }: Call, path: string): JsonObject {
  return { self: `${origin}${path}`, next: null, previous: null };
}

/** Of one page of several: the pages before and behind it, with the query of this one. */
export function linksOfPage(call: Call, path: string, page: number, hasNext: boolean): JsonObject {
  const to = (number: number) => {
    const query = new URLSearchParams(call.query);
    query.set("page", String(number));
    return `${call.origin}${path}?${query}`;
  };
  return {
    ...links(call, path),
    ...(hasNext && { next: to(page + 1) }),
    ...(page > 1 && { previous: to(page - 1) }),
  };
}
