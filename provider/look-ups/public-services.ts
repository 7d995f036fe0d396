import * as codecs from "../resource/codecs";
import type { Computed } from "../resource/fields";
import * as rules from "../resource/rules";
import { listPublicServices } from "../vpcep/public-services";
import { PAGE_SIZE } from "../vpcep/records";
import { filterText, WHERE } from "./arguments";
import { listLookUp, shown } from "./list";

/** Samples of the manuals print it as a text. */
const charge: codecs.Codec<boolean> = {
  ...codecs.flag,
  read: (value) => (value === "true" ? true : value === "false" ? false : codecs.flag.read(value)),
};

/** What the API tells of a service that is not the caller's own. */
export const OTHERS_SERVICE = {
  endpointServiceName: { wire: "service_name", codec: codecs.text },
  serviceType: { wire: "service_type", codec: codecs.word },
  createdAt: { wire: "created_at", codec: codecs.word },
  isCharge: { wire: "is_charge", codec: charge },
  enablePolicy: { wire: "enable_policy", codec: codecs.flag },
} as const satisfies Record<string, Computed>;

/** API page "Querying Public VPC Endpoint Services". */
const PUBLIC_SERVICE = {
  owner: { wire: "owner", codec: codecs.word },
  ...OTHERS_SERVICE,
} as const satisfies Record<string, Computed>;

export const publicVpcEndpointServices = listLookUp({
  name: "getPublicVpcEndpointServices",
  arguments: {
    ...WHERE,
    endpointServiceName: { rule: filterText(128), query: "endpoint_service_name" },
    id: { rule: rules.id, query: "id" },
  },
  result: "endpointServices",
  call: listPublicServices,
  pageSize: PAGE_SIZE.publicServices,
  item: (record, access) =>
    shown({ fields: {}, computed: PUBLIC_SERVICE }, String(record.id), record, access),
});
