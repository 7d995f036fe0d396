import { checkDescription, stringList } from "../../gateway/body-fields";
import { refusal } from "../../gateway/errors";
import { isPathId } from "../../world/ids";
import { isJsonObject, type Json, type JsonObject } from "../../world/json";
import type { PermissionWire } from "../../world/records";
import type { RuleSet } from "../../world/rule-sets";

type PermissionType = PermissionWire["permission_type"];

export interface NewPermission {
  permission: string;
  type: PermissionType;
  description: string;
}

/** API page: "Batch Adding or Deleting Whitelist Records". */
export function readPermissionAction(body: JsonObject): {
  action: "add" | "remove";
  type: PermissionType;
  permissions: string[];
} {
  const { action } = body;
  if (action !== "add" && action !== "remove") throw refusal("EndPoint.3035");
  const permissions = stringList(body, "permissions", "EndPoint.3036");
  if (permissions === undefined || permissions.length === 0) throw refusal("EndPoint.3036");
  const type = readType(body);
  for (const permission of permissions) checkPermission(permission, type);
  return { action, type, permissions: [...new Set(permissions)] };
}

/** API page: "Batch Adding Whitelist Records of a VPC Endpoint Service". */
export function readBatchCreate(body: JsonObject, rules: RuleSet): NewPermission[] {
  const type = readType(body);
  const wanted = readObjects(body).map(({ permission, description }) => {
    if (typeof permission !== "string") throw refusal("EndPoint.3036");
    checkPermission(permission, type);
    return { permission, type, description: checkedDescription(description ?? "", rules) };
  });
  return wanted.filter(
    ({ permission }, place) => wanted.findIndex((other) => other.permission === permission) === place,
  );
}

export function readBatchDelete(body: JsonObject): string[] {
  return readObjects(body).map(({ id }) => {
    if (!isPathId(id)) throw refusal("EndPoint.3036");
    return id;
  });
}

/** Body `{"permission":{"description":…}}`. */
export function readDescription(body: JsonObject, rules: RuleSet): string {
  const { permission } = body;
  if (!isJsonObject(permission) || permission["description"] === undefined) {
    throw refusal("EndPoint.0002", "permission.description");
  }
  return checkedDescription(permission["description"], rules);
}

function checkedDescription(value: Json, rules: RuleSet): string {
  if (typeof value !== "string") throw refusal("EndPoint.0002", "description");
  checkDescription(value, rules.permissionDescriptionMaxLength);
  return value;
}

function readObjects(body: JsonObject): JsonObject[] {
  const list = body["permissions"];
  if (!Array.isArray(list) || list.length === 0) throw refusal("EndPoint.3036");
  return list.map((item) => {
    if (!isJsonObject(item)) throw refusal("EndPoint.3036");
    return item;
  });
}

/** The default is accounts. */
function readType(body: JsonObject): PermissionType {
  const type = body["permission_type"] ?? "domainId";
  if (type !== "domainId" && type !== "orgPath") throw refusal("EndPoint.0002", "permission_type");
  return type;
}

/** A bare `*` means everyone; the live service refuses `iam:domain::*`. */
function checkPermission(permission: string, type: PermissionType): void {
  const form =
    type === "domainId"
      ? /^(\*|iam:domain::[A-Za-z0-9]{1,64})$/
      : /^organizations:orgPath::[A-Za-z0-9/_*?-]{1,1024}$/;
  if (!form.test(permission)) throw refusal("EndPoint.3002");
}
