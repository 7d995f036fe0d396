export type { SettingsPatch } from "./control/control";
export type { ServicePatch, StateView } from "./control/outside-change";
export type { ConnectionPlan, MadeConnection } from "./control/outside-connection";
export type { Fault, FaultKind, FaultMatch, FaultPoint, FaultRule } from "./faults/fault-rule";
export type { LoggedRequest } from "./http/request-log";
export type { EmulatorOptions, SettleSeconds } from "./options";
export { type Emulator, start } from "./server";
export { UserError } from "./user-error";
export type { RuleSetName } from "./world/rules";
