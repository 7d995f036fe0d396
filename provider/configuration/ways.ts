import type { Account, Agency, Base } from "../identity/source";
import { type LoginSetting, lackOf, malformedIn, type Place, setIn } from "./place";
import { UNKNOWN_MARKER } from "./settings";

/** One way to log in, as far as a place has it. */
export interface Way {
  /** The settings that are set for it; the first one names the way. */
  settings: LoginSetting[];
  /** Undefined where something is wrong with it, and where a file has it. */
  base?: Base;
  isInFile?: true;
  /** Sentences about what is missing or malformed. */
  problems: string[];
}

/** All ways in that a place has something for; the first is the one to take. A project's id may make an account needless. */
export function waysIn(place: Place, hasProject: boolean): Way[] {
  return [token(place, hasProject), keys(place), password(place, hasProject), idToken(place), metadata(place)]
    .filter((way) => way !== undefined)
    .map((way) => {
      const problems = [...way.problems, ...malformedIn(place, way.settings)];
      return problems.length === 0 ? way : { settings: way.settings, problems };
    });
}

function token(place: Place, hasProject: boolean): Way | undefined {
  const { authToken } = place.values;
  if (authToken === undefined) return undefined;
  const settings: LoginSetting[] = ["authToken", ...accountIn(place)];
  if (!hasProject && accountIn(place).length === 0)
    return half(place, settings, ["domainName"], "without projectId, a token needs its account's name or id");
  return { settings, base: { kind: "token", authToken, ...accountOf(place) }, problems: [] };
}

function keys(place: Place): Way | undefined {
  const settings = setIn(place, ["accessKey", "secretKey", "securityToken"]);
  if (settings.length === 0) return undefined;
  const { accessKey, secretKey, securityToken } = place.values;
  if (accessKey === undefined || secretKey === undefined)
    return half(place, settings, ["accessKey", "secretKey"], "keys and token come from one source together");
  const temporary = securityToken !== undefined && { securityToken };
  return { settings, base: { kind: "keys", accessKey, secretKey, ...temporary }, problems: [] };
}

function password(place: Place, hasProject: boolean): Way | undefined {
  const settings = setIn(place, ["userName", "userId", "password"]);
  if (settings.length === 0) return undefined;
  const { userName, userId, password } = place.values;
  // A user's id is one in all accounts, but the name of a project is not.
  const isPlaced = accountIn(place).length > 0 || (userId !== undefined && hasProject);
  if (password === undefined || !isPlaced || (userName ?? userId) === undefined) {
    const user: LoginSetting[] = userId === undefined ? ["userName"] : [];
    const account: LoginSetting[] = isPlaced ? [] : ["domainName"];
    const why = "a login needs a user's name or id, the password, and the account's name or id";
    return half(place, settings, [...user, "password", ...account], why);
  }
  const user = userId === undefined ? { userName } : { userId };
  const base: Base = { kind: "password", ...user, password, ...accountOf(place) };
  return { settings: [...settings, ...accountIn(place)], base, problems: [] };
}

function idToken(place: Place): Way | undefined {
  const settings = setIn(place, ["idpId", "idToken", "idTokenFile"]);
  if (settings.length === 0) return undefined;
  const { idpId, idToken, idTokenFile } = place.values;
  const token: LoginSetting[] = (idToken ?? idTokenFile) === undefined ? ["idTokenFile"] : [];
  if (idpId === undefined || token.length > 0)
    return half(place, settings, ["idpId", ...token], "an ID token and its identity provider go together");
  // Of both, the file: it is read anew for each login, and so outlives a token.
  const given = idTokenFile === undefined ? { idToken } : { idTokenFile };
  return { settings, base: { kind: "idToken", idpId, ...given }, problems: [] };
}

function metadata(place: Place): Way | undefined {
  const { useMetadata } = place.values;
  if (useMetadata === undefined || useMetadata === "false") return undefined;
  const settings: LoginSetting[] = ["useMetadata"];
  if (useMetadata === UNKNOWN_MARKER) return { settings, base: UNKNOWN_BASE, problems: [] };
  if (useMetadata === "true") return { settings, base: { kind: "metadata" }, problems: [] };
  return { settings, problems: [`${place.nameOf("useMetadata")} is neither true nor false.`] };
}

/** Stands for a login that depends on a value that is not known yet. No call is made with it. */
export const UNKNOWN_BASE: Base = { kind: "keys", accessKey: UNKNOWN_MARKER, secretKey: UNKNOWN_MARKER };

/** The agency that a place names, whatever the way in; undefined when it names none. */
export function agencyIn(place: Place): { agency?: Agency; problems: string[] } | undefined {
  const settings = setIn(place, ["agencyName", "agencyDomainName", "agencyDomainId", "agencyDuration"]);
  if (settings.length === 0) return undefined;
  const { agencyName, agencyDomainName, agencyDomainId, agencyDuration } = place.values;
  const account: LoginSetting[] =
    (agencyDomainName ?? agencyDomainId) === undefined ? ["agencyDomainName"] : [];
  if (agencyName === undefined || account.length > 0)
    return half(place, settings, ["agencyName", ...account], "an agency goes with its account's name or id");
  const problems = malformedIn(place, settings);
  const duration = agencyDuration === UNKNOWN_MARKER ? undefined : agencyDuration;
  // The cloud's limits: of the call that takes the account's id, and of the one that takes its name.
  const longest = agencyDomainId === undefined ? 86_400 : 43_200;
  if (duration !== undefined && !isWithin(duration, 900, longest))
    problems.push(`${place.nameOf("agencyDuration")} is not a number of seconds from 900 to ${longest}.`);
  if (problems.length > 0) return { problems };
  const agency: Agency = { name: agencyName };
  if (agencyDomainName !== undefined) agency.domainName = agencyDomainName;
  if (agencyDomainId !== undefined) agency.domainId = agencyDomainId;
  if (duration !== undefined) agency.duration = Number(duration);
  return { agency, problems };
}

function isWithin(text: string, least: number, most: number): boolean {
  return /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most;
}

function half(place: Place, settings: LoginSetting[], needed: LoginSetting[], why: string): Way {
  return { settings, problems: [lackOf(place, settings, needed, why)] };
}

function accountIn(place: Place): LoginSetting[] {
  return setIn(place, ["domainName", "domainId"]);
}

function accountOf({ values: { domainName, domainId } }: Place): Account {
  return { ...(domainName !== undefined && { domainName }), ...(domainId !== undefined && { domainId }) };
}
