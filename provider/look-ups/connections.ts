import * as rules from "../resource/rules";
import { CONNECTION, idOf } from "../vpc-endpoint-connection/fields";
import { listConnections } from "../vpcep/connections";
import { PAGE_SIZE } from "../vpcep/records";
import { OF_SERVICE } from "./arguments";
import { listLookUp, shown } from "./list";

const markerRule = rules.text((value, found) =>
  /^[0-9]{1,32}$/.test(value) ? undefined : `must be the digits of a marker id${found}`,
);

/** API page "Querying Connections of a VPC Endpoint Service". */
export const vpcEndpointConnections = listLookUp({
  name: "getVpcEndpointConnections",
  arguments: {
    ...OF_SERVICE,
    id: { rule: rules.id, query: "id" },
    markerId: { rule: markerRule, query: "marker_id" },
    status: {
      rule: rules.oneOf(["pendingAcceptance", "creating", "accepted", "rejected", "failed", "deleting"]),
      query: "status",
    },
  },
  about: { noun: "service", names: ["endpointServiceId"] },
  result: "connections",
  call: (query, { endpointServiceId }) => listConnections(String(endpointServiceId), query),
  pageSize: PAGE_SIZE.connections,
  item: (record, access, { endpointServiceId }) =>
    shown(CONNECTION, idOf(endpointServiceId, record.id), record, access),
});
