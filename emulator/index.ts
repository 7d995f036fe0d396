export type { SettingsPatch } from "./control";
export type { Fault, FaultKind, FaultMatch, FaultPoint, FaultRule } from "./fault-rule";
export type { EmulatorOptions, SettleSeconds } from "./options";
export type { ServicePatch, StateView } from "./outside-change";
export type { ConnectionPlan, MadeConnection } from "./outside-connection";
export type { LoggedRequest } from "./request-log";
export type { RuleSetName } from "./rules";
export { type Emulator, start } from "./server";
export { UserError } from "./user-error";
