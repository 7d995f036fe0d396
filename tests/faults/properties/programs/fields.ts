import type { LoggedRequest } from "../../../../emulator";
import type { Properties } from "../../../helpers/engine";

/** The fields that a program may set, change and take back on a service that stands. */
export const fields = [
  "ports",
  "serviceName",
  "approvalEnabled",
  "tcpProxy",
  "description",
  "tags",
  "permissions",
  "organizationPermissions",
] as const;
export type Field = (typeof fields)[number];

const wireNames: Record<string, Field> = {
  ports: "ports",
  service_name: "serviceName",
  approval_enabled: "approvalEnabled",
  tcp_proxy: "tcpProxy",
  description: "description",
};
const defaults: Properties = { serviceName: "", approvalEnabled: true, tcpProxy: "close", description: "" };

/** The value of each field, in a form in which order, repetitions and defaults make no difference. */
export type Values = Record<Field, string>;

const separator = "\n";
const sorted = (items: readonly string[]) => [...new Set(items)].sort().join(separator);
/** The items of a field that is a list. */
export const itemsOf = (value: string) => (value === "" ? [] : value.split(separator));
const pairs = (mappings: unknown, client: string, server: string) =>
  sorted(orEmpty<Properties>(mappings).map((one) => `${one[client]}>${one[server]}`));
const orEmpty = <T>(value: unknown) => (value ?? []) as T[];

/** What a program says; a field that it does not say is the API's default. */
export function valuesOf(wanted: Properties): Values {
  const scalar = (field: Field) => String(wanted[field] ?? defaults[field]);
  return {
    ports: pairs(wanted.ports, "clientPort", "serverPort"),
    serviceName: scalar("serviceName"),
    approvalEnabled: scalar("approvalEnabled"),
    tcpProxy: scalar("tcpProxy"),
    description: scalar("description"),
    tags: sorted(Object.entries(wanted.tags ?? {}).map(([key, value]) => `${key}=${value}`)),
    permissions: sorted(orEmpty(wanted.permissions)),
    organizationPermissions: sorted(orEmpty(wanted.organizationPermissions)),
  };
}

/** What the cloud has. */
export function valuesIn(service: Record<string, unknown>, region: string): Values {
  const records = orEmpty<{ permission: string }>(service.permissions).map(({ permission }) => permission);
  const isPath = (permission: string) => permission.startsWith("organizations:");
  const [start, end] = [`${region}.`, `.${service.id}`];
  return {
    ports: pairs(service.ports, "client_port", "server_port"),
    serviceName: String(service.service_name).slice(start.length, -end.length),
    approvalEnabled: String(service.approval_enabled),
    tcpProxy: String(service.tcp_proxy),
    description: String(service.description),
    tags: sorted(
      orEmpty<{ key: string; value: string }>(service.tags).map(({ key, value }) => `${key}=${value}`),
    ),
    permissions: sorted(records.filter((one) => !isPath(one))),
    organizationPermissions: sorted(records.filter(isPath)),
  };
}

/** What became of a change that was sent: done, refused for certain, or as far as the sender can know either. */
export type Fate = "done" | "unknown" | "refused";

/** The fields of a service that these requests changed or tried to change. */
export function sentTo(id: string, requests: readonly LoggedRequest[]): Map<Field, Fate> {
  const sent = new Map<Field, Fate>();
  for (const request of requests) {
    if (request.method === "GET" || !request.path.includes(id)) continue;
    for (const field of fieldsIn(request)) {
      const [known, fate] = [sent.get(field), fateOf(request)];
      if (known === undefined || known === "refused" || fate === "done") sent.set(field, fate);
    }
  }
  return sent;
}

function fieldsIn({ method, path, body }: LoggedRequest): Field[] {
  const given = (body ?? {}) as Properties;
  if (method === "PUT") return Object.keys(given).flatMap((name) => wireNames[name] ?? []);
  if (path.endsWith("/tags/action")) return ["tags"];
  if (!path.endsWith("/permissions/action")) return [];
  return [given.permission_type === "orgPath" ? "organizationPermissions" : "permissions"];
}

function fateOf({ status, fault }: LoggedRequest): Fate {
  const code = status ?? 0;
  if (fault === null) return code > 0 && code < 300 ? "done" : "refused";
  if (fault.at !== "before") return "done";
  return code >= 400 && code < 500 ? "refused" : "unknown";
}
