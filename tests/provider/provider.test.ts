import * as pulumi from "@pulumi/pulumi";
import { Provider, VpcEndpointService } from "../../provider";
import { SETTINGS } from "../../provider/configuration/settings";
import { PORT, VPC } from "./resource/samples";

type Registered = { type: string; name: string; inputs: Record<string, unknown>; provider?: string };
let registered: Registered[] = [];

beforeEach(async () => {
  registered = [];
  await pulumi.runtime.setMocks({
    newResource: (given) => {
      registered.push(given as unknown as Registered);
      return { id: `${given.name}-id`, state: given.inputs };
    },
    call: () => ({}),
  });
});

const settled = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => output.apply(resolve));
const everything = {
  region: "eu-west-101",
  projectId: "p",
  accessKey: "AKIA",
  secretKey: "canary-secret",
  securityToken: "canary-token",
  projectName: "eu-west-101_dev",
  userName: "user",
  userId: "user-id",
  password: "canary-password",
  domainName: "account",
  domainId: "account-id",
  authToken: "canary-auth-token",
  profile: "dev",
  sharedConfigFile: "config.json",
  idpId: "idp",
  idToken: "canary-id-token",
  idTokenFile: "token.jwt",
  useMetadata: true,
  agencyName: "agency",
  agencyDomainName: "partner",
  agencyDomainId: "partner-id",
  agencyDuration: 900,
  cloud: "myhuaweicloud.com",
  endpoints: { vpcep: "https://vpcep.example.com", iam: "https://iam.example.com" },
  caFile: "ca.pem",
  vpcepRules: "huawei",
};

test("settings are named as in the stack's configuration, and texts all of them", async () => {
  await settled(new Provider("eu", everything).urn);
  expect(registered).toHaveLength(1);
  expect(registered[0]).toMatchObject({ name: "eu", type: "pulumi:providers:pulumi-nodejs" });
  expect(registered[0]?.inputs).toMatchObject({
    "huaweicloud:region": "eu-west-101",
    "huaweicloud:projectId": "p",
    "huaweicloud:cloud": "myhuaweicloud.com",
    "huaweicloud:endpoints": '{"vpcep":"https://vpcep.example.com","iam":"https://iam.example.com"}',
    "huaweicloud:useMetadata": "true",
    "huaweicloud:agencyDuration": "900",
    "huaweicloud:agencyName": "agency",
    "huaweicloud:caFile": "ca.pem",
    "huaweicloud:vpcepRules": "huawei",
    "huaweicloud:providerName": "eu",
  });
  expect(Object.keys(registered[0]?.inputs ?? {}).sort()).toEqual(
    [...Object.values(SETTINGS).map(({ key }) => key), "huaweicloud:providerName"].sort(),
  );
});

test("keys, tokens and the password are secrets, and nothing else is", async () => {
  await settled(new Provider("eu", everything).urn);
  const secret = Object.entries(registered[0]?.inputs ?? {}).filter(([, value]) =>
    pulumi.runtime.isRpcSecret(value),
  );
  expect(secret.map(([key, value]) => [key, pulumi.runtime.unwrapRpcSecret(value)]).sort()).toEqual([
    ["huaweicloud:accessKey", "AKIA"],
    ["huaweicloud:authToken", "canary-auth-token"],
    ["huaweicloud:idToken", "canary-id-token"],
    ["huaweicloud:password", "canary-password"],
    ["huaweicloud:secretKey", "canary-secret"],
    ["huaweicloud:securityToken", "canary-token"],
  ]);
});

test("endpoints and keys may be outputs", async () => {
  const endpoints = { vpcep: pulumi.output("http://127.0.0.1:1") };
  await settled(new Provider("eu", { endpoints, region: pulumi.output("r") }).urn);
  expect(registered[0]?.inputs).toEqual({
    "huaweicloud:endpoints": '{"vpcep":"http://127.0.0.1:1"}',
    "huaweicloud:region": "r",
    "huaweicloud:providerName": "eu",
  });
});

test("what is not given is not set: the environment has it", async () => {
  await settled(new Provider("eu", { region: "r", caFile: undefined as never }).urn);
  expect(registered[0]?.inputs).toEqual({ "huaweicloud:region": "r", "huaweicloud:providerName": "eu" });
  await settled(new Provider("default").urn);
  expect(registered[1]?.inputs).toEqual({ "huaweicloud:providerName": "default" });
});

test("a setting that is none is refused, with the one that may be meant", () => {
  expect(() => new Provider("eu", { regoin: "r" } as never)).toThrow(
    new pulumi.RunError('Provider "eu": regoin is not a setting; did you mean region?'),
  );
  expect(() => new Provider("eu", { colour: "r" } as never)).toThrow(
    new pulumi.RunError('Provider "eu": colour is not a setting'),
  );
});

test("a service is made by the provider that it is given", async () => {
  const provider = new Provider("eu", { region: "r" });
  const service = new VpcEndpointService(
    "orders",
    { serverType: "LB", vpcId: VPC, portId: PORT, ports: [{ clientPort: 1, serverPort: 2 }] },
    { provider },
  );
  await settled(service.urn);
  expect(registered.find(({ name }) => name === "orders")?.provider).toContain(
    "pulumi:providers:pulumi-nodejs::eu",
  );
});
