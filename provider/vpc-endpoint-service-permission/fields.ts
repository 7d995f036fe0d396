import * as codecs from "../resource/codecs";
import { type Definition, PLACE, type Table } from "../resource/fields";
import * as rules from "../resource/rules";
import { listPermissions } from "../vpcep/permissions";
import { type ApiRecord, PAGE_SIZE } from "../vpcep/records";

/** One record of the whitelist (API reference, "Batch Adding Whitelist Records of a VPC Endpoint Service"). */
export const FIELDS = {
  ...PLACE,
  endpointServiceId: { change: "replace", codec: codecs.text, rule: rules.id, required: true },
  permission: {
    change: "replace",
    wire: "permission",
    codec: codecs.text,
    rule: rules.permission,
    required: true,
  },
  description: {
    change: "step",
    wire: "description",
    codec: codecs.text,
    rule: rules.description,
    default: "",
    private: true,
  },
} as const satisfies Table;

export const PERMISSION = {
  type: "VpcEndpointServicePermission",
  noun: "permission",
  fields: FIELDS,
  computed: {
    permissionType: { wire: "permission_type", codec: codecs.word },
    createdAt: { wire: "created_at", codec: codecs.word },
  },
  isMade: true,
  settled: () => [LISTED],
  busy: ["EndPoint.3045"],
  look: (id, { endpointServiceId, permission }) => ({
    call: listOf(String(endpointServiceId), permission),
    find: (body) => recordIn(body, { id }),
  }),
} as const satisfies Definition;

/** A record has no status of its own: being listed is all there is. */
const LISTED = "listed";

/** The list as far as a record can stand in it: the filter takes 1,000 characters, and finds parts of a text. */
export function listOf(endpointServiceId: string, permission: unknown) {
  const filter = typeof permission === "string" && permission.length <= 1000 ? { permission } : {};
  return listPermissions(endpointServiceId, { ...filter, limit: PAGE_SIZE.permissions });
}

/** What an import or a `.get()` names a record by: its own id does not tell on which service's list it is. */
export const importIdOf = (endpointServiceId: string, recordId: string) => `${endpointServiceId}/${recordId}`;

export function partsOf(importId: string): { endpointServiceId: string; recordId: string } | undefined {
  const [endpointServiceId = "", recordId, ...more] = importId.split("/");
  return recordId === undefined || more.length > 0 ? undefined : { endpointServiceId, recordId };
}

/** The record with these values in a response that lists records. */
export function recordIn({ permissions }: ApiRecord, wanted: ApiRecord): ApiRecord | undefined {
  const found = codecs
    .objects(permissions)
    .find((record) => Object.entries(wanted).every(([name, value]) => record[name] === value));
  return found && { ...found, status: LISTED };
}
