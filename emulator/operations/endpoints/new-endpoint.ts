import { newResourceId } from "../../world/ids";
import {
  apiTime,
  type Edition,
  type EndpointRecord,
  type EndpointWire,
  isProfessional,
  type PolicyForm,
  type ServiceRecord,
  type State,
} from "../../world/records";
import { pending } from "../../world/transitions";
import type { World } from "../../world/world";
import type { CreateEndpointBody } from "./endpoint-body";

/** The service at the other end, own or public. */
export interface EndpointTarget {
  id: string;
  name: string;
  approval: boolean;
  type: "interface" | "gateway";
  /** The edition that its new endpoints have. */
  edition: Edition;
  policy: PolicyForm | undefined;
}

export function targetOf(service: ServiceRecord): EndpointTarget {
  const { wire } = service;
  return {
    id: wire.id,
    name: wire.service_name,
    approval: wire.approval_enabled,
    type: "interface",
    edition: isProfessional(service) ? "profession" : "basic",
    policy: wire.enable_policy ? "policy_document" : undefined,
  };
}

/** `creating`, then `accepted` or, if the owner has to approve, `pendingAcceptance`. */
export function newEndpoint(
  world: World,
  owner: { domainId: string; projectId: string },
  target: EndpointTarget,
  wanted: CreateEndpointBody,
): EndpointRecord {
  const { state, settings } = world;
  const nowMs = world.clock();
  const marker = nextMarkerId(state);
  const time = apiTime(nowMs);
  const isInterface = target.type === "interface";
  const record: EndpointRecord = {
    createdMs: nowMs,
    updatedMs: nowMs,
    pending: pending(target.approval ? "pendingAcceptance" : "accepted", nowMs, settings.createSettleSeconds),
    domainId: owner.domainId,
    connectionDescription: "",
    edition: target.edition,
    address: wanted.portIp ?? addressFor(marker),
    wantsDns: wanted.enableDns && isInterface,
    wire: {
      id: newResourceId(),
      service_type: target.type,
      status: "creating",
      active_status: ["active"],
      enable_status: "enable",
      endpoint_service_id: target.id,
      endpoint_service_name: target.name,
      marker_id: marker,
      vpc_id: wanted.vpcId,
      created_at: time,
      updated_at: time,
      project_id: owner.projectId,
      tags: wanted.tags,
      specification_name: "default",
      description: wanted.description,
    },
  };
  if (target.policy !== undefined) record.policyForm = target.policy;
  Object.assign(record.wire, wanted.policy);
  Object.assign(record.wire, isInterface ? interfaceFields(wanted) : { routetables: wanted.routetables });
  if (wanted.ipVersion === "dualstack") {
    record.wire.ip_version = wanted.ipVersion;
    record.ipv6Address = wanted.ipv6Address ?? ipv6AddressFor(marker);
  }
  return record;
}

function interfaceFields({
  subnetId,
  whitelist,
  enableWhitelist,
}: CreateEndpointBody): Partial<EndpointWire> {
  const filter = { whitelist, enable_whitelist: enableWhitelist };
  return { ...(subnetId !== undefined && { subnet_id: subnetId }), enable_dns: false, ...filter };
}

/** Unique per connection, above 2^24 as on the live service. */
export function nextMarkerId(state: State): number {
  state.nextMarkerId += 1;
  return state.nextMarkerId;
}

function ipv6AddressFor(marker: number): string {
  return `2001:db8::${(marker >> 16).toString(16)}:${(marker & 0xffff).toString(16)}`;
}

function addressFor(marker: number): string {
  return `192.168.${(marker >> 8) & 0xff}.${marker & 0xff || 1}`;
}
