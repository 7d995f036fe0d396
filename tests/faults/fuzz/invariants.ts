import { inspect } from "node:util";
import { canaries } from "../../helpers/in-process";

/** Ends an operation in some way, soon by the real clock; gives the error. */
export async function endingOf(name: string, run: () => Promise<unknown>): Promise<Error | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${name} does not end`)), 10_000);
  });
  const ended = run().then(
    () => undefined,
    (error: Error) => ({ error }),
  );
  const failed = await Promise.race([ended, tooLong]);
  clearTimeout(timer);
  return failed?.error;
}

/** One clean line that a person can read. */
export function expectLine(line: string): void {
  expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  expect([...line].length).toBeLessThanOrEqual(2003);
}

/** Words of a program that has lost its way. Of what a response says a sentence quotes none of them. */
const OF_A_BUG = /a bug in|\[object |\bundefined\b|TypeError|RangeError|SyntaxError|\.[jt]s:\d+/;

/** One sentence that begins with what failed. */
export function expectSentence(message: string, begin: RegExp): void {
  expect(message).toMatch(begin);
  expect(message).not.toMatch(OF_A_BUG);
  expectLine(message);
}

/** No key in any form of these, and every text well-formed. */
export function expectClean(...values: unknown[]): void {
  const texts = values.flatMap((value) => [
    JSON.stringify(value) ?? "",
    inspect(value, { depth: 10, showHidden: true }),
  ]);
  for (const canary of Object.values(canaries))
    expect(texts.filter((text) => text.includes(canary))).toEqual([]);
  expect(textsIn(values).filter((text) => !text.isWellFormed())).toEqual([]);
}

/** Every text inside, names included. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return [...Object.keys(value), ...Object.values(value).flatMap(textsIn)];
}

/** Nothing that a response said has got into what all objects share. */
export function expectPrototypes(): void {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
}
