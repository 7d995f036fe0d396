import type { ApiClient } from "../../../provider/api/api-call";
import { type ListCall, listAll } from "../../../provider/api/pages";
import { context } from "./bench";
import { startMs } from "./fakes";

const call: ListCall = {
  method: "GET",
  segments: ["vpc-endpoint-services"],
  query: { status: "creating" },
  safety: "read",
  response: { list: "endpoint_services", texts: ["id"] },
};
const item = (number: number) => ({ id: `s${number}`, number });
const items = (count: number, from = 0) => Array.from({ length: count }, (_, index) => item(from + index));

/** A client whose pages come from the function; it keeps the queries. */
function clientOf(page: (limit: number, offset: number) => Record<string, unknown>) {
  const queries: unknown[] = [];
  const client: ApiClient = {
    projectId: "p",
    region: "r",
    serverNow: () => startMs,
    async call(given) {
      queries.push(given.query);
      return {
        status: 200,
        headers: {},
        body: page(Number(given.query?.["limit"]), Number(given.query?.["offset"])),
      };
    },
  };
  const list = (limit: number) => listAll(client, { call, limit }, context);
  return { queries, list, client };
}

test("3,000 services, page by page, whatever total_count says", async () => {
  const all = items(3000);
  for (const total_count of [3000, 0, 1_000_000, "many"]) {
    const { list, queries } = clientOf((limit, offset) => ({
      endpoint_services: all.slice(offset, offset + limit),
      total_count,
    }));
    expect(await list(1000)).toEqual(all);
    expect(queries).toEqual(
      [0, 1000, 2000, 3000].map((offset) => ({ status: "creating", limit: 1000, offset })),
    );
  }
});

test("a page that is not full is the last one", async () => {
  const { list, queries } = clientOf(() => ({ endpoint_services: items(9) }));
  expect(await list(10)).toEqual(items(9));
  expect(queries).toHaveLength(1);
});

test("an item that vanishes between two pages: no duplicate, and an end", async () => {
  const { list } = clientOf((limit, offset) => {
    const living = offset === 0 ? items(25) : items(24, 1);
    return { endpoint_services: living.slice(offset, offset + limit) };
  });
  const found = await list(10);
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
  expect(found).toHaveLength(24);
});

test("an item that appears between two pages is not listed twice", async () => {
  const { list } = clientOf((limit, offset) => {
    const living = offset === 0 ? items(25) : [item(99), ...items(25)];
    return { endpoint_services: living.slice(offset, offset + limit) };
  });
  expect(await list(10)).toEqual(items(25));
});

test("a page that is repeated for ever ends the list", async () => {
  const { list, queries } = clientOf(() => ({ endpoint_services: items(10) }));
  expect(await list(10)).toEqual(items(10));
  expect(queries).toHaveLength(2);
});

test("a list without end is given up after 100 pages", async () => {
  const { list, queries } = clientOf((limit, offset) => ({ endpoint_services: items(limit, offset) }));
  expect(await list(10)).toHaveLength(1000);
  expect(queries).toHaveLength(100);
});

test("items are told apart by the property that the call names", async () => {
  const records = [
    { id: "same", permission: "a" },
    { id: "same", permission: "b" },
    { id: "other", permission: "a" },
  ];
  const { client } = clientOf(() => ({ permissions: records }));
  const permissions: ListCall = { ...call, response: { list: "permissions", texts: ["permission"] } };
  const found = await listAll(client, { call: permissions, limit: 10 }, context);
  expect(found.map(({ permission }) => permission)).toEqual(["a", "b"]);
});
