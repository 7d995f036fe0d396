// Each way of logging in through the process of each front, by the variables that the peers read.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Emulator } from "../../emulator/index";
import { service } from "../helpers/samples";
import { FRONTS, useWorld } from "./world";

const folder = mkdtempSync(join(tmpdir(), "vpcep-process-logins-"));
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

const user = ({ accounts: [{ name, users }] }: Emulator) => ({
  HW_USER_NAME: String(users[0]?.name),
  HW_USER_PASSWORD: String(users[0]?.password),
  HW_DOMAIN_NAME: name,
});
const keys = ({ accessKey, secretKey }: Emulator) => ({ HW_ACCESS_KEY: accessKey, HW_SECRET_KEY: secretKey });

/** A token for the project that somebody else has got. */
async function givenToken({ url, region, accounts: [{ name, users }] }: Emulator): Promise<string> {
  const user = { name: users[0]?.name, password: users[0]?.password, domain: { name } };
  const auth = {
    identity: { methods: ["password"], password: { user } },
    scope: { project: { name: region } },
  };
  const response = await fetch(`${url}/v3/auth/tokens`, { method: "POST", body: JSON.stringify({ auth }) });
  return String(response.headers.get("x-subject-token"));
}

type Variables = Record<string, string>;
const ways: Record<string, (emulator: Emulator) => Variables | Promise<Variables>> = {
  keys,
  "the SDKs' variables": ({ accessKey, secretKey }) => ({
    HUAWEICLOUD_SDK_AK: accessKey,
    HUAWEICLOUD_SDK_SK: secretKey,
  }),
  "user and password": user,
  "a token": async (emulator) => ({
    HW_AUTH_TOKEN: await givenToken(emulator),
    HW_PROJECT_ID: emulator.projectId,
  }),
  "an agency by its account's name": (emulator) => ({
    ...keys(emulator),
    HW_ASSUME_ROLE_AGENCY_NAME: "own-agency",
    HW_ASSUME_ROLE_DOMAIN_NAME: emulator.accounts[0].name,
  }),
  "an agency by its account's id": (emulator) => ({
    ...keys(emulator),
    HW_ASSUME_ROLE_AGENCY_NAME: "own-agency",
    HW_ASSUME_ROLE_DOMAIN_ID: emulator.domainId,
  }),
  "an ID token in a file": ({ accounts: [{ identityProvider }] }) => ({
    HW_ASSUME_ROLE_IDP_ID: identityProvider.id,
    HW_ASSUME_ROLE_ID_TOKEN_FILE: fileWith("token", `${identityProvider.idTokens[0]}\n`),
  }),
  "KooCLI's file": ({ accessKey, secretKey }) => ({
    HW_PROFILE: "dev",
    HW_SHARED_CONFIG_FILE: fileWith(
      "config.json",
      JSON.stringify({
        current: "other",
        profiles: [{ name: "dev", mode: "AKSK", accessKeyId: accessKey, secretAccessKey: secretKey }],
      }),
    ),
  }),
  "the SDKs' file": ({ accessKey, secretKey }) => ({
    HW_SHARED_CONFIG_FILE: fileWith("credentials", `[basic]\nak = ${accessKey}\nsk = ${secretKey}\n`),
  }),
  "the machine's metadata": () => ({ HW_USE_METADATA: "true" }),
  "nothing, on a machine with metadata": () => ({}),
};

describe.each(FRONTS)("by the %s front", (front) => {
  const world = useWorld(front);

  test.each(Object.keys(ways))("login 26: %s", async (way) => {
    const { emulator } = world;
    const { url, region, projectId } = emulator;
    const config = {
      "huaweicloud:region": region,
      "huaweicloud:endpoints": JSON.stringify({ vpcep: url, iam: url, sts: url, metadata: url }),
    };
    const process = await world.another({ config, env: (await ways[way]?.(emulator)) ?? {} });
    const stack = world.stack({}, process);
    await stack.up(service());
    expect(stack.outputs).toMatchObject({ status: "available", projectId });
    await stack.destroy();
    expect(world.ids()).toEqual([]);
    expect([...process.stdout, ...process.stderr].join("\n")).not.toMatch(/password|id-token/);
  });
});
