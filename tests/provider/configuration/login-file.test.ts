import { chmodSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readProviderConfig } from "../../../provider/configuration/config";
import { type Files, systemFiles } from "../../../provider/configuration/files";
import type { Agency, Base } from "../../../provider/identity/source";

let home = "";
let path = "";
/** Every path that was opened. */
let opened: string[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "login-file-"));
  path = join(home, "login");
  opened = [];
});
afterEach(() => rmSync(home, { recursive: true }));

const files: Files = {
  home: () => home,
  readFile: (name) => {
    opened.push(name);
    return systemFiles.readFile(name);
  },
};

function write(content: string | object, file = path): void {
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content), { mode: 0o600 });
}

function read(stack: Record<string, string>, env: Record<string, string> = {}) {
  return readProviderConfig((key) => stack[key.replace(/^huaweicloud:/, "")], env, undefined, files);
}

const readFile = (more: Record<string, string> = {}) => read({ sharedConfigFile: path, ...more });

const keysInFile = { accessKeyId: "CANARY-AK", secretAccessKey: "CANARY-SK" };
const keys: Base = { kind: "keys", accessKey: "CANARY-AK", secretKey: "CANARY-SK" };
const agencyInFile = { agencyName: "ops", agencyDomainName: "partner", agencyDomainId: "" };
const agency: Agency = { name: "ops", domainName: "partner" };

/** As KooCLI writes it, with what it leaves empty. */
function profile(more: object): object {
  const empty = {
    securityToken: "",
    agencyName: "",
    agencyDomainName: "",
    agencyDomainId: "",
    xAuthToken: "",
  };
  return { name: "dev", mode: "AKSK", region: "", projectId: "", readTimeout: 10, ...empty, ...more };
}
const kooCli = (...profiles: object[]) => ({
  current: "dev",
  profiles,
  authEncrypt: "false",
  offline: "false",
});

test.each<[string, object, Base, Agency | undefined]>([
  ["AKSK", profile(keysInFile), keys, undefined],
  [
    "AKSK with a token",
    profile({ ...keysInFile, securityToken: "ST" }),
    { ...keys, securityToken: "ST" } as Base,
    undefined,
  ],
  ["AKSK with an agency", profile({ ...keysInFile, ...agencyInFile }), keys, agency],
  ["no mode", profile({ ...keysInFile, mode: undefined }), keys, undefined],
  ["agency", profile({ ...keysInFile, ...agencyInFile, mode: "agency" }), keys, agency],
  ["AssumeRole", profile({ ...keysInFile, ...agencyInFile, mode: "AssumeRole" }), keys, agency],
  ["ecsAgency", profile({ mode: "ecsAgency" }), { kind: "metadata" }, undefined],
  ["ecsAgency with an agency", profile({ mode: "ecsAgency", ...agencyInFile }), { kind: "metadata" }, agency],
  [
    "SSO",
    profile({
      mode: "SSO",
      ssoAuth: { accountId: "a", stsToken: { ...keysInFile, securityToken: "CANARY-ST" } },
    }),
    { ...keys, securityToken: "CANARY-ST" } as Base,
    undefined,
  ],
])("a profile of the mode %s", (_, given, base, taken) => {
  write(kooCli(profile({ name: "other" }), given));
  const current = readFile();
  expect(current).toMatchObject({ problems: [], warnings: [] });
  expect(current.source).toEqual({
    from: `the current profile of "${path}"`,
    isInFile: true,
    base,
    ...(taken !== undefined && { agency: taken }),
  });
  expect(opened).toEqual([path]);
  const named = read({}, { HW_SHARED_CONFIG_FILE: path, HW_PROFILE: "dev" });
  expect(named.source).toEqual({ ...current.source, from: `profile "dev" of "${path}"` });
});

test("a profile alone is one of KooCLI's own file, at home", () => {
  mkdirSync(join(home, ".hcloud"));
  write(kooCli(profile(keysInFile)), join(home, ".hcloud", "config.json"));
  for (const config of [read({ profile: "dev" }), read({}, { HW_PROFILE: "dev" })])
    expect(config.source).toEqual({
      from: 'profile "dev" of "~/.hcloud/config.json"',
      isInFile: true,
      base: keys,
    });
  expect(opened).toEqual([join(home, ".hcloud", "config.json"), join(home, ".hcloud", "config.json")]);
});

test.each<[string, Base]>([
  ["; a comment\n[global]\nak = x\nsk = y\n\n[basic]\nak = CANARY-AK\nsk = CANARY-SK\n", keys],
  [
    "\uFEFF[basic]\r\nak=CANARY-AK\r\nsk=CANARY-SK\r\nsecurity_token=S/T+=\r\n",
    { ...keys, securityToken: "S/T+=" } as Base,
  ],
  [
    "[basic]\nidp_id = ci\nid_token_file = /var/run/token\n",
    { kind: "idToken", idpId: "ci", idTokenFile: "/var/run/token" },
  ],
])("an INI file of the SDKs: %j", (text, base) => {
  write(text);
  expect(readFile()).toMatchObject({ problems: [], warnings: [] });
  expect(readFile().source).toEqual({ from: `section [basic] of "${path}"`, isInFile: true, base });
  expect(read({}, { HUAWEICLOUD_SDK_CREDENTIALS_FILE: path }).source?.base).toEqual(base);
});

test("a profile names another section of an INI file", () => {
  write("[basic]\nak = a\nsk = b\n[dev]\nak = CANARY-AK\nsk = CANARY-SK\n");
  expect(readFile({ profile: "dev" }).source).toEqual({
    from: `section [dev] of "${path}"`,
    isInFile: true,
    base: keys,
  });
});

test("the project and the IAM of an INI file go with its login", () => {
  write("[basic]\nak = a\nsk = b\nproject_id = ini\niam_endpoint = https://iam.example.com\n");
  expect(readFile()).toMatchObject({ projectId: "ini", iamEndpoint: "https://iam.example.com" });
  expect(readFile({ projectId: "stack" }).projectId).toBe("stack");
  expect(readFile({ endpoints: '{"iam":"https://mine"}' }).iamEndpoint).toBe("https://mine");
  expect(read({ accessKey: "a", secretKey: "b" }, { HW_SHARED_CONFIG_FILE: path }).projectId).toBeUndefined();
});

describe("region and project of a profile", () => {
  beforeEach(() => write(kooCli(profile({ ...keysInFile, region: "cn-north-4", projectId: "p4" }))));

  test.each<[Record<string, string>, Record<string, string>, string, string | undefined]>([
    [{}, {}, "cn-north-4", "p4"],
    [{}, { HW_PROJECT_ID: "env" }, "cn-north-4", "p4"],
    [{ projectId: "stack" }, {}, "cn-north-4", "stack"],
    [{ region: "cn-north-4" }, {}, "cn-north-4", "p4"],
    [{ region: "cn-east-3" }, {}, "cn-east-3", undefined],
    [{}, { HW_REGION_NAME: "cn-east-3", HW_PROJECT_ID: "p3" }, "cn-east-3", "p3"],
  ])("with %j and %j", (stack, env, region, projectId) => {
    const config = read({ sharedConfigFile: path, ...stack }, env);
    expect({ region: config.region, projectId: config.projectId }).toEqual({ region, projectId });
  });

  test("are not those of a malformed setting", () => {
    const { region, problems } = readFile({ region: "CN North" });
    expect(region).toBeUndefined();
    expect(problems).toHaveLength(1);
  });
});

test("a file that is asked for comes after the stack and before the other variables", () => {
  write(kooCli(profile(keysInFile)));
  const env = { HW_SHARED_CONFIG_FILE: path, HW_ACCESS_KEY: "x", HW_SECRET_KEY: "y" };
  const found = read({}, env);
  expect(found.source?.base).toEqual(keys);
  expect(found.warnings).toEqual([
    "HW_SHARED_CONFIG_FILE and HW_ACCESS_KEY are different ways to log in: the first of them counts.",
  ]);
  const stack = read({ accessKey: "s", secretKey: "t" }, env);
  expect(stack.source?.base).toEqual({ kind: "keys", accessKey: "s", secretKey: "t" });
  expect(stack.warnings).toEqual([]);
  expect(readFile({ accessKey: "s", secretKey: "t" }).problems).toEqual([
    "huaweicloud:sharedConfigFile and huaweicloud:accessKey are different ways to log in: leave one of them.",
  ]);
});

test("the file of the SDKs comes after their keys, and after HW_ variables", () => {
  write("[basic]\nak = CANARY-AK\nsk = CANARY-SK\n");
  const theirs = { HUAWEICLOUD_SDK_CREDENTIALS_FILE: path };
  const accessKeyWith = (env: Record<string, string>) => read({}, { ...theirs, ...env }).source?.base;
  expect(accessKeyWith({})).toEqual(keys);
  expect(accessKeyWith({ HUAWEICLOUD_SDK_AK: "x", HUAWEICLOUD_SDK_SK: "y" })).toMatchObject({
    accessKey: "x",
  });
  expect(accessKeyWith({ HW_ACCESS_KEY: "z", HW_SECRET_KEY: "y" })).toMatchObject({ accessKey: "z" });
});

test("an agency that is named beside the file counts before the profile's own", () => {
  write(kooCli(profile({ ...keysInFile, ...agencyInFile })));
  const named = { agencyName: "audit", agencyDomainId: "d1" };
  expect(readFile(named).source?.agency).toEqual({ name: "audit", domainId: "d1" });
});

const current = () => `the current profile of "${path}"`;
const modes = "(AKSK, SSO, ecsAgency, agency, and AssumeRole with keys of its own)";

test.each<[string, string | object, () => string]>([
  [
    "encrypted keys",
    { ...kooCli(profile(keysInFile)), authEncrypt: "true" },
    () => `The keys in "${path}" are encrypted: run \`hcloud configure set --cli-auth-encrypt=false\`.`,
  ],
  [
    "encrypted keys, said in another way",
    { ...kooCli(profile(keysInFile)), authEncrypt: true },
    () => `The keys in "${path}" are encrypted: run \`hcloud configure set --cli-auth-encrypt=false\`.`,
  ],
  ["no profiles", { current: "dev" }, () => `There is no current profile in "${path}".`],
  [
    "profiles of no shape",
    { current: "dev", profiles: ["CANARY", null] },
    () => `There is no current profile in "${path}".`,
  ],
  [
    "no current profile",
    kooCli(profile({ name: "CANARY" })),
    () => `There is no current profile in "${path}".`,
  ],
  ["damaged JSON", '{"CANARY":', () => `The file "${path}" is not JSON that can be read.`],
  ["a profile without keys", kooCli(profile({})), () => `There are no keys in ${current()}.`],
  [
    "half a pair of keys",
    kooCli(profile({ accessKeyId: "CANARY" })),
    () =>
      `In ${current()}, accessKeyId is set but secretAccessKey is not: keys and token come from one source together.`,
  ],
  [
    "a malformed key",
    kooCli(profile({ ...keysInFile, secretAccessKey: "CANARY \n" })),
    () =>
      `In ${current()}, secretAccessKey contains a blank, a line break or another character that no key has.`,
  ],
  [
    "an agency without its account",
    kooCli(profile({ ...keysInFile, agencyName: "CANARY" })),
    () =>
      `In ${current()}, agencyName is set but agencyDomainName is not: an agency goes with its account's name or id.`,
  ],
  [
    "a mode of another kind",
    kooCli(profile({ ...keysInFile, mode: "CANARY" })),
    () => `The mode of ${current()} is not one that can be read ${modes}.`,
  ],
  [
    "a token",
    kooCli(profile({ mode: "token", xAuthToken: "CANARY" })),
    () => `The mode of ${current()} is not one that can be read ${modes}.`,
  ],
  [
    "AssumeRole by another profile",
    kooCli(profile({ mode: "AssumeRole" })),
    () => `The mode of ${current()} is not one that can be read ${modes}.`,
  ],
  [
    "SSO before the login",
    kooCli(profile({ mode: "SSO", ssoAuth: null })),
    () => `There is no login in ${current()}: log in with KooCLI first.`,
  ],
  [
    "SSO after a logout",
    kooCli(profile({ mode: "SSO", ssoAuth: { stsToken: null } })),
    () => `There is no login in ${current()}: log in with KooCLI first.`,
  ],
  [
    "a malformed region",
    kooCli(profile({ ...keysInFile, region: "CANARY" })),
    () => `The region in ${current()} is not a region such as cn-north-4.`,
  ],
  [
    "a malformed project",
    kooCli(profile({ ...keysInFile, projectId: "CANARY/" })),
    () => `The project id in ${current()} is not a project id (letters, digits, - and _).`,
  ],
  [
    "an INI file without the section",
    "[global]\nak = CANARY\nsk = CANARY\n",
    () => `There is no section [basic] of "${path}", and it is not a file of KooCLI.`,
  ],
  [
    "a section that is a value",
    "basic = CANARY\n",
    () => `There is no section [basic] of "${path}", and it is not a file of KooCLI.`,
  ],
  [
    "an INI file with half a pair",
    "[basic]\nsk = CANARY\n",
    () =>
      `In section [basic] of "${path}", sk is set but ak is not: keys and token come from one source together.`,
  ],
  ["an empty file", "", () => `There is no section [basic] of "${path}", and it is not a file of KooCLI.`],
  [
    "an IAM in clear",
    "[basic]\nak = a\nsk = b\niam_endpoint = http://CANARY.example.com\n",
    () =>
      `The iam_endpoint in section [basic] of "${path}" is refused: only https is accepted, and http on this machine (127.0.0.1, localhost).`,
  ],
])("%s: one sentence that names the file and quotes nothing of it", (_, content, problem) => {
  write(content);
  const config = readFile();
  expect(config).toMatchObject({ problems: [problem()], refused: ["source"] });
  expect(config.source).toBeUndefined();
  expect(JSON.stringify(config)).not.toContain("CANARY");
});

test.each(["prod", "__proto__", "constructor"])("a profile and a section that are not there: %s", (name) => {
  write(kooCli(profile(keysInFile)));
  expect(readFile({ profile: name }).problems).toEqual([`There is no profile "${name}" in "${path}".`]);
  write("[basic]\nak = a\nsk = b\n");
  expect(readFile({ profile: name }).problems).toEqual([
    `There is no section [${name}] of "${path}", and it is not a file of KooCLI.`,
  ]);
});

test("a file that cannot be read", () => {
  const problems = (file: string) => read({ sharedConfigFile: file }).problems;
  expect(problems(path)).toEqual([`The file "${path}" cannot be read (ENOENT).`]);
  expect(problems(home)).toEqual([`The file "${home}" cannot be read (EISDIR).`]);
  write("");
  truncateSync(path, 1024 * 1024 + 1);
  expect(problems(path)).toEqual([`The file "${path}" cannot be read (it has more than 1 MiB).`]);
});

test.each([
  [0o600, false],
  [0o400, false],
  [0o640, true],
  [0o604, true],
  [0o611, false],
])("mode %i: others can read it: %s", (mode, isOpen) => {
  write(kooCli(profile(keysInFile)));
  chmodSync(path, mode);
  const { warnings, source } = readFile();
  const open = `The file "${path}" can be read by other users of this machine: run \`chmod 600\` on it.`;
  expect(warnings).toEqual(isOpen ? [open] : []);
  expect(source?.base).toEqual(keys);
});
