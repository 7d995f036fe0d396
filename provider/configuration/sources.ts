import { ConfigError } from "../api/errors";
import { isValidId } from "../api/identifiers";
import type { Variables } from "../api/proxy";
import { cleanText } from "../api/text";
import type { Agency, Base, Source } from "../identity/source";
import type { Files } from "./files";
import { readLoginFile } from "./login-file";
import { joinWithAnd, LOGIN_SETTINGS, malformedIn, type Place, setIn } from "./place";
import { present, type Setting, type Settings, UNKNOWN_MARKER } from "./settings";
import { agencyIn, UNKNOWN_BASE, type Way, waysIn } from "./ways";

/** Where a login can be found. */
export interface Places {
  settings: Settings;
  get(key: string): string | undefined;
  env: Variables;
  files: Files;
  /** The explicit provider whose settings `get` knows, in place of the stack's. */
  providerName?: string | undefined;
  /** The id of a project is configured. */
  hasProject: boolean;
}

/** What goes with a login, where none of it is configured. */
interface Belongings {
  region?: string | undefined;
  projectId?: string | undefined;
  iamEndpoint?: string | undefined;
}

export interface Found extends Belongings {
  /** Undefined where something is wrong with it. */
  source?: Source;
  problems: string[];
  warnings: string[];
}

/**
 * Who the provider is to be. The first place that has anything of a login counts, and half a login is refused: parts of two
 * accounts put together help nobody. A stack that names nothing but an agency takes it on as whom the environment says.
 */
export function findSource(places: Places): Found {
  const { settings, get, env, providerName } = places;
  const stack = placeBy(settings, ({ key }) => key, get);
  const exported = placeBy(
    settings,
    ({ variable }) => variable,
    (name) => env[name],
  );
  const title =
    providerName === undefined
      ? "the stack's configuration"
      : `the provider "${cleanText(providerName, 64)}"`;
  const ofStack = configuredLogin(stack, title, places);
  const login = ofStack ?? exportedLogin(exported, places) ?? loginOfSdks(places) ?? NOTHING_SET;
  const named = agencyIn(stack) ?? (ofStack === undefined ? agencyIn(exported) : undefined);

  const { base, from, isInFile, agency: ofFile, warnings, ...belongings } = login;
  const problems = [...login.problems, ...(named?.problems ?? [])];
  if (base === undefined || problems.length > 0) return { problems, warnings };
  const agency = named?.agency ?? ofFile;
  const found = { from, base, ...(isInFile && { isInFile }) };
  const source: Source = agency === undefined ? found : { ...found, agency };
  return { ...belongings, source, problems, warnings };
}

interface Login extends Belongings {
  from: string;
  isInFile?: true;
  base?: Base | undefined;
  /** The one of a file. */
  agency?: Agency | undefined;
  problems: string[];
  warnings: string[];
}

const NOTHING_SET: Login = {
  from: "nothing is set",
  base: { kind: "metadata", isLastResort: true },
  problems: [],
  warnings: [],
};

function placeBy(
  settings: Settings,
  nameOf: (setting: Setting) => string | undefined,
  get: (name: string) => string | undefined,
): Place {
  const values: Place["values"] = {};
  for (const login of LOGIN_SETTINGS) {
    const name = nameOf(settings[login]);
    const value = name === undefined ? undefined : present(get(name));
    if (value !== undefined) values[login] = value;
  }
  return { values, nameOf: (login) => nameOf(settings[login]) ?? login };
}

/** What somebody has written down is to be clear: one way, and all of it. */
function configuredLogin(place: Place, title: string, places: Places): Login | undefined {
  const ways = [...fileIn(place), ...waysIn(place, places.hasProject)];
  // Which of several stays is not known before their values are.
  const isKnown = ways.every(({ settings }) => settings.every((one) => place.values[one] !== UNKNOWN_MARKER));
  const problems = isKnown ? ways.flatMap((way) => way.problems) : [];
  if (isKnown && problems.length === 0 && ways.length > 1)
    problems.push(`${different(place, ways)}: leave one of them.`);
  if (problems.length > 0) return { from: title, problems, warnings: [] };
  return loginBy(place, ways, places, title);
}

function exportedLogin(place: Place, places: Places): Login | undefined {
  return loginBy(place, [...fileIn(place), ...waysIn(place, places.hasProject)], places);
}

/** Variables of the SDKs, of which the file comes last. The project goes with the keys. */
function loginOfSdks(places: Places): Login | undefined {
  const { settings, env, hasProject } = places;
  const get = (name: string) => env[name];
  const place = placeBy(settings, ({ sdkVariable }) => sdkVariable, get);
  const login = loginBy(place, [...waysIn(place, hasProject), ...fileIn(place)], places);
  const { variable, sdkVariable = "" } = settings.projectId;
  const projectId = present(env[sdkVariable]);
  if (login === undefined || projectId === undefined || present(env[variable]) !== undefined) return login;
  if (isValidId(projectId)) return { ...login, projectId };
  const problem = `${sdkVariable} is not a project id (letters, digits, - and _).`;
  return { ...login, problems: [...login.problems, problem] };
}

/** The login that the first of the ways is. */
function loginBy(place: Place, ways: Way[], places: Places, title?: string): Login | undefined {
  const [first, ...others] = ways;
  if (first === undefined) return undefined;
  const [name = "", ...more] = first.settings.map((setting) => place.nameOf(setting));
  const from = title ?? (more.length > 0 ? `${name} and so on` : name);
  const complete = others.filter(({ problems }) => problems.length === 0);
  const warnings =
    title === undefined && complete.length > 0
      ? [`${different(place, [first, ...complete])}: the first of them counts.`]
      : [];
  if (first.problems.length > 0) return { from, problems: first.problems, warnings: [] };
  if (first.isInFile !== true) return { from, base: first.base, problems: [], warnings };
  const login = loginInFile(place, places);
  return { ...login, warnings: [...warnings, ...login.warnings] };
}

function loginInFile({ values }: Place, places: Places): Login {
  const { profile, sharedConfigFile } = values;
  if ([profile, sharedConfigFile].includes(UNKNOWN_MARKER))
    return { from: "a file", base: UNKNOWN_BASE, problems: [], warnings: [] };
  try {
    const { title, place, warnings, ...belongings } = readLoginFile(values, places.files);
    const login = loginBy(place, waysIn(place, false), places);
    if (login === undefined) throw new ConfigError(`There are no keys in ${title}.`);
    const named = agencyIn(place);
    const within = (sentence: string) => `In ${title}, ${sentence}`;
    return {
      from: title,
      isInFile: true,
      base: login.base,
      agency: named?.agency,
      ...belongings,
      problems: [...login.problems, ...(named?.problems ?? [])].map(within),
      warnings: [...warnings, ...login.warnings.map(within)],
    };
  } catch (error) {
    if (error instanceof ConfigError) return { from: "a file", problems: [error.message], warnings: [] };
    throw error;
  }
}

function fileIn(place: Place): Way[] {
  const settings = setIn(place, ["profile", "sharedConfigFile"]);
  if (settings.length === 0) return [];
  return [{ settings, isInFile: true, problems: malformedIn(place, settings) }];
}

function different(place: Place, ways: Way[]): string {
  const names = ways.flatMap(({ settings: [first] }) => (first === undefined ? [] : place.nameOf(first)));
  return `${joinWithAnd(names)} are different ways to log in`;
}
