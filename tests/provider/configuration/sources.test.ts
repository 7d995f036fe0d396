import { type ProviderConfig, readProviderConfig } from "../../../provider/configuration/config";
import { type Files, systemFiles } from "../../../provider/configuration/files";
import { SETTINGS, UNKNOWN_MARKER } from "../../../provider/configuration/settings";
import type { Agency, Base } from "../../../provider/identity/source";

type Values = Partial<Record<keyof typeof SETTINGS, string>>;

/** No file may be opened. */
const noFiles: Files = {
  home: () => "/home/orders",
  readFile: (path) => {
    throw new Error(`${path} was opened`);
  },
};

/** The configuration by its keys behind `huaweicloud:`. */
function read(stack: Record<string, string>, env: Record<string, string> = {}, files = noFiles) {
  return readProviderConfig((key) => stack[key.replace(/^huaweicloud:/, "")], env, undefined, files);
}

const exported = (values: Values) => renamed(values, "variable");
const forSdks = (values: Values) => renamed(values, "sdkVariable");
function renamed(values: Values, by: "variable" | "sdkVariable"): Record<string, string> {
  const entries = Object.entries(values) as [keyof typeof SETTINGS, string][];
  return Object.fromEntries(entries.map(([name, value]) => [SETTINGS[name][by] ?? "", value]));
}

const keys = { accessKey: "CANARY-AK", secretKey: "CANARY-SK" };
const temporary = { ...keys, securityToken: "CANARY-ST" };
const user = { userName: "orders", password: "CANARY pass wörd", domainName: "account" };
const token = { authToken: "CANARY-TOKEN", domainId: "d1" };
const idToken = { idpId: "ci", idToken: "CANARY-ID-TOKEN" };
const idTokenFile = { idpId: "ci", idTokenFile: "/var/run/token" };
const metadata = { useMetadata: "true" };
const agency = { agencyName: "ops", agencyDomainName: "partner" };
const takenOn: Agency = { name: "ops", domainName: "partner" };

const ways: [Values, Base][] = [
  [keys, { kind: "keys", ...keys }],
  [temporary, { kind: "keys", ...temporary }],
  [user, { kind: "password", ...user }],
  [
    { ...user, domainId: "d1" },
    { kind: "password", ...user, domainId: "d1" },
  ],
  [
    { userId: "u1", password: "CANARY", domainId: "d1" },
    { kind: "password", userId: "u1", password: "CANARY", domainId: "d1" },
  ],
  [
    { userId: "u1", password: "CANARY", projectId: "p1" },
    { kind: "password", userId: "u1", password: "CANARY" },
  ],
  [
    { ...user, userId: "u1" },
    { kind: "password", userId: "u1", password: user.password, domainName: "account" },
  ],
  [token, { kind: "token", ...token }],
  [
    { authToken: "CANARY-TOKEN", projectId: "p1" },
    { kind: "token", authToken: "CANARY-TOKEN" },
  ],
  [idToken, { kind: "idToken", ...idToken }],
  [idTokenFile, { kind: "idToken", ...idTokenFile }],
  [
    { ...idTokenFile, idToken: "CANARY" },
    { kind: "idToken", ...idTokenFile },
  ],
  [metadata, { kind: "metadata" }],
];

describe.each(ways)("the way of %j", (values, base) => {
  const expectSound = (config: ProviderConfig) =>
    expect(config).toMatchObject({ problems: [], warnings: [], refused: [] });

  test("in the stack's configuration", () => {
    const config = read(values);
    expect(config.source).toEqual({ from: "the stack's configuration", base });
    expectSound(config);
  });

  test("as arguments of a provider", () => {
    const config = read({ ...values, providerName: "eu" });
    expect(config.source).toEqual({ from: 'the provider "eu"', base });
    expectSound(config);
  });

  test("in variables", () => {
    const config = read({}, exported(values));
    expect(config.source).toEqual({ from: expect.stringMatching(/^HW_[A-Z_]+( and so on)?$/), base });
    expectSound(config);
  });

  test("with an agency on top", () => {
    expect(read({ ...values, ...agency }).source).toMatchObject({ base, agency: takenOn });
    expect(read({}, exported({ ...values, ...agency })).source).toMatchObject({ base, agency: takenOn });
  });
});

test.each<[Values, Base]>([
  [keys, { kind: "keys", ...keys }],
  [temporary, { kind: "keys", ...temporary }],
  [idTokenFile, { kind: "idToken", ...idTokenFile }],
])("the way of %j in the SDKs' variables", (values, base) => {
  const { source, projectId, warnings } = read({}, forSdks({ ...values, projectId: "p1" }));
  expect(source).toEqual({
    from: expect.stringMatching(/^HUAWEICLOUD_SDK_(AK|IDP_ID) and so on$/),
    base,
  });
  expect({ projectId, warnings }).toEqual({ projectId: "p1", warnings: [] });
});

test("the source is named by its first variable", () => {
  const from = (values: Values) => read({}, exported(values)).source?.from;
  expect(from(user)).toBe("HW_USER_NAME and so on");
  expect(from({ authToken: "t", projectId: "p" })).toBe("HW_AUTH_TOKEN");
  expect(from(metadata)).toBe("HW_USE_METADATA");
});

const others = { accessKey: "OTHER-AK", secretKey: "OTHER-SK" };
const everything = exported({ ...user, ...token, ...idToken, ...others, ...agency, useMetadata: "true" });
const lastResort: Base = { kind: "metadata", isLastResort: true };

test.each<[string, Values, Record<string, string>, Base, Agency | undefined]>([
  ["the stack before all variables", keys, everything, { kind: "keys", ...keys }, undefined],
  [
    "HW_ before the SDKs'",
    {},
    { ...exported(keys), ...forSdks(others) },
    { kind: "keys", ...keys },
    undefined,
  ],
  [
    "HW_ before the SDKs', whatever it is",
    {},
    { ...exported(metadata), ...forSdks(keys) },
    { kind: "metadata" },
    undefined,
  ],
  [
    "an empty variable is none",
    {},
    { HW_ACCESS_KEY: "", ...forSdks(keys) },
    { kind: "keys", ...keys },
    undefined,
  ],
  [
    "useMetadata that is false is nothing",
    { useMetadata: "false" },
    exported(keys),
    { kind: "keys", ...keys },
    undefined,
  ],
  [
    "an account alone is no login",
    { domainName: "a" },
    { HW_DOMAIN_NAME: "b", ...forSdks(keys) },
    { kind: "keys", ...keys },
    undefined,
  ],
  ["nothing: the machine's metadata", {}, {}, lastResort, undefined],
  [
    "an agency alone in the stack, on the environment's login",
    agency,
    { ...exported(keys), HW_ASSUME_ROLE_AGENCY_NAME: "x" },
    { kind: "keys", ...keys },
    takenOn,
  ],
  [
    "an agency alone in the stack, on the SDKs' login",
    agency,
    forSdks(keys),
    { kind: "keys", ...keys },
    takenOn,
  ],
  ["an agency alone in variables, on the machine's login", {}, exported(agency), lastResort, takenOn],
])("%s", (_, stack, env, base, taken) => {
  const { source, problems } = read(stack, env);
  expect({ base: source?.base, agency: source?.agency, problems }).toEqual({
    base,
    agency: taken,
    problems: [],
  });
});

test("nothing is said to be set", () => {
  expect(read({}).source).toEqual({ from: "nothing is set", base: lastResort });
});

test.each<[Values, string, string]>([
  [{ ...keys, ...user }, "accessKey and userName", "HW_ACCESS_KEY and HW_USER_NAME"],
  [{ ...token, ...keys }, "authToken and accessKey", "HW_AUTH_TOKEN and HW_ACCESS_KEY"],
  [{ ...user, ...idToken }, "userName and idpId", "HW_USER_NAME and HW_ASSUME_ROLE_IDP_ID"],
  [{ ...idTokenFile, ...metadata }, "idpId and useMetadata", "HW_ASSUME_ROLE_IDP_ID and HW_USE_METADATA"],
  [
    { ...keys, ...user, ...metadata },
    "accessKey, userName and useMetadata",
    "HW_ACCESS_KEY, HW_USER_NAME and HW_USE_METADATA",
  ],
])(
  "more than one way, %j: refused in the stack, the first of the environment",
  (values, names, variables) => {
    const inStack = read(values);
    const keysOfStack = names.replace(/[a-z][A-Za-z]+/g, (name) =>
      name === "and" ? name : `huaweicloud:${name}`,
    );
    expect(inStack.problems).toEqual([`${keysOfStack} are different ways to log in: leave one of them.`]);
    expect(inStack.source).toBeUndefined();

    const inEnvironment = read({}, exported(values));
    expect(inEnvironment.warnings).toEqual([
      `${variables} are different ways to log in: the first of them counts.`,
    ]);
    expect(inEnvironment.problems).toEqual([]);
    const [first = ""] = variables.split(/,| and/);
    expect(inEnvironment.source?.from).toContain(first);
  },
);

test("half a way after a whole one is refused in the stack, and left aside in the environment", () => {
  const values = { ...keys, userName: "orders" };
  expect(read(values).problems).toHaveLength(1);
  expect(read({}, exported(values))).toMatchObject({ problems: [], warnings: [], source: { base: keys } });
});

const together = "keys and token come from one source together";
const login = "a login needs a user's name or id, the password, and the account's name or id";
const ofToken = "without projectId, a token needs its account's name or id";
const provided = "an ID token and its identity provider go together";
const ofAgency = "an agency goes with its account's name or id";

test.each<[Values, keyof Values, string, string]>([
  [{ accessKey: "CANARY" }, "accessKey", "secretKey", together],
  [{ userName: "u", password: "CANARY" }, "userName", "domainName", login],
  [{ userName: "u", domainId: "d" }, "userName", "password", login],
  [{ userId: "u", password: "CANARY" }, "userId", "domainName", login],
  [{ password: "CANARY", domainName: "a" }, "password", "userName", login],
  [{ authToken: "CANARY" }, "authToken", "domainName", ofToken],
  [{ idpId: "ci" }, "idpId", "idTokenFile", provided],
  [{ idToken: "CANARY" }, "idToken", "idpId", provided],
  [{ idTokenFile: "f" }, "idTokenFile", "idpId", provided],
  [{ agencyName: "ops" }, "agencyName", "agencyDomainName", ofAgency],
  [{ agencyDomainId: "d" }, "agencyDomainId", "agencyName", ofAgency],
])("half a way is refused, and nothing else is tried: %j", (values, given, lacking, why) => {
  const elsewhere = forSdks(others);
  for (const [config, name] of [
    [read(values, elsewhere), "key"],
    [read({ ...values, providerName: "eu" }, elsewhere), "key"],
    [read({}, { ...elsewhere, ...exported(values) }), "variable"],
  ] as const) {
    const [one, other] = [SETTINGS[given][name], SETTINGS[lacking as keyof Values][name]];
    const sentence = new RegExp(
      `^(\\S+ and )?${one}( and \\S+)? (is|are) set but ${other} is not: ${why}\\.$`,
    );
    expect(config.problems).toEqual([expect.stringMatching(sentence)]);
    expect(config.source).toBeUndefined();
    expect(JSON.stringify(config)).not.toContain("CANARY");
  }
});

const noWord = (word: string) => `contains a blank, a line break or another character that no ${word} has.`;
const noLine = (word: string) => `contains a line break or another character that no ${word} has.`;
const wide = "is not a number of seconds from 900 to";

test.each<[Values, string]>([
  [{ ...user, userName: "CANARY\n" }, `HW_USER_NAME ${noLine("name")}`],
  [{ ...user, password: "CANARY\r" }, `HW_USER_PASSWORD ${noLine("password")}`],
  [{ ...user, domainName: "CANARY\u2028" }, `HW_DOMAIN_NAME ${noLine("name")}`],
  [{ ...token, domainId: "CAN ARY" }, `HW_DOMAIN_ID ${noWord("id")}`],
  [{ ...token, authToken: "CANARY\n" }, `HW_AUTH_TOKEN ${noWord("key")}`],
  [{ ...idToken, idpId: "CANARY\r\nX: y" }, `HW_ASSUME_ROLE_IDP_ID ${noWord("id")}`],
  [{ ...idToken, idToken: "CAN ARY" }, `HW_ASSUME_ROLE_ID_TOKEN ${noWord("key")}`],
  [{ ...idTokenFile, idTokenFile: "CANARY\n" }, `HW_ASSUME_ROLE_ID_TOKEN_FILE ${noLine("name")}`],
  [{ profile: "CANARY\n" }, `HW_PROFILE ${noLine("name")}`],
  [{ useMetadata: "CANARY" }, "HW_USE_METADATA is neither true nor false."],
  [{ ...keys, ...agency, agencyName: "CANARY\n" }, `HW_ASSUME_ROLE_AGENCY_NAME ${noLine("name")}`],
  [{ ...keys, ...agency, agencyDomainId: "CAN ARY" }, `HW_ASSUME_ROLE_DOMAIN_ID ${noWord("id")}`],
  [{ ...keys, ...agency, agencyDuration: "899" }, `HW_ASSUME_ROLE_DURATION ${wide} 86400.`],
  [{ ...keys, ...agency, agencyDuration: "86401" }, `HW_ASSUME_ROLE_DURATION ${wide} 86400.`],
  [{ ...keys, ...agency, agencyDuration: "1h" }, `HW_ASSUME_ROLE_DURATION ${wide} 86400.`],
  [{ ...keys, ...agency, agencyDuration: "900.5" }, `HW_ASSUME_ROLE_DURATION ${wide} 86400.`],
  [
    { ...keys, ...agency, agencyDomainId: "d1", agencyDuration: "43201" },
    `HW_ASSUME_ROLE_DURATION ${wide} 43200.`,
  ],
])("a malformed value is not quoted: %j", (values, problem) => {
  const config = read({}, exported(values));
  expect(config).toMatchObject({ problems: [problem], refused: ["source"], warnings: [] });
  expect(config.source).toBeUndefined();
  expect(JSON.stringify(config)).not.toContain("CANARY");
});

test("every malformed value of a way is named", () => {
  expect(read({ accessKey: "a b", secretKey: "c d" }).problems).toHaveLength(2);
});

test.each<[Values, Agency]>([
  [
    { ...agency, agencyDuration: "900" },
    { ...takenOn, duration: 900 },
  ],
  [
    { ...agency, agencyDuration: "86400" },
    { ...takenOn, duration: 86_400 },
  ],
  [
    { agencyName: "ops", agencyDomainId: "d1", agencyDuration: "43200" },
    { name: "ops", domainId: "d1", duration: 43_200 },
  ],
  [
    { ...agency, agencyDomainId: "d1" },
    { ...takenOn, domainId: "d1" },
  ],
])("the agency of %j", (values, expected) => {
  expect(read({ ...keys, ...values }).source?.agency).toEqual(expected);
});

test("a project of the SDKs goes with their keys alone, and gives way to the others", () => {
  const theirs = forSdks({ ...keys, projectId: "sdk" });
  expect(read({ projectId: "stack" }, theirs).projectId).toBe("stack");
  expect(read({}, { ...theirs, HW_PROJECT_ID: "hw" }).projectId).toBe("hw");
  expect(read({}, { ...theirs, ...exported(others) }).projectId).toBeUndefined();
  expect(read({}, { ...theirs, HUAWEICLOUD_SDK_PROJECT_ID: "a/b" }).problems).toEqual([
    "HUAWEICLOUD_SDK_PROJECT_ID is not a project id (letters, digits, - and _).",
  ]);
});

describe("values that are not known yet", () => {
  test.each(Object.keys({ ...temporary, ...user, ...token, ...idToken, ...metadata }))(
    "%s passes beside another way, whichever stays",
    (name) => {
      const { problems, warnings } = read({
        ...user,
        ...token,
        ...idToken,
        ...temporary,
        [name]: UNKNOWN_MARKER,
      });
      expect({ problems, warnings }).toEqual({ problems: [], warnings: [] });
    },
  );

  test.each<Values>([
    { profile: UNKNOWN_MARKER },
    { sharedConfigFile: UNKNOWN_MARKER, profile: "dev" },
    metadata,
    keys,
    { ...keys, ...agency },
    { ...keys, ...agency, agencyDuration: "900" },
  ])("a login that needs one is not judged, and no file is opened: %j", (values) => {
    const unknown = Object.fromEntries(Object.keys(values).map((name) => [name, UNKNOWN_MARKER]));
    const { problems, source } = read(unknown);
    expect(problems).toEqual([]);
    expect(JSON.stringify(source)).toContain(UNKNOWN_MARKER);
  });
});

test("login 17: a file of KooCLI that nobody has asked for is not opened", () => {
  const opened: string[] = [];
  const files: Files = {
    home: systemFiles.home,
    readFile: (path) => {
      opened.push(path);
      return { text: "{}", isOpenToOthers: false };
    },
  };
  read({}, {}, files);
  read(keys, { HW_PROFILE: "dev", HUAWEICLOUD_SDK_CREDENTIALS_FILE: "f" }, files);
  read({}, exported(keys), files);
  expect(opened).toEqual([]);
  read({}, { HW_PROFILE: "dev" }, files);
  expect(opened).toHaveLength(1);
});

test("no secret gets into a problem or a warning", () => {
  const all = { ...temporary, ...user, ...token, ...idToken, ...agency };
  for (const values of [all, { ...all, secretKey: "" }, { ...all, authToken: "CANARY \n" }])
    for (const config of [read(values), read({}, exported(values))]) {
      expect(config.problems.length + config.warnings.length).toBeGreaterThan(0);
      expect([...config.problems, ...config.warnings].join()).not.toContain("CANARY");
    }
});
