import { isIPv4, isIPv6 } from "node:net";
import {
  checkDescription,
  optionalBoolean,
  optionalString,
  refuseUnknownFields,
  stringList,
} from "../../gateway/body-fields";
import { refusal } from "../../gateway/errors";
import { derivedResourceId, isPathId } from "../../world/ids";
import type { JsonObject } from "../../world/json";
import type { TagWire } from "../../world/records";
import type { RuleSet } from "../../world/rule-sets";
import { readTags } from "../tag-list";
import type { Policy } from "./policy-body";

/** API page: "Creating a VPC Endpoint". */
export interface CreateEndpointBody {
  serviceId: string;
  vpcId: string;
  subnetId?: string | undefined;
  enableDns: boolean;
  tags: TagWire[];
  routetables: string[];
  portIp?: string | undefined;
  whitelist: string[];
  enableWhitelist: boolean;
  description: string;
  policy?: Policy;
  ipVersion: string;
  ipv6Address?: string | undefined;
}

const createFields = [
  "endpoint_service_id",
  "vpc_id",
  "subnet_id",
  "enable_dns",
  "tags",
  "routetables",
  "port_ip",
  "whitelist",
  "enable_whitelist",
  "description",
  "policy_statement",
  "policy_document",
  "specification_name",
  "ip_version",
  "ipv6_address",
];

export function readCreateEndpoint(body: JsonObject, rules: RuleSet, strict: boolean): CreateEndpointBody {
  refuseUnknownFields(body, createFields, strict);
  const serviceId = optionalString(body, "endpoint_service_id", "EndPoint.3062");
  if (!serviceId) throw refusal("EndPoint.2029");
  if (!isPathId(serviceId)) throw refusal("EndPoint.3062");
  checkSpecification(body);
  const vpcId = readVpcId(body);
  const ipVersion = readIpVersion(body);
  return {
    serviceId,
    vpcId,
    subnetId: readSubnetId(body),
    enableDns: optionalBoolean(body, "enable_dns", "EndPoint.2033") ?? false,
    tags: readTags(body["tags"], rules),
    routetables: withDefault(readRouteTables(body), vpcId),
    portIp: readPortIp(body),
    whitelist: readWhitelist(body, rules) ?? [],
    enableWhitelist: optionalBoolean(body, "enable_whitelist", "EndPoint.2044") ?? false,
    description: readDescription(body, rules),
    ipVersion,
    ipv6Address: readIpv6Address(body, ipVersion),
  };
}

export function readRouteTables(body: JsonObject): string[] | undefined {
  const tables = stringList(body, "routetables", "EndPoint.1019");
  if (tables !== undefined && !tables.every(isPathId)) throw refusal("EndPoint.1019");
  return tables && [...new Set(tables)];
}

/** Every VPC has a default route table; the emulator has no VPC to look its id up in. */
function withDefault(tables: string[] = [], vpcId: string): string[] {
  return tables.length > 0 ? tables : [derivedResourceId(`default route table of ${vpcId.toLowerCase()}`)];
}

/** Only the Open Telekom Cloud knows the field, and only this value. */
function checkSpecification(body: JsonObject): void {
  const name = optionalString(body, "specification_name", "EndPoint.0015") ?? "default";
  if (name !== "default") throw refusal("EndPoint.0015");
}

function readIpVersion(body: JsonObject): string {
  const version = optionalString(body, "ip_version", "EndPoint.0002") ?? "ipv4";
  if (version !== "ipv4" && version !== "dualstack") throw refusal("EndPoint.0002", "ip_version");
  return version;
}

function readIpv6Address(body: JsonObject, ipVersion: string): string | undefined {
  const address = optionalString(body, "ipv6_address", "EndPoint.0002");
  if (address !== undefined && (!isIPv6(address) || ipVersion !== "dualstack"))
    throw refusal("EndPoint.0002", "ipv6_address");
  return address;
}

/** IPv4 addresses or blocks, but not all of IPv4 (`0.0.0.0`, `x.x.x.x/0`). */
export function readWhitelist(body: JsonObject, rules: RuleSet): string[] | undefined {
  const list = stringList(body, "whitelist", "EndPoint.2044");
  if (list === undefined) return undefined;
  if (!list.every(isWhitelistEntry)) throw refusal("EndPoint.2044");
  if (list.length > rules.addressesPerWhitelist) throw refusal("EndPoint.2045");
  return list;
}

function isWhitelistEntry(entry: string): boolean {
  const [address = "", bits, ...rest] = entry.split("/");
  if (rest.length > 0 || !isIPv4(address) || address === "0.0.0.0") return false;
  return bits === undefined || (/^\d{1,2}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= 32);
}

function readVpcId(body: JsonObject): string {
  const vpcId = optionalString(body, "vpc_id", "EndPoint.0020");
  if (!vpcId) throw refusal("EndPoint.2011");
  if (!isPathId(vpcId)) throw refusal("EndPoint.0020");
  return vpcId;
}

function readSubnetId(body: JsonObject): string | undefined {
  const subnetId = optionalString(body, "subnet_id", "EndPoint.0023");
  if (subnetId !== undefined && !isPathId(subnetId)) throw refusal("EndPoint.0023");
  return subnetId;
}

function readPortIp(body: JsonObject): string | undefined {
  const portIp = optionalString(body, "port_ip", "EndPoint.2041");
  if (portIp !== undefined && !isIPv4(portIp)) throw refusal("EndPoint.2041");
  return portIp;
}

function readDescription(body: JsonObject, rules: RuleSet): string {
  const description = optionalString(body, "description", "EndPoint.0002") ?? "";
  checkDescription(description, rules.descriptionMaxLength);
  return description;
}
