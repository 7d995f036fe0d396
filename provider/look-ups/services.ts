import * as codecs from "../resource/codecs";
import type { Computed } from "../resource/fields";
import * as rules from "../resource/rules";
import { SERVICE } from "../vpc-endpoint-service/fields";
import { PAGE_SIZE } from "../vpcep/records";
import { describeService, getService, listServices } from "../vpcep/services";
import { filterText, WHERE } from "./arguments";
import { listLookUp, shown } from "./list";
import type { LookUp } from "./look-up";
import { objectOf, summaryOf } from "./object";
import { OTHERS_SERVICE } from "./public-services";

/** What the API tells of anybody's service (API page "Querying Details About a VPC Endpoint Service by Name"). */
const SUMMARY = {
  ...OTHERS_SERVICE,
  publicBorderGroup: { wire: "public_border_group", codec: codecs.word },
} as const satisfies Record<string, Computed>;

export const vpcEndpointService: LookUp = {
  name: "getVpcEndpointService",
  arguments: { ...WHERE, id: { rule: rules.id }, endpointServiceName: { rule: filterText(128) } },
  oneOf: ["id", "endpointServiceName"],
  about: { noun: SERVICE.noun, names: ["id", "endpointServiceName"] },
  async run({ id, endpointServiceName }, access) {
    if (id === undefined) {
      const name = String(endpointServiceName);
      const record = await summaryOf(access, describeService(name), `service ${name}`);
      return shown({ fields: {}, computed: SUMMARY }, String(record.id), record, access);
    }
    const record = await objectOf(access, getService(String(id)), `service ${id}`);
    return shown(SERVICE, String(record.id), record, access);
  },
};

/** API page "Querying VPC Endpoint Services". */
export const vpcEndpointServices = listLookUp({
  name: "getVpcEndpointServices",
  arguments: {
    ...WHERE,
    endpointServiceName: { rule: filterText(128), query: "endpoint_service_name" },
    id: { rule: rules.id, query: "id" },
    status: {
      rule: rules.oneOf(["creating", "available", "failed", "deleting"]),
      query: "status",
    },
    serverType: { rule: rules.oneOf(["LB", "VM", "VIP", "BMS"]), query: "server_type" },
    netType: { rule: rules.oneOf(["vlan", "vxlan", "all"]), query: "net_type" },
    publicBorderGroup: { rule: filterText(64), query: "public_border_group" },
    tags: { rule: rules.tags },
  },
  result: "endpointServices",
  call: listServices,
  pageSize: PAGE_SIZE.services,
  item: (record, access) => shown(SERVICE, String(record.id), record, access),
});
