// What the emulator sends: the types of its control routes, with those of the API inside.
import type { EndpointWire, PermissionWire, ServiceWire } from "../../world/records";

export type { LoggedEntry, LoggedRequest, LogNews } from "../../control/logged-request";
export type { AccountView, SettingsView } from "../../control/settings-view";
export type { ArmedRule, FaultRule } from "../../faults/fault-rule";
export type { Json, JsonObject } from "../../world/json";

export interface Connection {
  id: string;
  domain_id: string;
  status: string;
  description: string;
}

export interface Service extends ServiceWire {
  permissions: PermissionWire[];
  connections: Connection[];
}

export interface Endpoint extends EndpointWire {
  domain_id: string;
}

/** `GET state`. */
export interface CloudState {
  services: Service[];
  endpoints: Endpoint[];
}
