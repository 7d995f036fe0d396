import type { ApiClient } from "../api/api-call";
import type { Log, Runtime } from "../api/runtime";
import type { ProviderConfig } from "../configuration/config";
import type { Holders } from "./holders";
import type { ListCreating, SharedList } from "./shared-list";

/** What the handlers of a kind are given: everything with an effect comes in here. */
export interface Environment {
  config: ProviderConfig;
  /** The client of a region and project; one a process, made when it is first needed. */
  clientFor(region: string, projectId: string): ApiClient;
  /** Why no call could be made in this region; found out without one, so that a preview can say it. */
  connectionProblem(region: string): string | undefined;
  runtime: Runtime;
  log: Log;
  /** Which resource has which object. */
  holders: Holders;
  /** Lines that were said already: the engine runs check and diff more than once, and a user reads a sentence once. */
  said: Set<string>;
  /** The list of what is being created that all waiters of a region and project share. */
  sharedListOf(client: ApiClient, list: ListCreating): SharedList;
}

export type Bag = Record<string, unknown>;

export interface CheckResult {
  inputs: Bag;
  failures: { property: string; reason: string }[];
}

export interface DiffResult {
  changes?: boolean;
  replaces: string[];
  deleteBeforeReplace: boolean;
}

export interface ReadResult {
  /** Empty when the object is gone. */
  id: string;
  props: Bag;
  /** Absent: what the program wrote still holds, and the engine keeps it as it is. */
  inputs?: Bag;
}

/**
 * The handlers of one kind of resource. They take and give plain data and know nothing of Pulumi's SDK, so that the same
 * core can stand behind any other front.
 */
export interface ResourceKind {
  /** The resource's type as its users know it, for messages. */
  type: string;
  check(env: Environment, olds: Bag, news: Bag): Promise<CheckResult>;
  diff(env: Environment, id: string, olds: Bag, news: Bag): Promise<DiffResult>;
  create(env: Environment, inputs: Bag): Promise<{ id: string; outs: Bag }>;
  read(env: Environment, id: string, props: Bag): Promise<ReadResult>;
  update(env: Environment, id: string, olds: Bag, news: Bag): Promise<{ outs: Bag }>;
  delete(env: Environment, id: string, props: Bag): Promise<void>;
}
