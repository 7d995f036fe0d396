import type { Credentials } from "../api/credentials";
import { hasUnsafeCharacters } from "../api/text";
import {
  type ConfigGetter,
  joinWithAnd,
  present,
  type Setting,
  type Settings,
  UNKNOWN_MARKER,
  type Variables,
} from "./settings";

/** Keys and token always come from one source together: a key of one account with a token of another helps nobody. */
export function readCredentials(
  settings: Settings,
  get: ConfigGetter,
  env: Variables,
  problems: string[],
): Credentials | undefined {
  const parts = [settings.accessKey, settings.secretKey, settings.securityToken];
  const fromConfig = parts.map((setting) => present(get(setting.key)));
  const configured = fromConfig.some((value) => value !== undefined);
  const values = configured ? fromConfig : parts.map((setting) => present(env[setting.variable]));
  const name = (setting: Setting) => (configured ? setting.key : setting.variable);

  const unsafe = parts.filter((_, index) => isUnsafeSecret(values[index]));
  for (const setting of unsafe) {
    problems.push(`${name(setting)} contains a blank, a line break or another character that no key has.`);
  }
  const [accessKey, secretKey, securityToken] = values;
  if (accessKey === undefined && secretKey === undefined && securityToken === undefined) return undefined;
  if (accessKey === undefined || secretKey === undefined) {
    const given = parts.filter((_, index) => values[index] !== undefined).map(name);
    const lacking = parts.slice(0, 2).filter((_, index) => values[index] === undefined);
    problems.push(
      `${joinWithAnd(given)} ${given.length === 1 ? "is" : "are"} set but ${joinWithAnd(lacking.map(name))} ${lacking.length === 1 ? "is" : "are"} not: keys and token come from one source together.`,
    );
    return undefined;
  }
  if (unsafe.length > 0) return undefined;
  return { accessKey, secretKey, ...(securityToken !== undefined && { securityToken }) };
}

function isUnsafeSecret(value: string | undefined): boolean {
  return value !== undefined && value !== UNKNOWN_MARKER && hasUnsafeCharacters(value);
}
