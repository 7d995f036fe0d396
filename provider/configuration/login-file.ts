import { parse } from "ini";
import { ConfigError } from "../api/errors";
import { isValidId, isValidRegion } from "../api/identifiers";
import { isObject, parseObject } from "../api/json";
import { cleanText } from "../api/text";
import { faultOf } from "./base-url";
import type { Files } from "./files";
import type { LoginSetting, Place } from "./place";
import { present } from "./settings";

/** A file that was asked for, by its path or by a profile in it. */
export interface AskedFile {
  sharedConfigFile?: string | undefined;
  profile?: string | undefined;
}

/** What a file holds of a login. */
export interface LoginFile {
  /** `profile "dev" of "~/.hcloud/config.json"`. */
  title: string;
  place: Place;
  region?: string | undefined;
  projectId?: string | undefined;
  /** Base URL of the IAM that knows the login. */
  iamEndpoint?: string | undefined;
  warnings: string[];
}

/** Where KooCLI keeps its profiles. */
const KOOCLI_FILE = "~/.hcloud/config.json";

/** Reads KooCLI's profiles or the INI file of the SDKs. Throws `ConfigError`; it names the file, never what is in it. */
export function readLoginFile(asked: AskedFile, files: Files): LoginFile {
  const { sharedConfigFile = KOOCLI_FILE, profile } = asked;
  const file = `"${cleanText(sharedConfigFile, 200)}"`;
  const { text, isOpenToOthers } = contentOf(sharedConfigFile, file, files);
  const isJson = text.trimStart().startsWith("{");
  const found = isJson ? profileIn(text, file, profile) : sectionIn(text, file, profile);
  const { region, projectId, iamEndpoint } = found;
  if (region !== undefined && !isValidRegion(region))
    throw new ConfigError(`The region in ${found.title} is not a region such as cn-north-4.`);
  if (projectId !== undefined && !isValidId(projectId))
    throw new ConfigError(`The project id in ${found.title} is not a project id (letters, digits, - and _).`);
  const fault = iamEndpoint === undefined ? undefined : faultOf(iamEndpoint);
  if (fault !== undefined) throw new ConfigError(`The iam_endpoint in ${found.title} is refused: ${fault}.`);
  const open = `The file ${file} can be read by other users of this machine: run \`chmod 600\` on it.`;
  return { ...found, warnings: isOpenToOthers ? [open] : [] };
}

function contentOf(path: string, file: string, files: Files) {
  try {
    const { text, ...content } = files.readFile(path.replace(/^~(?=[\\/])/, files.home()));
    return { text: text.replace(/^\uFEFF/, ""), ...content };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    const reason = code === "EFBIG" ? "it has more than 1 MiB" : code;
    throw new ConfigError(`The file ${file} cannot be read (${reason}).`);
  }
}

type Found = Omit<LoginFile, "warnings">;

/** The SDKs' own file: `[basic]` is what they use for services of a region. */
function sectionIn(text: string, file: string, name = "basic"): Found {
  const title = `section [${cleanText(name, 64)}] of ${file}`;
  const sections: Record<string, unknown> = parse(text);
  const section = Object.hasOwn(sections, name) ? sections[name] : undefined;
  if (!isObject(section)) throw new ConfigError(`There is no ${title}, and it is not a file of KooCLI.`);
  const place = placeIn(section, {
    accessKey: "ak",
    secretKey: "sk",
    securityToken: "security_token",
    domainId: "domain_id",
    idpId: "idp_id",
    idTokenFile: "id_token_file",
  });
  const iamEndpoint = textIn(section, "iam_endpoint");
  return { title, place, projectId: textIn(section, "project_id"), iamEndpoint };
}

/** A profile of KooCLI, the current one unless another is named. */
function profileIn(text: string, file: string, wanted: string | undefined): Found {
  const content = parseObject(text);
  if (content === undefined) throw new ConfigError(`The file ${file} is not JSON that can be read.`);
  const which = wanted === undefined ? "current profile" : `profile "${cleanText(wanted, 64)}"`;
  // KooCLI writes its switches as texts.
  if (String(content.authEncrypt).toLowerCase() === "true")
    throw new ConfigError(
      `The keys in ${file} are encrypted: run \`hcloud configure set --cli-auth-encrypt=false\`.`,
    );
  const profiles = Array.isArray(content.profiles) ? content.profiles.filter(isObject) : [];
  const name = wanted ?? content.current;
  const profile = profiles.find((one) => one.name === name);
  if (profile === undefined) throw new ConfigError(`There is no ${which} in ${file}.`);
  const title = `${wanted === undefined ? "the " : ""}${which} of ${file}`;
  const place = placeOfProfile(profile, title);
  return { title, place, region: textIn(profile, "region"), projectId: textIn(profile, "projectId") };
}

const AGENCY_NAMES = {
  agencyName: "agencyName",
  agencyDomainName: "agencyDomainName",
  agencyDomainId: "agencyDomainId",
} as const;
const KEY_NAMES = {
  accessKey: "accessKeyId",
  secretKey: "secretAccessKey",
  securityToken: "securityToken",
} as const;

function placeOfProfile(profile: Record<string, unknown>, title: string): Place {
  const mode = (textIn(profile, "mode") ?? "AKSK").toLowerCase();
  const hasKeys = textIn(profile, KEY_NAMES.accessKey) !== undefined;
  if (mode === "aksk" || mode === "agency" || (mode === "assumerole" && hasKeys))
    return placeIn(profile, { ...KEY_NAMES, ...AGENCY_NAMES });
  if (mode === "ecsagency") {
    const { values, nameOf } = placeIn(profile, AGENCY_NAMES);
    return { values: { ...values, useMetadata: "true" }, nameOf };
  }
  if (mode === "sso") {
    const { stsToken } = isObject(profile.ssoAuth) ? profile.ssoAuth : {};
    const place = placeIn(isObject(stsToken) ? stsToken : {}, KEY_NAMES);
    if (place.values.accessKey !== undefined) return place;
    throw new ConfigError(`There is no login in ${title}: log in with KooCLI first.`);
  }
  const known = "AKSK, SSO, ecsAgency, agency, and AssumeRole with keys of its own";
  throw new ConfigError(`The mode of ${title} is not one that can be read (${known}).`);
}

function placeIn(object: Record<string, unknown>, names: Partial<Record<LoginSetting, string>>): Place {
  const values: Place["values"] = {};
  for (const [setting, name] of Object.entries(names) as [LoginSetting, string][]) {
    const value = textIn(object, name);
    if (value !== undefined) values[setting] = value;
  }
  return { values, nameOf: (setting) => names[setting] ?? setting };
}

function textIn(object: Record<string, unknown>, name: string): string | undefined {
  const value = object[name];
  return typeof value === "string" ? present(value) : undefined;
}
