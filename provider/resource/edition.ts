import { plain } from "./codecs";
import type { Field } from "./fields";
import { oneOf } from "./rules";

const PROFESSION = "profession";
const BASIC = "basic";

/** As `supported_editions` tells it: an object of the professional edition does what one of the basic edition does. */
const codec = plain((supported) => {
  if (!Array.isArray(supported) || supported.length === 0) return undefined;
  return supported.includes(PROFESSION) ? PROFESSION : BASIC;
});

/** The edition of an object: it is made as a basic one and upgraded by a call of its own. There is no way back. */
export const EDITION = {
  change: "step",
  codec,
  rule: oneOf([BASIC, PROFESSION], { fixed: true }),
  default: BASIC,
  replaces: (known, desired) => known === PROFESSION && desired !== PROFESSION,
} as const satisfies Field;
