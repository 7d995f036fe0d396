import type { IncomingMessage, ServerResponse } from "node:http";
import { Control } from "./control/control";
import { controlPrefix, serveControl } from "./control/control-routes";
import { callLine, type LoggedEntry, RequestLog } from "./control/request-log";
import { serve } from "./exchange";
import { FaultBook } from "./faults/fault-book";
import { AccessControl } from "./gateway/access";
import { ClientGone } from "./gateway/bytes";
import { Listener } from "./gateway/listener";
import { RequestCounts } from "./gateway/request-limit";
import { type EmulatorOptions, settingsFrom } from "./options";
import { type Identity, openStateFile, type StateFile } from "./storage/state-file";
import { emptyState, type State } from "./world/records";
import type { Account, Accounts, Regions } from "./world/settings";
import { World } from "./world/world";

/** What a client of an account needs beside the URL. */
export interface EmulatorAccount extends Account {
  region: string;
  projectId: string;
}

/** A running emulator, with the control routes as typed calls. */
export interface Emulator extends Control {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** The first region, and its project. */
  readonly region: string;
  readonly projectId: string;
  readonly regions: Regions;
  readonly domainId: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** Every account, the first one first, with its project in the first region. */
  readonly accounts: readonly [EmulatorAccount, ...EmulatorAccount[]];
  /** Drops every connection, frees the port and releases the state file. */
  close(): Promise<void>;
}

export async function start(options: EmulatorOptions = {}): Promise<Emulator> {
  const file = options.statePath === undefined ? undefined : openStateFile(options.statePath);
  try {
    return await startWith(options, file);
  } catch (error) {
    file?.release();
    throw error;
  }
}

async function startWith(options: EmulatorOptions, file: StateFile | undefined): Promise<Emulator> {
  const settings = settingsFrom(options, file?.saved);
  const identity = identityOf(settings.accounts);
  const save = file && ((state: State) => file.write({ ...identity, state }));
  const world = new World(settings, file?.saved?.state ?? emptyState(), save);
  const access = new AccessControl(world);
  const counts = new RequestCounts();
  const faults = new FaultBook();
  const log = new RequestLog(reporter(world, options.log));
  const listener: Listener = new Listener(
    (request, response) => {
      dispatch(request, response).catch((error: unknown) => {
        if (!(error instanceof ClientGone)) console.error(error);
        response.destroy();
      });
    },
    () => faults.strikeConnection(),
  );
  const control = new Control({ world, access, counts, faults, log, listener });

  function dispatch(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.url = ownTarget(request.url ?? "/");
    if (request.url.startsWith(controlPrefix)) return serveControl(control, listener.port, request, response);
    const connection = listener.connectionNumber(request.socket);
    return serve({ world, access, counts, faults, log }, request, response, connection);
  }

  save?.(world.state);
  await listener.open(options.port ?? 0);
  try {
    control.setFaults(options.faults ?? []);
  } catch (error) {
    await listener.close();
    throw error;
  }
  const url = `http://127.0.0.1:${listener.port}`;
  const [own, ...others] = settings.accounts;
  const accounts = [withProject(own), ...others.map(withProject)] as const;
  const { accessKey, secretKey, regions, domainId } = own;
  const facts = {
    url,
    port: listener.port,
    ...regions[0],
    regions,
    domainId,
    accessKey,
    secretKey,
    accounts,
  };
  return Object.assign(control, facts, {
    close: async () => {
      await listener.close();
      file?.release();
    },
  });
}

/**
 * Clients whose HTTP proxy is the emulator ask it for the metadata service by its full address. It is a proxy for
 * nothing else.
 */
function ownTarget(target: string): string {
  return target.replace(/^http:\/\/169\.254\.169\.254(:80)?(?=\/(openstack|meta-data)\/)/i, "");
}

function identityOf([first, ...others]: Accounts): Identity {
  const { accessKey, secretKey, regions, domainId } = first;
  const accounts = others.map(({ name }) => name);
  const builtIn = regions.map(({ projectId }) => projectId);
  const subProjects = first.projects.filter(({ projectId }) => !builtIn.includes(projectId));
  return {
    keys: { accessKey, secretKey },
    account: { regions, domainId },
    accounts,
    subProjects: subProjects.map(({ name }) => name),
  };
}

function withProject(account: Account): EmulatorAccount {
  return { ...account, ...account.regions[0] };
}

function reporter(world: World, log: EmulatorOptions["log"]): ((entry: LoggedEntry) => void) | undefined {
  if (log === undefined) return undefined;
  return (entry) => {
    log(callLine(entry, world.secrets()));
  };
}
