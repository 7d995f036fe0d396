import * as rules from "../resource/rules";
import { ENDPOINT } from "../vpc-endpoint/fields";
import { getEndpoint, listEndpoints } from "../vpcep/endpoints";
import { PAGE_SIZE } from "../vpcep/records";
import { filterText, WHERE } from "./arguments";
import { listLookUp, shown } from "./list";
import type { LookUp } from "./look-up";
import { objectOf } from "./object";

export const vpcEndpoint: LookUp = {
  name: "getVpcEndpoint",
  arguments: { ...WHERE, id: { rule: rules.id, required: true } },
  about: { noun: ENDPOINT.noun, names: ["id"] },
  async run({ id }, access) {
    const record = await objectOf(access, getEndpoint(String(id)), `endpoint ${id}`);
    return shown(ENDPOINT, String(record.id), record, access);
  },
};

/** API page "Querying VPC Endpoints". */
export const vpcEndpoints = listLookUp({
  name: "getVpcEndpoints",
  arguments: {
    ...WHERE,
    endpointServiceName: { rule: filterText(128), query: "endpoint_service_name" },
    vpcId: { rule: rules.id, query: "vpc_id" },
    id: { rule: rules.id, query: "id" },
    tags: { rule: rules.tags },
  },
  result: "endpoints",
  call: listEndpoints,
  pageSize: PAGE_SIZE.endpoints,
  item: (record, access) => shown(ENDPOINT, String(record.id), record, access),
});
