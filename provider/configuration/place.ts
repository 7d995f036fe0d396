import { hasUnsafeCharacters } from "../api/text";
import type { Settings } from "./settings";

/** The settings that a login is made of, each with what its value is. */
const LOGIN_VALUES = {
  profile: "name",
  sharedConfigFile: "name",
  authToken: "key",
  accessKey: "key",
  secretKey: "key",
  securityToken: "key",
  userName: "name",
  userId: "id",
  password: "password",
  domainName: "name",
  domainId: "id",
  idpId: "id",
  idToken: "key",
  idTokenFile: "name",
  useMetadata: "word",
  agencyName: "name",
  agencyDomainName: "name",
  agencyDomainId: "id",
  agencyDuration: "number",
} as const satisfies Partial<Record<keyof Settings, string>>;

export type LoginSetting = keyof typeof LOGIN_VALUES;

export const LOGIN_SETTINGS = Object.keys(LOGIN_VALUES) as LoginSetting[];

/** Where settings stand together. What one login is made of comes from one place. */
export interface Place {
  values: Partial<Record<LoginSetting, string>>;
  /** What the user knows a setting by in this place. */
  nameOf(setting: LoginSetting): string;
}

export function setIn(place: Place, settings: readonly LoginSetting[]): LoginSetting[] {
  return settings.filter((setting) => place.values[setting] !== undefined);
}

/** What a place has something of, but not all. */
export function lackOf(
  place: Place,
  settings: readonly LoginSetting[],
  needed: readonly LoginSetting[],
  why: string,
): string {
  const lacking = needed.filter((setting) => place.values[setting] === undefined);
  return `${areSet(place, settings)} set but ${areSet(place, lacking)} not: ${why}.`;
}

function areSet(place: Place, settings: readonly LoginSetting[]): string {
  return `${namesIn(place, settings)} ${settings.length === 1 ? "is" : "are"}`;
}

function namesIn(place: Place, settings: readonly LoginSetting[]): string {
  return joinWithAnd(settings.map((setting) => place.nameOf(setting)));
}

/** One sentence for each malformed value. It quotes none: a secret may stand in the wrong place. */
export function malformedIn(place: Place, settings: readonly LoginSetting[]): string[] {
  return settings.flatMap((setting) => {
    const value = place.values[setting] ?? "";
    const kind = LOGIN_VALUES[setting];
    const isOneWord = kind === "key" || kind === "id";
    const isMalformed = isOneWord ? hasUnsafeCharacters(value) : /[\p{Cc}\p{Zl}\p{Zp}]/u.test(value);
    const what = isOneWord ? "a blank, a line break" : "a line break";
    return isMalformed
      ? `${place.nameOf(setting)} contains ${what} or another character that no ${kind} has.`
      : [];
  });
}

/** `a, b and c`. */
export function joinWithAnd(items: readonly string[]): string {
  return new Intl.ListFormat("en-GB").format(items);
}
