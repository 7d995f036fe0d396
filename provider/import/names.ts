import { shortName } from "../vpc-endpoint-service/fields";

/** An object that needs a name. */
interface Nameless {
  /** What people know it by. */
  name: string;
  /** What it is, for one of which nobody knows a name. */
  noun: string;
}

/**
 * A name for each, in order: what it is known by, with its noun where an object of another type has that name, and with a
 * number where even that is not enough. They differ in letters and digits, for code in some languages leaves the rest out.
 */
export function uniqueNames(objects: readonly Nameless[]): string[] {
  const nounOf = new Map<string, string>();
  return objects.map(({ name, noun }) => {
    const valid = validName(name, noun);
    const holder = nounOf.get(lettersOf(valid)) ?? noun;
    const base = holder === noun ? valid : `${valid}-${noun}`;
    let unique = base;
    for (let number = 2; nounOf.has(lettersOf(unique)); number++) unique = `${base}-${number}`;
    nounOf.set(lettersOf(unique), noun);
    return unique;
  });
}

/** Letters, digits, `-` and `_`, with a letter in front: what Pulumi and all its languages take. */
function validName(text: string, noun: string): string {
  const name = text.replace(/[^A-Za-z0-9_-]+/g, "-").replace(/^[-_]+|[-_]+$/g, "");
  if (name === "") return noun;
  return /^[A-Za-z]/.test(name) ? name : `${noun}-${name}`;
}

const lettersOf = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** `orders` of `cn-north-4.orders.<id>`, and `dns` of `com.myhuaweicloud.cn-north-4.dns`. */
export function serviceNameIn(fullName: unknown, region: string, id: unknown): string {
  if (typeof fullName !== "string") return "";
  return shortName(fullName, region, String(id)).split(".").at(-1) ?? "";
}

/** Who is let in by a record of a whitelist: an account's id, or the path of an organization. */
export function granteeIn(permission: string): string {
  return permission === "*" ? "everybody" : permission.slice(permission.lastIndexOf(":") + 1);
}
