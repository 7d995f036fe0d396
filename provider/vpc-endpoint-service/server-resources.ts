import { objectList, text } from "../resource/codecs";
import type { Field } from "../resource/fields";
import type { Properties } from "../resource/properties";
import * as rules from "../resource/rules";

const codec = objectList({
  resourceId: { wire: "resource_id", codec: text },
  // Where the program leaves it out, none is sent, and the API chooses.
  availabilityZoneId: { wire: "availability_zone_id", codec: text, default: "" },
});

const rule = rules.listOf(
  "server resources",
  rules.objectOf("a server resource", {
    resourceId: { rule: rules.id, required: true },
    availabilityZoneId: { rule: rules.id },
  }),
);

/** The items of one list that another one does not have. */
function without(list: unknown, other: unknown): unknown[] {
  const items = (value: unknown) => (Array.isArray(value) ? value : []);
  const keys = items(other).map(codec.key);
  return items(list).filter((item) => !keys.includes(codec.key(item)));
}

/** Backends beside the port (API page "Adding Server Resources"). The API takes none away, and shows none. */
export const SERVER_RESOURCES = {
  change: "step",
  codec,
  rule,
  default: [],
  replaces: (known, desired) => without(known, desired).length > 0,
  untold: true,
} as const satisfies Field;

/** The body of the call that adds what is wanted and not known to be there. */
export const additions = (known: Properties, desired: Properties) =>
  codec.write(without(desired.serverResources, known.serverResources) as Record<string, unknown>[]);
