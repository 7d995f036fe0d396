import { refuseUnknownFields } from "../../gateway/body-fields";
import { refusal } from "../../gateway/errors";
import { type ApiResponse, type Call, ok, param } from "../../gateway/operation";
import { contains, page, queryText } from "../../gateway/paging";
import { newResourceId } from "../../world/ids";
import type { JsonObject } from "../../world/json";
import { apiTime, asJson, type PermissionWire, type ServiceRecord } from "../../world/records";
import { findService } from "../own-objects";
import {
  type NewPermission,
  readBatchCreate,
  readBatchDelete,
  readDescription,
  readPermissionAction,
} from "./permission-body";

type Stored = ServiceRecord["permissions"][number];

/** API page: "Querying Whitelist Records of a VPC Endpoint Service". */
export function listPermissions(call: Call): ApiResponse {
  const wanted = queryText(call, "permission");
  const found = findService(call).permissions.filter(
    (record) => record.createdMs <= call.hideCreatedAfterMs && contains(record.permission, wanted),
  );
  const sortable = ({ id, createdMs }: Stored) => ({ id, createdMs, updatedMs: createdMs });
  return page(call, found, sortable, { name: "permissions", maxLimit: 500, toWire: permissionResponse });
}

/**
 * API page: "Batch Adding or Deleting Whitelist Records". Adding a record that exists, or removing one that does not,
 * is not an error. The response lists the named records first, then the others of their type.
 */
export function changePermissions(call: Call): ApiResponse {
  refuseUnknownFields(call.body, ["permissions", "action", "permission_type"], call.world.settings.strict);
  const { action, type, permissions } = readPermissionAction(call.body);
  const service = findService(call);
  if (action === "add") {
    add(
      call,
      service,
      permissions.map((permission) => ({ permission, type, description: "" })),
    );
  } else {
    service.permissions = service.permissions.filter((record) => !permissions.includes(record.permission));
  }
  const left = service.permissions
    .filter((record) => record.permission_type === type)
    .map((r) => r.permission);
  const named = permissions.filter((permission) => left.includes(permission));
  const others = left.filter((permission) => !named.includes(permission));
  return ok({ permissions: [...named, ...others], permission_type: type });
}

/** API page: "Batch Adding Whitelist Records of a VPC Endpoint Service": the response has the new records. */
export function batchCreatePermissions(call: Call): ApiResponse {
  refuseUnknownFields(call.body, ["permissions", "permission_type"], call.world.settings.strict);
  const wanted = readBatchCreate(call.body, call.world.rules);
  const added = add(call, findService(call), wanted);
  return ok({ permissions: added.map(permissionResponse) });
}

/** API page: "Batch Deleting Whitelist Records of a VPC Endpoint Service": by record id. */
export function batchDeletePermissions(call: Call): ApiResponse {
  refuseUnknownFields(call.body, ["permissions"], call.world.settings.strict);
  const ids = readBatchDelete(call.body);
  const service = findService(call);
  service.permissions = service.permissions.filter((record) => !ids.includes(record.id));
  return ok({ permissions: [] });
}

/** API page: "Updating the Description of a Whitelist Record"; nothing else in a record can change. */
export function describePermission(call: Call): ApiResponse {
  const description = readDescription(call.body, call.world.rules);
  const id = param(call, "permission_id");
  const record = findService(call).permissions.find((candidate) => candidate.id === id);
  if (record === undefined) throw refusal("EndPoint.0005");
  record.description = description;
  return ok({ permissions: [permissionResponse(record)] });
}

function add(call: Call, service: ServiceRecord, wanted: NewPermission[]): Stored[] {
  const present = new Set(service.permissions.map((record) => record.permission));
  const missing = wanted.filter(({ permission }) => !present.has(permission));
  if (present.size + missing.length > call.world.settings.permissionQuota) throw refusal("EndPoint.3049");
  const added = missing.map(({ permission, type, description }) => ({
    id: newResourceId(),
    permission,
    permission_type: type,
    description,
    created_at: apiTime(call.nowMs),
    createdMs: call.nowMs,
  }));
  service.permissions.push(...added);
  return added;
}

function permissionResponse({ createdMs: _createdMs, ...wire }: Stored): JsonObject {
  return asJson(wire satisfies PermissionWire);
}
