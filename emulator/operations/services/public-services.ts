import { refusal } from "../../gateway/errors";
import { type ApiResponse, type Call, ok } from "../../gateway/operation";
import { contains, equals, page, queryText } from "../../gateway/paging";
import { apiTime, type ServiceRecord } from "../../world/records";
import { admits, othersServices, ownServices } from "../own-objects";

/** API page: "Querying Public VPC Endpoint Services": run by the operator, open to everyone in the region. */
export interface PublicService {
  id: string;
  owner: string;
  service_name: string;
  service_type: "gateway" | "interface";
  created_at: string;
  is_charge: boolean;
  enable_policy: boolean;
}

const createdMs = Date.UTC(2018, 8, 30);

/** Their names do not follow the pattern of other services' full names. */
export function publicServices(region: string): PublicService[] {
  return [
    operatorService("9b5e2a10-0000-4000-8000-000000000001", `com.myhuaweicloud.${region}.dns`, "interface"),
    operatorService("9b5e2a10-0000-4000-8000-000000000002", `com.myhuaweicloud.${region}.api`, "interface"),
    operatorService("9b5e2a10-0000-4000-8000-000000000003", `com.myhuaweicloud.${region}.obs`, "gateway"),
    operatorService("9b5e2a10-0000-4000-8000-000000000004", `com.myhuaweicloud.${region}.swr`, "interface"),
  ];
}

function operatorService(id: string, name: string, type: PublicService["service_type"]): PublicService {
  return {
    id,
    owner: "op_svc",
    service_name: name,
    service_type: type,
    created_at: apiTime(createdMs),
    is_charge: type === "interface",
    enable_policy: type === "gateway",
  };
}

export function listPublicServices(call: Call): ApiResponse {
  const [name, id] = [queryText(call, "endpoint_service_name"), queryText(call, "id")];
  const found = publicServices(call.place.region).filter(
    (service) => contains(service.service_name, name) && equals(service.id, id),
  );
  const sortable = (service: PublicService) => ({ id: service.id, createdMs, updatedMs: createdMs });
  const limits = {
    name: "endpoint_services",
    maxLimit: 1000,
    toWire: (service: PublicService) => ({ ...service }),
  };
  return page(call, found, sortable, limits);
}

/** API page: "Querying Basic Information of a VPC Endpoint Service": by id, or by the full name. Others see what they may use. */
export function describeService(call: Call): ApiResponse {
  const [id, name] = [queryText(call, "id"), queryText(call, "endpoint_service_name")];
  if (id === undefined && name === undefined) throw refusal("EndPoint.2029");
  if (id !== undefined && name !== undefined) throw refusal("EndPoint.0002", "id and endpoint_service_name");
  const open = othersServices(call).filter((service) => admits(service, call.account));
  const candidates = [...[...ownServices(call), ...open].map(summary), ...publicSummaries(call)];
  const found = candidates.find((service) => service.id === id || service.service_name === name);
  if (found === undefined) throw refusal("EndPoint.0005");
  return ok(found);
}

function summary({ wire }: ServiceRecord) {
  return {
    id: wire.id,
    service_name: wire.service_name,
    service_type: wire.service_type,
    created_at: wire.created_at,
    is_charge: true,
    public_border_group: wire.public_border_group,
    enable_policy: wire.enable_policy,
  };
}

function publicSummaries(call: Call) {
  return publicServices(call.place.region).map(({ owner: _owner, ...service }) => ({
    ...service,
    public_border_group: "center",
  }));
}
