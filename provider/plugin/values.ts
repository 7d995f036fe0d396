import { isObject } from "../api/json";
import type { Properties } from "../resource/properties";

// How the engine's protocol marks a secret inside plain data (sdk/go/common/resource/properties.go).
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

const isSecret = (value: unknown): value is { value: unknown } =>
  isObject(value) && value[SIGNATURE] === SECRET;

/** Plain properties, and the names of those that are secrets or have one inside. */
export function unwrapped(properties: Properties): { plain: Properties; secrets: string[] } {
  const secrets = Object.keys(properties).filter((name) => holdsSecret(properties[name]));
  return { plain: plainOf(properties) as Properties, secrets };
}

/** The named ones as secrets; what is undefined is left out, for the protocol has no such value. */
export function wrapped(properties: Properties, secrets: readonly string[]): Properties {
  const entries = Object.entries(properties).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, secrets.includes(name) ? { [SIGNATURE]: SECRET, value } : value]),
  );
}

function holdsSecret(value: unknown): boolean {
  if (isSecret(value)) return true;
  if (Array.isArray(value)) return value.some(holdsSecret);
  return isObject(value) && Object.values(value).some(holdsSecret);
}

function plainOf(value: unknown): unknown {
  if (isSecret(value)) return plainOf(value.value);
  if (Array.isArray(value)) return value.map(plainOf);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plainOf(item)]));
}
