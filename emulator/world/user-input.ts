import { isJsonObject } from "./json";

/** One sentence that tells the user what to change; shown without a stack. */
export class UserError extends Error {}

/** What a value from outside has to be, and how an error message puts it. */
export interface Expected {
  words: string;
  fits(value: unknown): boolean;
}

/** Timers cannot wait longer: 2^31 milliseconds, in seconds. */
const longestSeconds = 2_147_483;

export const anything: Expected = { words: "any value", fits: () => true };
export const text: Expected = { words: "a text", fits: (value) => typeof value === "string" };
export const filledText: Expected = {
  words: "a text that is not empty",
  fits: (value) => typeof value === "string" && value !== "",
};
export const flag: Expected = { words: "true or false", fits: (value) => typeof value === "boolean" };
export const number: Expected = { words: "a number", fits: (value) => Number.isFinite(value) };
export const seconds = numberFrom("seconds", longestSeconds);
export const milliseconds = numberFrom("milliseconds", longestSeconds * 1000);
export const count = wholeNumber(0, Number.MAX_SAFE_INTEGER);
export const countFromOne = wholeNumber(1, Number.MAX_SAFE_INTEGER);
export const texts = listOf(text);
export const objects: Expected = listOf({ words: "an object", fits: isJsonObject });

export function wholeNumber(min: number, max: number): Expected {
  const words = `a whole number from ${min}${max === Number.MAX_SAFE_INTEGER ? "" : ` to ${max}`}`;
  return { words, fits: (value) => isWholeFrom(value, min) && value <= max };
}

export function listOf(item: Expected): Expected {
  return {
    words: `a list, each item ${item.words}`,
    fits: (value) => Array.isArray(value) && value.every((each) => item.fits(each)),
  };
}

export function filledList(item: Expected): Expected {
  const { words, fits } = listOf(item);
  return { words, fits: (value) => fits(value) && (value as unknown[]).length > 0 };
}

export function orNull({ words, fits }: Expected): Expected {
  return { words: `${words}, or null`, fits: (value) => value === null || fits(value) };
}

/** An object with at least these fields; an optional field accepts undefined. */
export function objectWith(fields: Record<string, Expected>, words: string): Expected {
  const fits = (value: unknown) =>
    isJsonObject(value) && Object.entries(fields).every(([name, field]) => field.fits(value[name]));
  return { words, fits };
}

/** What is wrong with the first field that is not as expected, as a sentence; unknown fields pass. */
export function fieldProblem(
  given: Record<string, unknown>,
  fields: Record<string, Expected>,
): string | undefined {
  const wrong = Object.entries(fields).find(
    ([name, { fits }]) => given[name] !== undefined && !fits(given[name]),
  );
  if (wrong === undefined) return undefined;
  const [name, { words }] = wrong;
  return `${name} has to be ${words}, not ${JSON.stringify(given[name])}.`;
}

export function isWholeFrom(value: unknown, min: number): value is number {
  return Number.isSafeInteger(value) && Number(value) >= min;
}

function numberFrom(unit: string, max: number): Expected {
  const fits = (value: unknown) => Number.isFinite(value) && Number(value) >= 0 && Number(value) <= max;
  return { words: `a number of ${unit} from 0 to ${max}`, fits };
}
