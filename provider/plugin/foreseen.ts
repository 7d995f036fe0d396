import { desiredOf } from "../resource/diff";
import { type Definition, outputsOf } from "../resource/fields";
import { type Properties, UNKNOWN } from "../resource/properties";

/** What a create will bring, for a preview: what the program says, and the rest unknown. */
export function foreseenOfCreate(definition: Definition, inputs: Properties): Properties {
  const unknown = Object.fromEntries(outputsOf(definition).map((name) => [name, UNKNOWN]));
  return { ...unknown, ...inputs };
}

/** What an update will bring: nothing else changes but its time, and what follows from what changes. */
export function foreseenOfUpdate(definition: Definition, olds: Properties, news: Properties): Properties {
  const { computed, follows = {} } = definition;
  const desired = desiredOf(definition, olds, news);
  const touched = Object.entries(follows).filter(([, fields]) =>
    fields.some((field) => desired[field] !== undefined && desired[field] !== olds[field]),
  );
  const unknown = [...touched.map(([name]) => name), ...("updatedAt" in computed ? ["updatedAt"] : [])];
  return { ...olds, ...desired, ...Object.fromEntries(unknown.map((name) => [name, UNKNOWN])) };
}
