import type { Act, Move } from "./hooks";
import type { Snapshot } from "./live";
import type { Place } from "./place";

/** What each of the four views is given. */
export interface ViewProps {
  snapshot: Snapshot;
  place: Place;
  move: Move;
  act: Act;
}
