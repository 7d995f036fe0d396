import { isIPv4 } from "node:net";
import {
  checkDescription,
  optionalBoolean,
  optionalString,
  refuseUnknownFields,
  stringList,
} from "../../gateway/body-fields";
import { refusal } from "../../gateway/errors";
import { isPathId } from "../../world/ids";
import type { Json, JsonObject } from "../../world/json";
import type { TagWire } from "../../world/records";
import type { RuleSet } from "../../world/rule-sets";
import { readTags } from "../tag-list";

/** API page: "Creating a VPC Endpoint". */
export interface CreateEndpointBody {
  serviceId: string;
  vpcId: string;
  subnetId?: string | undefined;
  enableDns: boolean;
  tags: TagWire[];
  routetables?: string[] | undefined;
  portIp?: string | undefined;
  whitelist: string[];
  enableWhitelist: boolean;
  description: string;
  policyStatement?: Json[] | undefined;
  ipVersion?: string | undefined;
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
/** The smaller of the two published numbers. */
const maxWhitelist = 20;

export function readCreateEndpoint(body: JsonObject, rules: RuleSet, strict: boolean): CreateEndpointBody {
  refuseUnknownFields(body, createFields, strict);
  const serviceId = optionalString(body, "endpoint_service_id", "EndPoint.3062");
  if (!serviceId) throw refusal("EndPoint.2029");
  if (!isPathId(serviceId)) throw refusal("EndPoint.3062");
  const policy = body["policy_statement"] ?? undefined;
  if (policy !== undefined && !Array.isArray(policy)) throw refusal("EndPoint.0002", "policy_statement");
  return {
    serviceId,
    vpcId: readVpcId(body),
    subnetId: readSubnetId(body),
    enableDns: optionalBoolean(body, "enable_dns", "EndPoint.2033") ?? false,
    tags: readTags(body["tags"], rules),
    routetables: stringList(body, "routetables", "EndPoint.1019"),
    portIp: readPortIp(body),
    whitelist: readWhitelist(body) ?? [],
    enableWhitelist: optionalBoolean(body, "enable_whitelist", "EndPoint.2044") ?? false,
    description: readDescription(body, rules),
    policyStatement: policy,
    ipVersion: optionalString(body, "ip_version", "EndPoint.0002"),
  };
}

/** IPv4 addresses or blocks, but not all of IPv4 (`0.0.0.0`, `x.x.x.x/0`). */
export function readWhitelist(body: JsonObject): string[] | undefined {
  const list = stringList(body, "whitelist", "EndPoint.2044");
  if (list === undefined) return undefined;
  if (!list.every(isWhitelistEntry)) throw refusal("EndPoint.2044");
  if (list.length > maxWhitelist) throw refusal("EndPoint.2045");
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
