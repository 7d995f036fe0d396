import type { ApiClient, CallContext } from "../api/api-call";
import type { Log, Runtime } from "../api/runtime";
import type { ProviderConfig } from "../configuration/config";
import type { Definition } from "./fields";
import type { Holders } from "./holders";
import type { Properties } from "./properties";
import type { CheckFailure } from "./rules";
import type { SharedList } from "./shared-list";

/** What the handlers of a resource type are given: everything with an effect comes in here. */
export interface Environment {
  config: ProviderConfig;
  /** The client of a region and project; one a process, made when it is first needed. */
  clientFor(region: string, projectId: string): ApiClient;
  /**
   * The project to work in: the given one, else the region's own or the one that the configuration names, whose id is asked
   * for once a process. Throws also where nobody can be logged in as, since nothing is set.
   */
  projectFor(region: string, projectId: string | undefined, context: CallContext): Promise<string>;
  /** Why no call could be made in this region; found out without one, so that a preview can say it. */
  connectionProblem(region: string): string | undefined;
  /** All keys, tokens and passwords of the process, those that a login has brought included. */
  secrets(): readonly string[];
  runtime: Runtime;
  log: Log;
  /** Which resource has which object. */
  holders: Holders;
  /** Lines that were said already: the engine runs check and diff more than once, and a user reads a sentence once. */
  said: Set<string>;
  /** The list that all who ask for objects of a type with one client share; undefined where the type has none. */
  sharedListOf(client: ApiClient, definition: Definition): SharedList | undefined;
}

export interface CheckResult {
  inputs: Properties;
  failures: CheckFailure[];
}

export interface DiffResult {
  changes?: boolean;
  /** What differs, by the names of the inputs; `status` where the object's own state is the reason. */
  differs: string[];
  replaces: string[];
  deleteBeforeReplace: boolean;
}

export interface ReadResult {
  /** Empty when the object is gone. */
  id: string;
  props: Properties;
  /** Absent: what the program wrote still holds, and the engine keeps it as it is. */
  inputs?: Properties;
}

/**
 * The handlers of one resource type. They take and give plain data and know nothing of Pulumi's SDK, so that any front can
 * stand before them.
 */
export interface ResourceHandlers {
  definition: Definition;
  check(env: Environment, olds: Properties, news: Properties): Promise<CheckResult>;
  diff(env: Environment, id: string, olds: Properties, news: Properties): Promise<DiffResult>;
  create(env: Environment, inputs: Properties): Promise<{ id: string; outs: Properties }>;
  read(env: Environment, id: string, props: Properties): Promise<ReadResult>;
  update(env: Environment, id: string, olds: Properties, news: Properties): Promise<{ outs: Properties }>;
  delete(env: Environment, id: string, props: Properties): Promise<void>;
}
