import type { ResourceState } from "../../../helpers/engine";
import { living, type Moment, type Registered } from "./moment";
import { type Entry, names, portOf, wantedOf } from "./program";

/**
 * The program as somebody runs it who knows what there is: whoever wants a service that it does not hold says which one,
 * and what cannot be changed on it as it is. Writes that back into the program, where it has to stay.
 */
export function registrationsOf(program: Entry[], { services, resources }: Moment): Registered[] {
  return program.map((entry) => {
    const standing = [...services]
      .filter(([, { portId }]) => portId === portOf(entry.backend))
      .map(([id]) => id);
    if (standing.length === 0) entry.name = nameFor(entry, program, resources);
    const { name } = entry;
    const held = living(resources, name)?.id;
    const isLive = (id: string) =>
      resources.some((one) => one.id === id && living(resources, one.name) === one);
    const id = standing.find((one) => one === held) ?? standing.find(isLive) ?? standing[0];
    if (id === undefined || (id === held && !entry.keepsExisting)) return { name, wanted: wantedOf(entry) };
    entry.serverType = services.get(id)?.serverType ?? entry.serverType;
    return { name, wanted: { ...wantedOf(entry), existingId: id } };
  });
}

/** A name that has a service of another backend would move it here, instead of making one. */
function nameFor(
  { name, backend }: Entry,
  program: readonly Entry[],
  resources: readonly ResourceState[],
): string {
  const holdsAnother = (one: string) => {
    const held = living(resources, one);
    return held !== undefined && held.inputs.portId !== portOf(backend);
  };
  const isTaken = (one: string) => program.some((entry) => entry.name === one) || holdsAnother(one);
  return holdsAnother(name) ? (names.find((one) => !isTaken(one)) ?? name) : name;
}
