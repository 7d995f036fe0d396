import { cleanText } from "./text";

/** An id that would not survive as one path segment (an empty one, "..", "a/b", a line break): no request was made. */
export class InvalidIdError extends Error {
  override readonly name = "InvalidIdError";

  constructor(id: string) {
    super(
      `invalid id "${cleanText(id, 64)}": an id has 1 to 64 letters, digits, "-" or "_" and begins with a letter or a digit`,
    );
  }
}

export function isValidId(id: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(id);
}

/** Regions become part of a host name: `cn-north-4`, `eu-west-101`, `eu-de`. */
export function isValidRegion(region: string): boolean {
  return region.length <= 63 && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(region);
}

/** One segment of a URL's path. Escaping would not do: ".." stays what it is, and a URL parser walks up the path. */
export function pathSegment(id: string): string {
  if (!isValidId(id)) throw new InvalidIdError(id);
  return id;
}
