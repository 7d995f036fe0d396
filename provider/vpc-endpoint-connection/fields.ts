import * as codecs from "../resource/codecs";
import { type Definition, LIFE, PLACE, type Table } from "../resource/fields";
import * as rules from "../resource/rules";
import { listConnections } from "../vpcep/connections";
import type { ApiRecord } from "../vpcep/records";

/** The owner's decision as the status of a connection shows it; undefined while there is none. */
const decision: codecs.Codec<boolean> = {
  read: (status) => (status === "accepted" ? true : status === "rejected" ? false : undefined),
  write: (value) => value,
  canonical: (value) => value,
};

/** As long as a note may be in every edition that has notes. */
const noteRule = rules.freeText(() => 512);

/** API pages "Accepting or Rejecting a VPC Endpoint" and "Updating the Description of a VPC Endpoint Connection". */
export const FIELDS = {
  ...PLACE,
  endpointServiceId: { change: "replace", codec: codecs.text, rule: rules.id, required: true },
  endpointId: { change: "replace", codec: codecs.text, rule: rules.id, required: true },
  accepted: { change: "step", wire: "status", codec: decision, rule: rules.flag, filled: true },
  description: {
    change: "step",
    wire: "description",
    codec: codecs.text,
    rule: noteRule,
    default: "",
    private: true,
  },
} as const satisfies Table;

export const CONNECTION = {
  type: "VpcEndpointConnection",
  noun: "connection",
  fields: FIELDS,
  computed: {
    ...LIFE,
    domainId: { wire: "domain_id", codec: codecs.word },
    markerId: { wire: "marker_id", codec: codecs.digits },
  },
  derived: (id) => partsOf(id),
  isMade: false,
  settled: () => ["accepted", "rejected", "pendingAcceptance"],
  // The endpoint is being made.
  busy: ["EndPoint.2019", "EndPoint.3045"],
  look(id) {
    const { endpointServiceId, endpointId } = partsOf(id);
    return {
      call: listConnections(endpointServiceId, { id: endpointId }),
      find: (body) => connectionIn(body, endpointId),
    };
  },
} as const satisfies Definition;

/** The id of the resource: those of the service and of the endpoint. */
export const idOf = (endpointServiceId: unknown, endpointId: unknown) => `${endpointServiceId}/${endpointId}`;

export function partsOf(id: string): { endpointServiceId: string; endpointId: string } {
  const [endpointServiceId = "", endpointId = ""] = id.split("/");
  return { endpointServiceId, endpointId };
}

/** The connection of an endpoint in a response that lists connections. */
export function connectionIn({ connections }: ApiRecord, endpointId: string): ApiRecord | undefined {
  return codecs.objects(connections).find(({ id }) => id === endpointId);
}
