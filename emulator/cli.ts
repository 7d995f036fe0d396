import { parseArgs } from "node:util";
import type { EmulatorOptions } from "./options";
import type { RegionOption } from "./regions";
import { isAccountId } from "./world/ids";
import { isRuleSetName, ruleSetNames } from "./world/rule-sets";
import type { RequestLimit } from "./world/settings";
import { UserError } from "./world/user-input";

/** What the command line asks for. */
export type CliRequest = { show: "help" } | { show: "version" } | { start: EmulatorOptions; log: boolean };

export const helpText = `Usage: vpcep-emulator [options]

A local emulator of Huawei Cloud's VPC Endpoint API, on 127.0.0.1 only.

  --port NUMBER             port to listen on, 0 for any free one (default 8787)
  --region ID[=PROJECT]     region, with the id of its project (default cn-north-4);
                            repeat it for several regions
  --project ID              project id of the first region
  --domain ID               account id
  --account NAME            a further account with ids and keys of its own; may be repeated
  --sub-project NAME        a further project in each account, <region>_<anything>;
                            may be repeated
  --quota NUMBER            endpoint services (default 20)
  --endpoint-quota NUMBER   VPC endpoints (default 50)
  --requests-per-second NUMBER
                            what the gateway lets through of an account; more gets HTTP 429
                            (default: no limit)
  --request-limit NUMBER/SECONDS
                            the same over another time, such as 200/300; may be repeated
  --settle-seconds NUMBER   how long create and delete take (default 3)
  --state FILE              keep everything in this JSON file (default: memory only)
  --rules NAME              ${ruleSetNames.join(", ")} (default page)
  --strict                  refuse unknown and immutable fields
  --access-key KEY          default: new at each start, or kept in the state file
  --secret-key KEY          the same
  --log                     print a line for each call: time, method, path, status
  --help, --version
`;

const text = { type: "string" } as const;
const texts = { type: "string", multiple: true } as const;
const flag = { type: "boolean" } as const;
const known = {
  port: text,
  region: texts,
  project: text,
  domain: text,
  account: texts,
  "sub-project": texts,
  quota: text,
  "endpoint-quota": text,
  "requests-per-second": text,
  "request-limit": texts,
  "settle-seconds": text,
  state: text,
  rules: text,
  strict: flag,
  "access-key": text,
  "secret-key": text,
  log: flag,
  help: flag,
  version: flag,
};

type Values = ReturnType<typeof readValues>;

/** Throws a UserError of one sentence for whatever is wrong. */
export function readCommandLine(args: readonly string[]): CliRequest {
  const values = readValues(args);
  if (values.help) return { show: "help" };
  if (values.version) return { show: "version" };
  if ((values["access-key"] === undefined) !== (values["secret-key"] === undefined)) {
    throw new UserError("--access-key and --secret-key go together: give both or neither.");
  }
  const options = {
    ...textOptions(values),
    ...numberOptions(values),
    ...limitOptions(values),
    ...rulesOption(values.rules),
  };
  return { start: options, log: values.log ?? false };
}

function readValues(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: known }).values;
  } catch (error) {
    // Node explains at length; its first sentence names the option.
    const sentence = (error as Error).message.split(/\.\s|\n/)[0] ?? "";
    throw new UserError(`${sentence}; --help lists the options.`);
  }
}

function textOptions(values: Values): EmulatorOptions {
  const options: EmulatorOptions = { strict: values.strict ?? false };
  if (values.region !== undefined) options.region = values.region.map(regionOption);
  if (values.project !== undefined) options.projectId = accountId("--project", values.project);
  if (values.domain !== undefined) options.domainId = accountId("--domain", values.domain);
  if (values.account !== undefined)
    options.accounts = values.account.map((name) => identifier("--account", name));
  if (values["sub-project"] !== undefined) options.subProjects = values["sub-project"];
  if (values["access-key"] !== undefined)
    options.accessKey = identifier("--access-key", values["access-key"]);
  if (values["secret-key"] !== undefined)
    options.secretKey = identifier("--secret-key", values["secret-key"]);
  if (values.state === "") throw new UserError("--state takes the path of a file, not an empty text.");
  if (values.state !== undefined) options.statePath = values.state;
  return options;
}

function regionOption(value: string): RegionOption {
  const [name = "", ...rest] = value.split("=");
  const region = identifier("--region", name);
  if (rest.length === 0) return { region };
  return { region, projectId: accountId(`The project of --region ${region}`, rest.join("=")) };
}

function numberOptions(values: Values): EmulatorOptions {
  const options: EmulatorOptions = {
    port: wholeNumber("--port", values.port ?? "8787", 65_535),
    settleSeconds: seconds(values["settle-seconds"] ?? "3"),
  };
  if (values.quota !== undefined) options.quota = wholeNumber("--quota", values.quota, 1_000_000);
  const endpointQuota = values["endpoint-quota"];
  if (endpointQuota !== undefined)
    options.endpointQuota = wholeNumber("--endpoint-quota", endpointQuota, 1_000_000);
  return options;
}

function limitOptions(values: Values): EmulatorOptions {
  const perSecond = values["requests-per-second"];
  const requestLimits = (values["request-limit"] ?? []).map(requestLimit);
  if (perSecond !== undefined)
    requestLimits.push({
      requests: wholeNumber("--requests-per-second", perSecond, 1_000_000, 1),
      seconds: 1,
    });
  return requestLimits.length === 0 ? {} : { requestLimits };
}

function requestLimit(value: string): RequestLimit {
  const [requests, seconds, ...rest] = value.split("/");
  if (seconds === undefined || rest.length > 0)
    throw new UserError(
      `--request-limit takes requests and seconds such as 200/300, not ${JSON.stringify(value)}.`,
    );
  const number = (text: string) => wholeNumber("--request-limit", text, 1_000_000, 1);
  return { requests: number(requests ?? ""), seconds: number(seconds) };
}

function rulesOption(name: string | undefined): EmulatorOptions {
  if (name === undefined) return {};
  if (isRuleSetName(name)) return { rules: name };
  throw new UserError(`--rules is one of ${ruleSetNames.join(", ")}, not ${JSON.stringify(name)}.`);
}

function identifier(option: string, value: string): string {
  if (/^[A-Za-z0-9_-]{1,64}$/.test(value)) return value;
  throw new UserError(`${option} takes 1 to 64 letters, digits, - and _, not ${JSON.stringify(value)}.`);
}

function accountId(option: string, value: string): string {
  if (isAccountId(value)) return value;
  throw new UserError(`${option} takes 1 to 64 letters and digits, not ${JSON.stringify(value)}.`);
}

function wholeNumber(option: string, value: string, max: number, min = 0): number {
  if (/^\d{1,7}$/.test(value) && Number(value) >= min && Number(value) <= max) return Number(value);
  throw new UserError(`${option} takes a whole number from ${min} to ${max}, not ${JSON.stringify(value)}.`);
}

function seconds(value: string): number {
  if (/^\d{1,6}(\.\d{1,3})?$/.test(value)) return Number(value);
  throw new UserError(
    `--settle-seconds takes a number of seconds such as 3 or 0.5, not ${JSON.stringify(value)}.`,
  );
}
