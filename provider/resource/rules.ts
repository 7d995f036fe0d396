import { isNear } from "../api/text";
import type { Limits } from "../vpcep/editions";
import { isUnknown, type Properties } from "./properties";

/** One wrong input: the path of the property, and a sentence without the property's name. */
export interface CheckFailure {
  property: string;
  reason: string;
}

/** Holds the value of one field against its rule. Unknown values never get here, but may stand inside. */
export type Rule = (report: Report, property: string, value: unknown, limits: Limits) => void;

/**
 * Collects what the rules say about inputs; unknown and absent values pass every rule. A value is quoted unless the
 * program has it as a secret.
 */
export class Report {
  readonly failures: CheckFailure[] = [];
  /** Whole sentences about words that no edition we know of has. */
  readonly warnings: string[] = [];

  constructor(
    readonly inputs: Properties,
    private readonly secrets: readonly string[] = [],
  ) {}

  /** `, is "abc"`; nothing for a secret. */
  found(property: string, value: unknown): string {
    if (this.secrets.includes(rootOf(property))) return "";
    const text = JSON.stringify(value) ?? String(value);
    return `, is ${text.length > 64 ? `${text.slice(0, 63)}…` : text}`;
  }

  fail(property: string, reason: string): void {
    this.failures.push({ property, reason });
  }
}

/** `ports` of `ports[2].clientPort`. */
export function rootOf(property: string): string {
  return property.split(/[.[]/, 1)[0] ?? property;
}

export const flag: Rule = (report, property, value) => {
  if (typeof value !== "boolean")
    report.fail(property, `must be true or false (a boolean)${report.found(property, value)}`);
};

/** A text of which `problem` says what is wrong with it; `found` quotes it. */
export function text(problem: (text: string, found: string, limits: Limits) => string | undefined): Rule {
  return (report, property, value, limits) => {
    const found = report.found(property, value);
    const reason = typeof value === "string" ? problem(value, found, limits) : `must be a string${found}`;
    if (reason !== undefined) report.fail(property, reason);
  };
}

/** A text that is never quoted, for a secret may be in it. */
export function privateText(problem: (text: string, limits: Limits) => string | undefined): Rule {
  return (report, property, value, limits) => {
    const reason = typeof value === "string" ? problem(value, limits) : "must be a string";
    if (reason !== undefined) report.fail(property, reason);
  };
}

/** Any id of the cloud. */
export const id = text((value, found) =>
  /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(value)
    ? undefined
    : `must be an id of 1 to 64 letters, digits, _ and -${found}`,
);

/** An id that is a UUID; `lenient` takes any. */
export const uuid: Rule = (report, property, value, limits) =>
  (limits.uuids ? strictUuid : id)(report, property, value, limits);

const strictUuid = text((value, found) =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) ? undefined : `must be a UUID${found}`,
);

/**
 * One of the words that this version knows. Editions grow, so others pass with a warning; `fixed`: but not where the word
 * would replace a living object, except by `lenient`.
 */
export function oneOf(words: readonly string[], { fixed = false } = {}): Rule {
  return (report, property, value, limits) =>
    text((given, found) => {
      if (given.trim() === "") return `may not be empty; one of ${words.join(", ")}`;
      if (words.includes(given)) return undefined;
      const near = words.find((one) => isNear(one, given));
      const hint = near === undefined ? "" : `; did you mean ${near}?`;
      const reason = `is not one of the words that this version knows (${words.join(", ")})${found}${hint}`;
      if (fixed && !limits.newWordsMayReplace) return reason;
      report.warnings.push(`${property} ${reason}${hint === "" ? "; it" : " It"} is sent as it is`);
      return undefined;
    })(report, property, value, limits);
}

/** A list whose known items each pass a rule. */
export function listOf(items: string, rule: Rule): Rule {
  return (report, property, value, limits) => {
    if (!Array.isArray(value)) {
      report.fail(property, `must be a list of ${items}${report.found(property, value)}`);
      return;
    }
    for (const [index, item] of value.entries())
      if (!isUnknown(item)) rule(report, `${property}[${index}]`, item ?? null, limits);
  };
}

/** A part of an object; `required` unless the program may leave it out. */
export interface PartRule {
  rule: Rule;
  required?: true;
}

/** An object with these parts and no others; `what` it is, for a part that it does not have. */
export function objectOf(what: string, parts: Readonly<Record<string, PartRule>>): Rule {
  const names = Object.keys(parts);
  const shape = names.map((name) => (parts[name]?.required ? name : `${name}?`)).join(", ");
  return (report, property, value, limits) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      report.fail(property, `must be { ${shape} }${report.found(property, value)}`);
      return;
    }
    const given = value as Properties;
    for (const name of Object.keys(given).filter((name) => !names.includes(name)))
      report.fail(`${property}.${name}`, `is not part of ${what}: ${names.join(", ")} are`);
    for (const [name, { rule, required }] of Object.entries(parts)) {
      if (isUnknown(given[name])) continue;
      if (given[name] !== undefined) rule(report, `${property}.${name}`, given[name], limits);
      else if (required) report.fail(`${property}.${name}`, "is required");
    }
  };
}

/** API page, table 6. Neither a key's nor a value's text is quoted but as the path: a secret may be in it. */
export const tags: Rule = (report, property, value, limits) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    report.fail(property, "must be an object of strings");
    return;
  }
  const entries = Object.entries(value);
  if (entries.length > limits.tagCount)
    report.fail(property, `may hold ${limits.tagCount} tags at most, holds ${entries.length}`);
  for (const [key, item] of entries) {
    const path = `${property}[${JSON.stringify(key)}]`;
    const keyProblem =
      key === "" ? "may not be empty" : tagProblem(key, limits.tagKeyLength, limits.tagKeyCharacters);
    if (keyProblem !== undefined) report.fail(path, `the key ${keyProblem}`);
    if (isUnknown(item)) continue;
    const itemProblem =
      typeof item === "string"
        ? tagProblem(item, limits.tagValueLength, limits.tagValueCharacters)
        : "must be a string";
    if (itemProblem !== undefined) report.fail(path, `the value ${itemProblem}`);
  }
};

function tagProblem(value: string, maxLength: number, characters: RegExp | undefined): string | undefined {
  const { length } = [...value];
  if (length > maxLength) return `may have ${maxLength} characters at most, has ${length}`;
  if (value.startsWith(" ") || value.endsWith(" ")) return "may not begin or end with a space";
  if (characters === undefined && /[=*<>\\,|/]/.test(value)) return "may contain none of = * < > \\ , | /";
  if (characters !== undefined && !characters.test(value))
    return "holds characters that this edition of the API does not take";
  return undefined;
}

/** A text for people, as every description is. */
export const freeText = (maxOf: (limits: Limits) => number) =>
  privateText((value, limits) => {
    if (/[<>]/.test(value)) return "may not contain < or >";
    const { length } = [...value];
    const max = maxOf(limits);
    return length <= max ? undefined : `may have ${max} characters at most, has ${length}`;
  });

export const description = freeText(({ descriptionLength }) => descriptionLength);

/** API reference, whitelist of a service: the forms of a record. */
export const account = text((permission, found) => {
  if (permission === "*" || /^iam:domain::[A-Za-z0-9]{1,64}$/.test(permission)) return undefined;
  if (permission === "iam:domain::*") return 'is refused by the API: every account is "*"';
  const form = 'must be "iam:domain::<account id>", or "*" for every account';
  if (permission.startsWith("organizations:"))
    return `${form}; the path of an organization belongs in organizationPermissions`;
  return `${form}${found}`;
});

export const organization = text((permission, found) => {
  const path = /^organizations:orgPath::([A-Za-z0-9/_*?-]+)$/.exec(permission)?.[1];
  if (path === undefined) return `must be "organizations:orgPath::<path>"${found}`;
  return path.length <= 1024 ? undefined : `may have a path of 1024 characters at most, has ${path.length}`;
});

/** A record of either type. */
export const permission: Rule = (report, property, value, limits) =>
  (String(value).startsWith("organizations:") ? organization : account)(report, property, value, limits);
