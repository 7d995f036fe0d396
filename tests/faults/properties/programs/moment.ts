import type { LoggedRequest } from "../../../../emulator";
import type { Properties, ResourceState } from "../../../helpers/engine";
import type { Values } from "./fields";

/** A service as the cloud has it. */
export interface Found {
  values: Values;
  portId: string;
  serverType: string;
}

/** Cloud and state at one moment. */
export interface Moment {
  services: ReadonlyMap<string, Found>;
  resources: readonly ResourceState[];
}

/** A resource that a program registered, in one run. */
export interface Registered {
  name: string;
  wanted: Properties;
}

export interface Ran {
  registered: readonly Registered[];
  before: Moment;
  after: Moment;
  requests: readonly LoggedRequest[];
  killed: boolean;
}

export const living = (resources: readonly ResourceState[], name: string) =>
  resources.find((one) => one.name === name && one.condemned !== true && one.replacing !== true);
