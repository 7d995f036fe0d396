import type { Access } from "../api/api-call";
import { type ListCall, listAll } from "../api/pages";
import { type Definition, toOutputs } from "../resource/fields";
import type { Properties } from "../resource/properties";
import type { ApiRecord } from "../vpcep/records";
import { queryOf } from "./arguments";
import type { LookUp } from "./look-up";

/** What differs between the look-ups that read a list. */
export interface List extends Pick<LookUp, "name" | "arguments" | "about"> {
  /** The name of the list in the result. */
  result: string;
  /** Asks for the list with these filters. */
  call(query: Record<string, string>, args: Properties): ListCall;
  /** The API's largest page. */
  pageSize: number;
  item(record: ApiRecord, access: Access, args: Properties): Properties;
}

/** A look-up that reads a list to its end, each item once. */
export function listLookUp({ result, call, pageSize, item, ...definition }: List): LookUp {
  return {
    ...definition,
    async run(args, access) {
      const pages = { call: call(queryOf(definition.arguments, args), args), limit: pageSize };
      const records = await listAll(access.client, pages, access.context);
      const items = records.map((record) => item(record, access, args));
      return { [result]: items.filter(({ tags }) => carries(tags, args.tags)) };
    },
  };
}

/** What a record shows, by the names and of the types that a resource's outputs have. */
export function shown(
  table: Pick<Definition, "fields" | "computed" | "derived">,
  id: string,
  record: ApiRecord,
  { client: { region, projectId } }: Access,
  base: Properties = {},
): Properties {
  return { id, ...toOutputs(table, id, record, { ...base, region, projectId }) };
}

/** Whether tags hold every one of the wanted pairs. */
function carries(tags: unknown, wanted: unknown): boolean {
  const pairs = Object.entries((wanted ?? {}) as Record<string, string>);
  const found = new Map(Object.entries((tags ?? {}) as Record<string, string>));
  return pairs.every(([key, value]) => found.get(key) === value);
}
