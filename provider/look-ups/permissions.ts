import { PERMISSION } from "../vpc-endpoint-service-permission/fields";
import { listPermissions } from "../vpcep/permissions";
import { PAGE_SIZE } from "../vpcep/records";
import { filterText, OF_SERVICE } from "./arguments";
import { listLookUp, shown } from "./list";

/** API page "Querying Whitelist Records of a VPC Endpoint Service". */
export const vpcEndpointServicePermissions = listLookUp({
  name: "getVpcEndpointServicePermissions",
  arguments: { ...OF_SERVICE, permission: { rule: filterText(1000), query: "permission" } },
  about: { noun: "service", names: ["endpointServiceId"] },
  result: "permissions",
  call: (query, { endpointServiceId }) => listPermissions(String(endpointServiceId), query),
  pageSize: PAGE_SIZE.permissions,
  item: (record, access, { endpointServiceId }) =>
    shown(PERMISSION, String(record.id), record, access, { endpointServiceId }),
});
