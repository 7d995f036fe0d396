import type { JsonObject } from "../../world/json";
import { asJson, connectionsOf, isLive, type ServiceRecord, type State } from "../../world/records";

/** API page: "Querying Details of a VPC Endpoint Service": the response of create, modify and get. */
export function serviceResponse({ wire }: ServiceRecord): JsonObject {
  const { domain_id: _account, public_border_group: _group, ...shown } = wire;
  return asJson(shown);
}

/** API page: "Querying VPC Endpoint Services": list items also name the account and count live connections. */
export function serviceListItem(state: State, { wire }: ServiceRecord): JsonObject {
  const live = connectionsOf(state, wire.id).filter(isLive);
  return { ...asJson(wire), connection_count: live.length };
}

/** `<region>.<name>.<id>`, or `<region>.<id>` without a name: the stored name, which consumers use. */
export function fullName(region: string, name: string, id: string): string {
  return name === "" ? `${region}.${id}` : `${region}.${name}.${id}`;
}
