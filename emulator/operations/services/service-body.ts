import {
  checkDescription,
  isAbsent,
  optionalBoolean,
  optionalString,
  refuseUnknownFields,
} from "../../gateway/body-fields";
import { refusal, type ServiceCode } from "../../gateway/errors";
import { isUuid } from "../../world/ids";
import type { JsonObject } from "../../world/json";
import type { PortWire, TagWire } from "../../world/records";
import type { RuleSet } from "../../world/rule-sets";
import { readTags } from "../tag-list";
import { readPorts } from "./ports";

/** API page: "Creating a VPC Endpoint Service". */
export interface CreateServiceBody {
  vpcId: string;
  portId: string;
  serverType: string;
  ports: PortWire[];
  name: string;
  approvalEnabled: boolean;
  tcpProxy: string;
  description: string;
  tags: TagWire[];
  enablePolicy: boolean;
  ipVersion: string;
  snatNetworkId: string | undefined;
  poolId: string | undefined;
  vipPortId: string | undefined;
}

/** API page: "Modifying a VPC Endpoint Service", table 2, and `description` of the other editions. */
export interface ModifyServiceBody {
  approvalEnabled: boolean | undefined;
  name: string | undefined;
  ports: PortWire[] | undefined;
  portId: string | undefined;
  tcpProxy: string | undefined;
  description: string | undefined;
}

const modifyFields = [
  "approval_enabled",
  "service_name",
  "ports",
  "port_id",
  "tcp_proxy",
  "description",
  "ip",
  "vip_port_id",
];
const createFields = [
  ...modifyFields,
  "vpc_id",
  "server_type",
  "service_type",
  "tags",
  "ip_version",
  "snat_network_id",
  "pool_id",
  "enable_policy",
];

export function readCreateBody(body: JsonObject, rules: RuleSet, strict: boolean): CreateServiceBody {
  refuseUnknownFields(body, createFields, strict);
  const vpcId = optionalString(body, "vpc_id", "EndPoint.0020");
  if (!vpcId) throw refusal("EndPoint.2011");
  if (isAbsent(body, "ports")) throw refusal("EndPoint.2028");
  if ((optionalString(body, "service_type", "EndPoint.0002") ?? "interface") !== "interface")
    throw refusal("EndPoint.0002", "service_type");
  const ipVersion = readIpVersion(body);
  checkId(vpcId, "EndPoint.0020", rules);
  const portId = optionalString(body, "port_id", "EndPoint.3063") ?? "";
  checkId(portId, "EndPoint.3063", rules);
  const serverType = readWord(body, "server_type", rules.serverTypes, "EndPoint.3021");
  if (serverType === undefined) throw refusal("EndPoint.3021");
  return {
    vpcId,
    portId,
    serverType,
    ports: readPorts(body["ports"] ?? [], rules),
    name: readName(body, "service_name") ?? "",
    approvalEnabled: optionalBoolean(body, "approval_enabled", "EndPoint.0002") ?? true,
    tcpProxy: readWord(body, "tcp_proxy", rules.tcpProxies, "EndPoint.0002") ?? "close",
    description: readDescription(body, rules) ?? "",
    tags: readTags(body["tags"], rules),
    enablePolicy: optionalBoolean(body, "enable_policy", "EndPoint.0002") ?? false,
    ipVersion,
    snatNetworkId: readSnatNetwork(body, ipVersion),
    poolId: optionalString(body, "pool_id", "EndPoint.0002"),
    vipPortId: readVipPortAtCreate(body),
  };
}

export function readModifyBody(body: JsonObject, rules: RuleSet, strict: boolean): ModifyServiceBody {
  refuseUnknownFields(body, modifyFields, strict);
  refuseFixedAddress(body);
  const approvalEnabled = optionalBoolean(body, "approval_enabled", "EndPoint.0002");
  const name = readName(body, "service_name");
  const portId = optionalString(body, "port_id", "EndPoint.3063");
  const tcpProxy = readWord(body, "tcp_proxy", rules.tcpProxies, "EndPoint.0002");
  const description = readDescription(body, rules);
  const ports = isAbsent(body, "ports") ? undefined : readPorts(body["ports"] ?? [], rules);
  if (portId !== undefined) checkId(portId, "EndPoint.3063", rules);
  return { approvalEnabled, name, ports, portId, tcpProxy, description };
}

/** API page: "a maximum of 16 characters, including letters, digits, underscores (_), and hyphens (-)". */
export function readName(body: JsonObject, field: string): string | undefined {
  const name = optionalString(body, field, "EndPoint.3076");
  if (name !== undefined && !/^[A-Za-z0-9_-]{0,16}$/.test(name)) throw refusal("EndPoint.3076");
  return name;
}

function readDescription(body: JsonObject, rules: RuleSet): string | undefined {
  const description = optionalString(body, "description", "EndPoint.0002");
  if (description !== undefined) checkDescription(description, rules.descriptionMaxLength);
  return description;
}

function checkId(value: string, code: ServiceCode, rules: RuleSet): void {
  const good = rules.uuids ? isUuid(value) : /^.{1,64}$/u.test(value);
  if (!good) throw refusal(code);
}

function readWord(
  body: JsonObject,
  name: string,
  words: readonly string[] | undefined,
  code: ServiceCode,
): string | undefined {
  const word = optionalString(body, name, code);
  if (word === undefined) return undefined;
  if (word === "" || (words !== undefined && !words.includes(word))) throw refusal(code, name);
  return word;
}

/** Error codes page: `ip` belongs to VLAN services, which only the operator makes. */
function readVipPortAtCreate(body: JsonObject): string | undefined {
  if (!isAbsent(body, "ip") && !isAbsent(body, "vip_port_id")) throw refusal("EndPoint.3053");
  if (!isAbsent(body, "ip")) throw refusal("EndPoint.3011");
  const vipPortId = optionalString(body, "vip_port_id", "EndPoint.3051");
  if (vipPortId !== undefined && !/^[\w-]{1,64}$/.test(vipPortId)) throw refusal("EndPoint.3051");
  return vipPortId;
}

function refuseFixedAddress(body: JsonObject): void {
  const [ip, vip] = [!isAbsent(body, "ip"), !isAbsent(body, "vip_port_id")];
  if (ip && vip) throw refusal("EndPoint.3053");
  if (ip && !isAbsent(body, "port_id")) throw refusal("EndPoint.3052");
  if (ip) throw refusal("EndPoint.3055");
  if (vip) throw refusal("EndPoint.3054");
}

function readIpVersion(body: JsonObject): string {
  const version = optionalString(body, "ip_version", "EndPoint.0002") ?? "ipv4";
  if (version !== "ipv4" && version !== "ipv6") throw refusal("EndPoint.0002", "ip_version");
  return version;
}

/** SDK documentation: the source of SNAT addresses, mandatory with ipv6. */
function readSnatNetwork(body: JsonObject, ipVersion: string): string | undefined {
  const network = optionalString(body, "snat_network_id", "EndPoint.0002");
  if (ipVersion === "ipv6" && !network) throw refusal("EndPoint.0002", "snat_network_id");
  return network;
}
