import { UNKNOWN_MARKER } from "../configuration/settings";

/** Inputs or outputs of a resource by their names, as the engine passes them. */
export type Properties = Record<string, unknown>;

/**
 * What the engine puts in place of a value that is not known yet (in a preview, or in an update that still waits for
 * another resource). It may stand for a value of any type, anywhere in the inputs.
 */
export const UNKNOWN = UNKNOWN_MARKER;

export function isUnknown(value: unknown): boolean {
  return value === UNKNOWN;
}

/** Whether an unknown value stands anywhere inside. */
export function containsUnknown(value: unknown): boolean {
  if (isUnknown(value)) return true;
  if (Array.isArray(value)) return value.some(containsUnknown);
  if (typeof value === "object" && value !== null) return Object.values(value).some(containsUnknown);
  return false;
}
