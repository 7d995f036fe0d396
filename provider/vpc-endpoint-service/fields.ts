import { cleanText } from "../api/text";
import * as codecs from "../resource/codecs";
import { EDITION } from "../resource/edition";
import { ADOPTION, type Definition, LIFE, PLACE, type Table } from "../resource/fields";
import type { Properties } from "../resource/properties";
import * as rules from "../resource/rules";
import type { ApiRecord } from "../vpcep/records";
import { getService, listServices } from "../vpcep/services";
import { portMappings, portRule } from "./ports";
import { SERVER_RESOURCES } from "./server-resources";

const { text, flag, textSet, tagMap } = codecs;
const { id, uuid } = rules;

/** The words of the API page; `gateway` is one of `serviceType`, and none for users. */
const serverTypeRule = rules.oneOf(["LB", "VM", "VIP", "BMS"], { fixed: true });
const tcpProxyRule = rules.oneOf(["close", "toa_open", "proxy_open", "open", "proxy_vni"]);
const ipVersionRule = rules.oneOf(["ipv4", "ipv6"], { fixed: true });
const serviceTypeRule: rules.Rule = (report, property, value, limits) => {
  if (value === "gateway")
    report.fail(property, 'may not be "gateway": only the cloud\'s operator makes such services');
  else rules.oneOf(["interface"], { fixed: true })(report, property, value, limits);
};

const serviceNameRule = rules.text((name, found) => {
  if (!/^[A-Za-z0-9_-]*$/.test(name)) return `may hold letters, digits, _ and - only${found}`;
  return name.length <= 16 ? undefined : `may have 16 characters at most, has ${name.length}`;
});

const addressRule = rules.text((ip, found) =>
  /^[A-Za-z0-9.:-]{1,255}$/.test(ip) ? undefined : `must be an IP address or a domain name${found}`,
);

/**
 * The inputs of a VPC endpoint service, each with all that the engine knows of it. Everything that goes through the inputs
 * one by one goes by this table. Fields that are modified are those of the API page "Modifying a VPC Endpoint Service"
 * (table 2), and `description` and `ip` of the newer editions.
 */
export const FIELDS = {
  ...PLACE,
  serverType: { change: "replace", wire: "server_type", codec: text, rule: serverTypeRule, required: true },
  vpcId: { change: "replace", wire: "vpc_id", codec: text, rule: uuid, required: true },
  portId: { change: "modify", wire: "port_id", codec: text, rule: uuid, required: true },
  ports: { change: "modify", wire: "ports", codec: portMappings, rule: portRule, required: true },
  serviceName: { change: "modify", wire: "service_name", codec: text, rule: serviceNameRule, default: "" },
  serviceType: {
    change: "replace",
    wire: "service_type",
    codec: text,
    rule: serviceTypeRule,
    default: "interface",
  },
  approvalEnabled: {
    change: "modify",
    wire: "approval_enabled",
    codec: flag,
    rule: rules.flag,
    default: true,
  },
  tcpProxy: { change: "modify", wire: "tcp_proxy", codec: text, rule: tcpProxyRule, default: "close" },
  description: {
    change: "modify",
    wire: "description",
    codec: text,
    rule: rules.description,
    default: "",
    private: true,
  },
  tags: { change: "step", wire: "tags", codec: tagMap, rule: rules.tags, default: {}, private: true },
  permissions: { change: "step", codec: textSet, rule: rules.listOf("strings", rules.account), default: [] },
  organizationPermissions: {
    change: "step",
    codec: textSet,
    rule: rules.listOf("strings", rules.organization),
    default: [],
  },
  enablePolicy: {
    change: "replace",
    wire: "enable_policy",
    codec: flag,
    rule: rules.flag,
    default: false,
  },
  ipVersion: { change: "replace", wire: "ip_version", codec: text, rule: ipVersionRule, default: "ipv4" },
  snatNetworkId: { change: "replace", wire: "snat_network_id", codec: text, rule: uuid },
  poolId: { change: "replace", wire: "pool_id", codec: text, rule: id, chosen: true },
  ip: { change: "modify", wire: "ip", codec: text, rule: addressRule },
  edition: { ...EDITION, shown: "supported_editions" },
  serverResources: SERVER_RESOURCES,
  ...ADOPTION,
  protectConnections: { change: "setting", rule: rules.flag },
  rejectConnectionsOnDelete: { change: "setting", rule: rules.flag },
  rejectConnectionsOnRevoke: { change: "setting", rule: rules.flag },
} as const satisfies Table;

export const SERVICE = {
  type: "VpcEndpointService",
  noun: "service",
  fields: FIELDS,
  knownBy: "endpointServiceName",
  computed: {
    ...LIFE,
    endpointServiceName: { codec: text },
    connectionCount: { wire: "connection_count", codec: codecs.count },
    supportedEditions: { wire: "supported_editions", codec: codecs.words },
  },
  derived: names,
  follows: { endpointServiceName: ["serviceName"] },
  rule(report) {
    if (report.inputs.ipVersion === "ipv6" && report.inputs.snatNetworkId === undefined)
      report.fail("snatNetworkId", 'is required when ipVersion is "ipv6"');
  },
  isMade: true,
  settled: () => ["available"],
  busy: ["EndPoint.3045"],
  look: (id) => ({ call: getService(id) }),
  list: (status) => listServices(status === undefined ? {} : { status }),
} as const satisfies Definition;

/**
 * The two names of a service: the short one that the program gives, and the full one that consumers use. Some editions
 * print the short one in their samples; a full one always holds dots, a short one never.
 */
function names(id: string, { service_name }: ApiRecord, outputs: Properties): Properties {
  const region = String(outputs.region);
  const shown = text.read(service_name);
  const serviceName = shown === undefined ? outputs.serviceName : shortName(shown, region, id);
  const made = [region, ...(serviceName ? [String(serviceName)] : []), id].join(".");
  return { serviceName, endpointServiceName: cleanText(shown?.includes(".") ? shown : made, 200) };
}

/**
 * The short name inside a full one: the known region in front and the known id behind are taken off; what is left is the
 * name as the program gives it. A name in neither form stands for itself. (A region or a name is never looked for by its
 * dots: a region may hold any.)
 */
export function shortName(fullName: string, region: string, id: string): string {
  if (fullName === `${region}.${id}`) return "";
  const [prefix, suffix] = [`${region}.`, `.${id}`];
  const holdsBoth = fullName.length > prefix.length + suffix.length;
  if (!holdsBoth || !fullName.startsWith(prefix) || !fullName.endsWith(suffix)) return fullName;
  return fullName.slice(prefix.length, -suffix.length);
}
