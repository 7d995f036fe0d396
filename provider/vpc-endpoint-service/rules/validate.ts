import type { RuleSet } from "../../configuration/config";
import type { CheckFailure } from "../inputs";
import { KNOWN_WORDS, LIMITS, type Limits, MAX_NAME_LENGTH, WIDER } from "./limits";
import { checkNames } from "./names";
import { checkPermissions } from "./permissions";
import { checkPorts } from "./ports";
import { Report } from "./report";
import { checkTags } from "./tags";

/**
 * Holds inputs against all rules of a rule set and gives all failures at once. Unknown values pass, wherever they stand.
 * A refusal that a wider rule set would not make says so.
 */
export function validate(
  inputs: Record<string, unknown>,
  rules: RuleSet,
  secrets: readonly string[] = [],
): { failures: CheckFailure[]; warnings: string[] } {
  const { failures, warnings } = validateBy(inputs, LIMITS[rules], secrets);
  const explained = failures.map(({ property, reason }) => {
    const wider = WIDER.find((other) => other !== rules && passes(inputs, property, LIMITS[other]));
    if (wider === undefined) return { property, reason };
    return { property, reason: `${reason} (the rule set "${wider}" accepts it: set huaweicloud:vpcepRules)` };
  });
  return { failures: explained, warnings };
}

function passes(inputs: Record<string, unknown>, property: string, limits: Limits): boolean {
  return validateBy(inputs, limits, []).failures.every((failure) => failure.property !== property);
}

function validateBy(inputs: Record<string, unknown>, limits: Limits, secrets: readonly string[]): Report {
  const report = new Report(inputs, secrets);
  checkNames(report);
  for (const field of ["serverType", "vpcId", "portId", "ports"]) {
    if (inputs[field] === undefined) report.fail(field, "is required");
  }
  checkWords(report, limits);
  checkIds(report, limits);
  checkFlags(report);
  checkTexts(report, limits);
  checkPorts(report, limits);
  checkTags(report, limits);
  checkPermissions(report);
  return report;
}

/** API page, tables 2 and 4: words. `gateway` is a known one, and none for users. */
function checkWords(report: Report, { newWordsMayReplace }: Limits): void {
  if (report.given("serviceType") === "gateway")
    report.fail("serviceType", 'may not be "gateway": only the cloud\'s operator makes such services');
  else report.word("serviceType", report.given("serviceType"), KNOWN_WORDS.serviceType, newWordsMayReplace);
  for (const field of ["serverType", "ipVersion"] as const)
    report.word(field, report.given(field), KNOWN_WORDS[field], newWordsMayReplace);
  report.word("tcpProxy", report.given("tcpProxy"), KNOWN_WORDS.tcpProxy, true);
  if (report.given("ipVersion") === "ipv6" && report.inputs.snatNetworkId === undefined)
    report.fail("snatNetworkId", 'is required when ipVersion is "ipv6"');
}

function checkIds(report: Report, limits: Limits): void {
  const uuidOrId = limits.uuids ? uuidProblem : idProblem;
  const check = (field: string, problem: typeof idProblem) =>
    report.text(field, report.given(field), (id) => problem(id, report.found(field, id)));
  for (const field of ["vpcId", "portId", "snatNetworkId"]) check(field, uuidOrId);
  for (const field of ["poolId", "existingId", "region", "projectId"]) check(field, idProblem);
}

function checkFlags(report: Report): void {
  for (const field of [
    "approvalEnabled",
    "enablePolicy",
    "protectConnections",
    "rejectConnectionsOnDelete",
    "rejectConnectionsOnRevoke",
  ]) {
    const value = report.given(field);
    if (value !== undefined && typeof value !== "boolean")
      report.fail(field, `must be true or false (a boolean)${report.found(field, value)}`);
  }
}

function checkTexts(report: Report, limits: Limits): void {
  report.text("serviceName", report.given("serviceName"), (name) => {
    if (!/^[A-Za-z0-9_-]*$/.test(name))
      return `may hold letters, digits, _ and - only${report.found("serviceName", name)}`;
    if (name.length <= MAX_NAME_LENGTH) return undefined;
    return `may have ${MAX_NAME_LENGTH} characters at most, has ${name.length}`;
  });
  // A description is never quoted: a secret may be in it.
  const description = report.given("description");
  if (description !== undefined && typeof description !== "string")
    report.fail("description", "must be a string");
  else
    report.text("description", description, (text) => {
      if (/[<>]/.test(text)) return "may not contain < or >";
      const { length } = [...text];
      if (length <= limits.descriptionLength) return undefined;
      return `may have ${limits.descriptionLength} characters at most, has ${length}`;
    });
  report.text("ip", report.given("ip"), (ip) =>
    /^[A-Za-z0-9.:-]{1,255}$/.test(ip)
      ? undefined
      : `must be an IP address or a domain name${report.found("ip", ip)}`,
  );
}

function uuidProblem(id: string, found: string): string | undefined {
  const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
  return isUuid ? undefined : `must be a UUID${found}`;
}

function idProblem(id: string, found: string): string | undefined {
  if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(id)) return undefined;
  return `must be an id of 1 to 64 letters, digits, _ and -${found}`;
}
