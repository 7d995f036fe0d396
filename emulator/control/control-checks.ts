import { connectionStatuses } from "../operations/connections";
import { isJsonObject } from "../world/json";
import { serviceFields } from "../world/record-check";
import { isRuleSetName, ruleSetNames } from "../world/rule-sets";
import { metadataTokenModes } from "../world/settings";
import {
  count,
  countFromOne,
  type Expected,
  fieldProblem,
  filledText,
  flag,
  listOf,
  objectWith,
  orNull,
  seconds,
  text,
  texts,
  UserError,
  wholeNumber,
} from "../world/user-input";

const settle: Expected = {
  words: "a number of seconds, null, or create and delete with a number each",
  fits: (value) => value === null || seconds.fits(value) || isSettlePair(value),
};
const rules: Expected = {
  words: `one of ${ruleSetNames.join(", ")}`,
  fits: (value) => typeof value === "string" && isRuleSetName(value),
};
const errors = listOf(
  objectWith({ error_code: text, error_message: text }, "an object of error_code and error_message"),
);

const limits = listOf(
  objectWith({ requests: countFromOne, seconds: countFromOne }, "an object of requests and seconds"),
);

const lifetime = wholeNumber(1, 2_147_483);
const metadataToken: Expected = {
  words: `one of ${metadataTokenModes.join(", ")}`,
  fits: (value) => metadataTokenModes.some((each) => each === value),
};

const settingFields: Record<string, Expected> = {
  settleSeconds: settle,
  quota: count,
  endpointQuota: count,
  permissionQuota: count,
  requestLimits: limits,
  rules,
  strict: flag,
  securityToken: orNull(text),
  failNextCreate: orNull(errors),
  tokenSeconds: lifetime,
  keySeconds: orNull(lifetime),
  metadataKeySeconds: lifetime,
  loginFailures: countFromOne,
  loginLockSeconds: seconds,
  metadataToken,
  serverAgency: flag,
};

const patchFields: Record<string, Expected> = {
  ...serviceFields,
  permissions: texts,
  settleSeconds: orNull(seconds),
};

const planFields: Record<string, Expected> = {
  domain_id: filledText,
  status: {
    words: `one of ${connectionStatuses.join(", ")}`,
    fits: (value) => connectionStatuses.some((each) => each === value),
  },
  description: text,
};

export function checkSettings(patch: object): void {
  refuse("settings", onlyThese("setting", patch, settingFields) ?? misfit(patch, settingFields));
}

/** Most fields may have any value, because they are only shown; use a fault to return wrong values in the others. */
export function checkServicePatch(patch: object): void {
  if (Object.hasOwn(patch, "id")) throw new UserError("The id of a service cannot be changed.");
  refuse("a service", misfit(patch, patchFields));
}

export function checkPlan(plan: object): void {
  refuse("a connection", onlyThese("field of a connection", plan, planFields) ?? misfit(plan, planFields));
}

export function checkPort(vpcId: unknown): asserts vpcId is string {
  refuse("a port", filledText.fits(vpcId) ? undefined : "vpc_id has to be the id of a VPC.");
}

export function checkPassword(password: unknown): asserts password is string {
  refuse("a user", filledText.fits(password) ? undefined : "password has to be a text that is not empty.");
}

function misfit(given: object, fields: Record<string, Expected>): string | undefined {
  return fieldProblem({ ...given }, fields);
}

function onlyThese(what: string, given: object, fields: Record<string, Expected>): string | undefined {
  const stray = Object.keys(given).find((name) => !Object.hasOwn(fields, name));
  if (stray === undefined) return undefined;
  return `There is no ${what} ${JSON.stringify(stray)}: one of ${Object.keys(fields).join(", ")}.`;
}

function refuse(where: string, problem: string | undefined): void {
  if (problem === undefined) return;
  throw new UserError(problem.startsWith("There is no") ? problem : `In ${where}, ${problem}`);
}

function isSettlePair(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  return Object.entries(value).every(
    ([name, each]) => ["create", "delete"].includes(name) && (each === undefined || seconds.fits(each)),
  );
}
