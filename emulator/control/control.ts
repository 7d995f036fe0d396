import type { FaultBook } from "../faults/fault-book";
import { faultRuleProblem } from "../faults/fault-check";
import type { FaultRule } from "../faults/fault-rule";
import type { AccessControl } from "../gateway/access";
import type { Listener } from "../gateway/listener";
import type { RequestCounts } from "../gateway/request-limit";
import type { JsonObject } from "../world/json";
import { type ErrorWire, serviceById } from "../world/records";
import type { RuleSetName } from "../world/rule-sets";
import { type LoginSettings, type RequestLimit, type SettleSeconds, settleSettings } from "../world/settings";
import { removeService } from "../world/transitions";
import { UserError } from "../world/user-input";
import type { World } from "../world/world";
import { changePassword } from "./change-password";
import { checkPassword, checkPlan, checkPort, checkServicePatch, checkSettings } from "./control-checks";
import { changeService, noService, type ServicePatch, type StateView, stateView } from "./outside-change";
import { addConnection, type ConnectionPlan, type MadeConnection } from "./outside-connection";
import type { LoggedRequest, RequestLog } from "./request-log";

/** The settings that can be changed while the emulator runs; one that is left out keeps its value. */
export interface SettingsPatch extends Partial<LoginSettings> {
  /** null: objects stay in their interim state until something else moves them. */
  settleSeconds?: SettleSeconds | null;
  quota?: number;
  endpointQuota?: number;
  permissionQuota?: number;
  requestLimits?: readonly RequestLimit[];
  rules?: RuleSetName;
  strict?: boolean;
  securityToken?: string | null;
  /** The next created service ends as `failed` with these errors; null cancels that. */
  failNextCreate?: ErrorWire[] | null;
}

interface Parts {
  world: World;
  access: AccessControl;
  counts: RequestCounts;
  faults: FaultBook;
  log: RequestLog;
  listener: Listener;
}

/** Everything that is not the cloud: reads the log, sets faults, changes objects behind the clients' backs. */
export class Control {
  private readonly world: World;

  constructor(private readonly parts: Parts) {
    this.world = parts.world;
  }

  requests(since = 0): LoggedRequest[] {
    return this.parts.log.since(since);
  }

  clearRequests(): void {
    this.parts.log.clear();
  }

  reset(): void {
    this.parts.listener.acceptAgain();
    this.parts.log.clear();
    this.parts.faults.clear();
    this.parts.access.reset();
    this.parts.counts.clear();
    this.world.reset();
  }

  faults(): (FaultRule & { seen: number; hits: number })[] {
    return structuredClone(this.parts.faults.rules());
  }

  addFault(rule: FaultRule): void {
    const problem = faultRuleProblem(rule);
    if (problem !== undefined) throw new UserError(problem);
    this.parts.faults.add(structuredClone(rule), this.world.clock());
    if (rule.kind === "refuse" && rule.forSeconds !== undefined)
      this.parts.listener.refuseFor(rule.forSeconds);
  }

  /** All of them are checked before the first one takes effect. */
  setFaults(rules: readonly FaultRule[]): void {
    const problem = rules.map(faultRuleProblem).find((found) => found !== undefined);
    if (problem !== undefined) throw new UserError(problem);
    this.clearFaults();
    for (const rule of rules) this.addFault(rule);
  }

  clearFaults(): void {
    this.parts.listener.acceptAgain();
    this.parts.faults.clear();
  }

  state(): StateView {
    this.world.settle();
    return stateView(this.world);
  }

  /** Any wire field, `permissions` as strings, and `settleSeconds` for this object alone. */
  patchService(id: string, patch: ServicePatch): JsonObject {
    checkServicePatch(patch);
    return this.world.transact(true, () => changeService(this.world, id, patch));
  }

  /** Gone at once, as if it had never existed. */
  deleteService(id: string): void {
    this.world.transact(true, () => {
      if (serviceById(this.world.state, id) === undefined) throw noService(id);
      removeService(this.world.state, id);
    });
  }

  /** A connection of another account to a service. */
  connect(serviceId: string, plan: ConnectionPlan = {}): MadeConnection {
    checkPlan(plan);
    return this.world.transact(true, () => addConnection(this.world, serviceId, plan));
  }

  /** Sets the VPC that a port belongs to; from then on it is in no other. */
  bindPort(portId: string, vpcId: string): void {
    checkPort(vpcId);
    this.world.transact(true, () => {
      this.world.state.portVpc[portId] = vpcId;
    });
  }

  /** The cloud ends a temporary key before its time. */
  expireKey(accessKey: string): void {
    if (this.world.keys.expire((_key, id) => id === accessKey) === 0)
      throw new UserError(`No temporary key ${accessKey} has been issued.`);
  }

  expireToken(token: string): void {
    if (this.world.tokens.expire((_token, id) => id === token) === 0)
      throw new UserError("No such token has been issued.");
  }

  /** Every temporary key and every token, those of the metadata service included. */
  expireLogins(): void {
    for (const issued of [this.world.keys, this.world.tokens, this.world.metadataTokens])
      issued.expire(() => true);
  }

  /** As at the console: what was issued to the user ends at once. Default: a user of the first account. */
  changePassword(userName: string, password: string, accountName?: string): void {
    checkPassword(password);
    changePassword(this.world, userName, password, accountName);
  }

  configure(patch: SettingsPatch): void {
    checkSettings(patch);
    const { settleSeconds, failNextCreate, securityToken, rules, ...plain } = patch;
    const { world } = this;
    Object.assign(world.settings, plain);
    if (rules !== undefined) world.settings.rules = rules;
    if (settleSeconds !== undefined) Object.assign(world.settings, settleSettings(settleSeconds));
    if (securityToken !== undefined) world.settings.securityToken = securityToken ?? undefined;
    if (failNextCreate !== undefined) world.failNextCreate = failNextCreate ?? undefined;
  }
}
