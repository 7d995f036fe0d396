import type { State } from "../world/records";

const mostObjects = 4;
const lookedAtBytes = 64 * 1024;
const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** Ids of the services and endpoints that the texts name, without those that do not exist. */
export function objectsIn({ services, endpoints }: State, ...texts: readonly Buffer[]): string[] {
  const known = (id: string) =>
    Object.hasOwn(services, id) || Object.hasOwn(endpoints, id)
      ? // The record's own string: a piece of the text would keep the whole of it in memory.
        (services[id] ?? endpoints[id])?.wire.id
      : undefined;
  const named = texts.flatMap((text) => text.toString("latin1", 0, lookedAtBytes).match(uuid) ?? []);
  const found = named.map((id) => known(id.toLowerCase())).filter((id) => id !== undefined);
  return [...new Set(found)].slice(0, mostObjects);
}
