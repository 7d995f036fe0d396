import { refusal } from "../../gateway/errors";
import { sameId } from "../../world/ids";
import { isJsonObject, type Json, type JsonObject } from "../../world/json";
import type { PortWire, ServiceRecord } from "../../world/records";
import type { RuleSet } from "../../world/rule-sets";

/** API page: "A maximum of 200 port mappings can be created at a time." */
const maxMappings = 200;
const defaultProtocol = "TCP";

/** API page: "Modifying a VPC Endpoint Service", table 3, and the duplicate rule of `ports` in table 2. */
export function readPorts(value: Json, rules: RuleSet): PortWire[] {
  if (!Array.isArray(value)) throw refusal("EndPoint.3004", "ports is not a list");
  if (value.length === 0) throw refusal("EndPoint.2028");
  if (value.length > maxMappings) throw refusal("EndPoint.3074");
  const ports = value.map((item) => readMapping(item, rules));
  if (new Set(ports.map(mappingKey)).size < ports.length) throw refusal("EndPoint.3043", "repeated mapping");
  return ports;
}

function readMapping(item: Json, rules: RuleSet): PortWire {
  if (!isJsonObject(item)) throw refusal("EndPoint.3004", "a mapping is not an object");
  const protocol = item["protocol"] ?? defaultProtocol;
  if (typeof protocol !== "string" || protocol === "") throw refusal("EndPoint.3075");
  if (rules.protocols !== undefined && !rules.protocols.includes(protocol)) throw refusal("EndPoint.3075");
  return {
    client_port: readPort(item, "client_port"),
    server_port: readPort(item, "server_port"),
    protocol,
  };
}

/** "Supported range: 1 to 65535" */
function readPort(item: JsonObject, name: string): number {
  const port = item[name];
  if (port === undefined || port === null) throw refusal("EndPoint.2028", name);
  if (typeof port !== "number" || !Number.isInteger(port) || port < 1 || port > 65535) {
    throw refusal("EndPoint.3004", name);
  }
  return port;
}

function mappingKey(port: PortWire): string {
  return `${port.client_port}/${port.server_port}/${port.protocol}`;
}

/**
 * "If multiple VPC endpoint services share the same port_id value, either server_port or protocol, or both […] must
 * be unique": no two services on one port_id may have a (server_port, protocol) pair in common.
 */
export function checkPortConflict(
  others: Iterable<ServiceRecord>,
  wanted: { portId: string; ports: readonly PortWire[] },
): void {
  const pairs = new Set(wanted.ports.map(backendKey));
  for (const { wire } of others) {
    if (!sameId(wire.port_id, wanted.portId)) continue;
    if (wire.ports.some((port) => pairs.has(backendKey(port)))) throw refusal("EndPoint.3044");
  }
}

function backendKey(port: PortWire): string {
  return `${port.server_port}/${port.protocol}`;
}

/**
 * A port belongs to one VPC. The emulator has no VPCs to look it up in, so the control routes set which one; otherwise
 * it is that of the services that use the port now.
 */
export function checkPortInVpc(
  portVpc: Record<string, string>,
  others: Iterable<ServiceRecord>,
  wanted: { portId: string; vpcId: string },
): void {
  const stated = Object.entries(portVpc).find(([portId]) => sameId(portId, wanted.portId))?.[1];
  if (stated !== undefined && !sameId(stated, wanted.vpcId)) throw refusal("EndPoint.3042");
  if (stated !== undefined) return;
  for (const { wire } of others) {
    if (sameId(wire.port_id, wanted.portId) && !sameId(wire.vpc_id, wanted.vpcId))
      throw refusal("EndPoint.3042");
  }
}
