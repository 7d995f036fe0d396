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
  const touched = Object.entries(follows).filter(([, fields]) =>
    fields.some((field) => news[field] !== undefined && news[field] !== olds[field]),
  );
  const unknown = [...touched.map(([name]) => name), ...("updatedAt" in computed ? ["updatedAt"] : [])];
  return { ...olds, ...news, ...Object.fromEntries(unknown.map((name) => [name, UNKNOWN])) };
}
