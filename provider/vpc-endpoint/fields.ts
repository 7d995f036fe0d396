import { isIPv4, isIPv6 } from "node:net";
import { isObject } from "../api/json";
import * as codecs from "../resource/codecs";
import { EDITION } from "../resource/edition";
import { ADOPTION, type Definition, LIFE, PLACE, type Table } from "../resource/fields";
import type { Properties } from "../resource/properties";
import * as rules from "../resource/rules";
import { getEndpoint, listEndpoints } from "../vpcep/endpoints";
import type { ApiRecord } from "../vpcep/records";

const fullNameRule = rules.text((name, found) =>
  /^[A-Za-z0-9._-]{1,128}$/.test(name) ? undefined : `must be the full name of a service${found}`,
);

const ipv4Rule = rules.text((ip, found) => (isIPv4(ip) ? undefined : `must be an IPv4 address${found}`));
const ipv6Rule = rules.text((ip, found) => (isIPv6(ip) ? undefined : `must be an IPv6 address${found}`));

/** API page "Creating a VPC Endpoint": addresses and blocks of IPv4; a block may not be the whole of it. */
const sourceRule = rules.text((source, found) => {
  const [ip = "", length = "32", ...more] = source.split("/");
  const isBlock = /^[0-9]{1,2}$/.test(length) && Number(length) >= 1 && Number(length) <= 32;
  if (isIPv4(ip) && isBlock && more.length === 0 && ip !== "0.0.0.0") return undefined;
  return `must be an IPv4 address or a block such as 192.0.2.0/24, not everything${found}`;
});

/** API page "Creating a VPC Endpoint": the smaller of the two published limits. */
const MAX_SOURCES = 20;
const whitelistRule: rules.Rule = (report, property, value, limits) => {
  rules.listOf("strings", sourceRule)(report, property, value, limits);
  if (Array.isArray(value) && value.length > MAX_SOURCES)
    report.fail(property, `may have ${MAX_SOURCES} entries at most, has ${value.length}`);
};

const statementRule: rules.Rule = (report, property, value) => {
  if (!Array.isArray(value) || !value.every(isObject))
    report.fail(property, "must be a list of statements (objects)");
  else if (value.length === 0)
    report.fail(property, "must have one statement at least; leave it out to allow everything");
  else if (value.length > 10) report.fail(property, `may have 10 statements at most, has ${value.length}`);
};

const documentRule: rules.Rule = (report, property, value) => {
  if (!isObject(value)) report.fail(property, "must be a policy document (an object)");
  else if (Object.keys(value).length === 0)
    report.fail(property, "may not be empty; leave it out to allow everything");
};

/** The inputs of a VPC endpoint (API page "Creating a VPC Endpoint"), each with all that the engine knows of it. */
export const FIELDS = {
  ...PLACE,
  endpointServiceId: { change: "replace", wire: "endpoint_service_id", codec: codecs.text, rule: rules.id },
  endpointServiceName: {
    change: "replace",
    shown: "endpoint_service_name",
    codec: codecs.text,
    rule: fullNameRule,
    // A program gives the id or the name: an import gives the id.
    chosen: true,
  },
  vpcId: { change: "replace", wire: "vpc_id", codec: codecs.text, rule: rules.uuid, required: true },
  subnetId: { change: "replace", wire: "subnet_id", codec: codecs.text, rule: rules.uuid },
  ip: { change: "replace", wire: "port_ip", shown: "ip", codec: codecs.text, rule: ipv4Rule, chosen: true },
  enableDns: {
    change: "replace",
    wire: "enable_dns",
    codec: codecs.flag,
    rule: rules.flag,
    default: false,
  },
  whitelist: { change: "modify", wire: "whitelist", codec: codecs.textSet, rule: whitelistRule, default: [] },
  enableWhitelist: {
    change: "modify",
    wire: "enable_whitelist",
    codec: codecs.flag,
    rule: rules.flag,
    default: false,
  },
  routeTables: {
    change: "step",
    wire: "routetables",
    codec: codecs.textSet,
    rule: rules.listOf("strings", rules.id),
    chosen: true,
  },
  policyStatement: {
    change: "step",
    wire: "policy_statement",
    codec: codecs.json,
    rule: statementRule,
    default: [],
  },
  policyDocument: {
    change: "step",
    wire: "policy_document",
    codec: codecs.json,
    rule: documentRule,
    default: {},
  },
  tags: { change: "step", wire: "tags", codec: codecs.tagMap, rule: rules.tags, default: {}, private: true },
  description: {
    change: "replace",
    wire: "description",
    codec: codecs.text,
    rule: rules.description,
    default: "",
    private: true,
  },
  ipVersion: {
    change: "replace",
    wire: "ip_version",
    codec: codecs.text,
    rule: rules.oneOf(["ipv4", "dualstack"], { fixed: true }),
    default: "ipv4",
  },
  ipv6Address: {
    change: "replace",
    wire: "ipv6_address",
    codec: codecs.text,
    rule: ipv6Rule,
    chosen: true,
  },
  edition: { ...EDITION, untold: true },
  ...ADOPTION,
  waitForAcceptance: { change: "setting", rule: rules.flag },
} as const satisfies Table;

export const ENDPOINT = {
  type: "VpcEndpoint",
  noun: "endpoint",
  fields: FIELDS,
  knownBy: "endpointServiceName",
  computed: {
    ...LIFE,
    activeStatus: { wire: "active_status", codec: codecs.words },
    serviceType: { wire: "service_type", codec: codecs.word },
    markerId: { wire: "marker_id", codec: codecs.digits },
    dnsNames: { wire: "dns_names", codec: codecs.domainNames },
  },
  derived: untilAccepted,
  rule(report) {
    const names = ["endpointServiceId", "endpointServiceName"];
    if (names.filter((name) => report.inputs[name] !== undefined).length !== 1)
      report.fail("endpointServiceId", "or endpointServiceName must be given, and not both of them");
  },
  isMade: true,
  settled: ({ waitForAcceptance }) =>
    waitForAcceptance === true ? ["accepted", "rejected"] : ["accepted", "pendingAcceptance", "rejected"],
  busy: ["EndPoint.2019", "EndPoint.3045"],
  look: (id) => ({ call: getEndpoint(id) }),
  list: () => listEndpoints(),
} as const satisfies Definition;

/** Before the endpoint was accepted the API shows no private domain name, whatever was asked for. */
function untilAccepted(
  _id: string,
  { status }: ApiRecord,
  outputs: Properties,
  base: Properties,
): Properties {
  return status === "accepted" ? {} : { enableDns: base.enableDns ?? outputs.enableDns };
}

/**
 * Whether a new endpoint could not be made while the old one lives: a subnet has one endpoint a service (basic edition), an
 * address one endpoint, and in a VPC a service has one private domain name.
 */
export function wouldClash(olds: Properties, news: Properties): boolean {
  const isSame = (name: string) => news[name] === undefined || olds[name] === news[name];
  const areSame = (...names: string[]) => ["region", "projectId", ...names].every(isSame);
  const service = ["endpointServiceId", "endpointServiceName"];
  const takesAddress = news.ip !== undefined && areSame("subnetId", "ip");
  const takesName = olds.enableDns === true && news.enableDns === true && areSame("vpcId", ...service);
  return takesAddress || takesName || areSame("subnetId", ...service);
}
