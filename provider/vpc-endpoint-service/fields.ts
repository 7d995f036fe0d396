/**
 * The inputs of a VPC endpoint service, each with what a change of it means. Everything that goes through the inputs one
 * by one (check, diff, the bodies, what read gives back) goes by this table, so that a new field is one line here.
 *
 * `update`: the modify call takes it (API page "Modifying a VPC Endpoint Service", and `description` and `ip` of the
 * newer editions). `tags`, `permissions`: an API of their own. `replace`: fixed for the life of the service. `setting`:
 * the provider's own, no field of the API. `adopt`: looked at when the resource is created.
 */
export const FIELDS = {
  region: "replace",
  projectId: "replace",
  serverType: "replace",
  vpcId: "replace",
  portId: "update",
  ports: "update",
  serviceName: "update",
  serviceType: "replace",
  approvalEnabled: "update",
  tcpProxy: "update",
  description: "update",
  tags: "tags",
  permissions: "permissions",
  organizationPermissions: "permissions",
  enablePolicy: "replace",
  ipVersion: "replace",
  snatNetworkId: "replace",
  poolId: "replace",
  ip: "update",
  existingId: "adopt",
  protectConnections: "setting",
  rejectConnectionsOnDelete: "setting",
  rejectConnectionsOnRevoke: "setting",
} as const;

export type Field = keyof typeof FIELDS;
type FieldsThat<Change> = { [F in Field]: (typeof FIELDS)[F] extends Change ? F : never }[Field];

export type UpdatedField = FieldsThat<"update">;
export type ReplacingField = FieldsThat<"replace">;
export type PermissionField = FieldsThat<"permissions">;
export type SettingField = FieldsThat<"setting">;
/** The fields whose value the cloud holds and `diff` compares. */
export type CloudField = FieldsThat<"update" | "replace" | "tags" | "permissions">;

export const ALL_FIELDS = Object.keys(FIELDS) as Field[];
const fieldsThat = <Change>(change: Change) =>
  ALL_FIELDS.filter((field) => FIELDS[field] === change) as FieldsThat<Change>[];

export const UPDATED_FIELDS = fieldsThat("update" as const);
export const REPLACING_FIELDS = fieldsThat("replace" as const);
export const PERMISSION_FIELDS = fieldsThat("permissions" as const);
export const SETTING_FIELDS = fieldsThat("setting" as const);
export const CLOUD_FIELDS = ALL_FIELDS.filter(
  (field) => FIELDS[field] !== "setting" && FIELDS[field] !== "adopt",
) as CloudField[];

/** Inputs that a program may leave out; `region` and `projectId` come from the configuration then. */
export const OPTIONAL_FIELDS = ALL_FIELDS.filter(
  (field) => !["region", "projectId", "serverType", "vpcId", "portId", "ports"].includes(field),
);

/** The optional inputs that a program sets. */
export function fieldsSetIn(inputs: Record<string, unknown>): Field[] {
  return OPTIONAL_FIELDS.filter((field) => inputs[field] !== undefined);
}

/**
 * The API's defaults: what an input means that the program had set and sets no more. Inputs that are not here keep their
 * value when they are taken out of the program.
 */
export const API_DEFAULTS = {
  approvalEnabled: true,
  tcpProxy: "close",
  description: "",
  serviceName: "",
  tags: {},
  permissions: [],
  organizationPermissions: [],
} as const satisfies Partial<Record<Field, unknown>>;

/** The default of a mapping's `protocol` (API page, table 3). */
export const DEFAULT_PROTOCOL = "TCP";

/** The default of every wait: create, update and delete (reference: a service settles within one or two minutes). */
export const DEFAULT_TIMEOUT_SECONDS = 600;
