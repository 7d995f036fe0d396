import type { Properties } from "../resource/properties";
import { HIDDEN, hiddenState, packed, type Timeouts } from "../resource/state";

/**
 * The properties with what the handlers know of a resource beside them. The protocol brings it with each call, so that
 * neither inputs nor state have to hold it.
 */
export function withHidden(
  properties: Properties,
  name: string,
  secrets: readonly string[],
  customTimeouts?: Timeouts,
): Properties {
  const { customTimeouts: _of, secrets: _one, ...known } = hiddenState(properties);
  const hidden = {
    ...(properties[HIDDEN] === undefined ? {} : known),
    name,
    ...(secrets.length > 0 && { secrets: [...secrets] }),
    ...(customTimeouts && { customTimeouts }),
  };
  return { ...withoutDynamic(properties), [HIDDEN]: hidden };
}

/** What the state is to keep: no time limit, which comes with each call, and nothing of the dynamic front. */
export function forState(outputs: Properties): Properties {
  if (outputs[HIDDEN] === undefined) return withoutDynamic(outputs);
  const { customTimeouts: _none, secrets: _unneeded, ...kept } = hiddenState(outputs);
  return packed({ ...withoutDynamic(outputs), [HIDDEN]: kept });
}

/** Inputs as the program wrote them. */
export function withoutHidden(inputs: Properties): Properties {
  const { [HIDDEN]: _hidden, ...others } = withoutDynamic(inputs);
  return others;
}

/** A resource that was made by the dynamic front carries that one's text. */
function withoutDynamic({ __provider: _text, ...others }: Properties): Properties {
  return others;
}
