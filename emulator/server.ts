import type { IncomingMessage, ServerResponse } from "node:http";
import { callLine } from "./control/call-line";
import { Control } from "./control/control";
import { controlPrefix, serveControl } from "./control/control-routes";
import type { LoggedEntry } from "./control/request-log";
import { serve } from "./exchange";
import { Listener } from "./gateway/listener";
import { ClientGone } from "./gateway/request-body";
import { type EmulatorOptions, settingsFrom } from "./options";
import type { Regions } from "./regions";
import { openStateFile, type StateFile } from "./storage/state-file";
import { emptyState } from "./world/records";
import { World } from "./world/world";

/** A running emulator, with the control routes as typed calls. */
export interface Emulator extends Omit<Control, never> {
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
  /** Drops every connection, frees the port and the state file. */
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
  const { accessKey, secretKey, regions, domainId } = settings;
  const fixed = { keys: { accessKey, secretKey }, account: { regions, domainId } };
  const save = file && ((state: World["state"]) => file.write({ ...fixed, state }));
  const { log } = options;
  const report = log && ((entry: LoggedEntry) => log(callLine(entry, secretsOf(world))));
  const world: World = new World(settings, file?.saved?.state ?? emptyState(), save, report);
  const listener: Listener = new Listener(
    (request, response) => {
      dispatch(world, control, listener, request, response).catch((error: unknown) => {
        if (!(error instanceof ClientGone)) console.error(error);
        response.destroy();
      });
    },
    () => world.faults.strikeConnection(),
  );
  const control = new Control(world, listener);
  save?.(world.state);
  await listener.open(options.port ?? 0);
  try {
    control.setFaults(options.faults ?? []);
  } catch (error) {
    await listener.close();
    throw error;
  }
  const url = `http://127.0.0.1:${listener.port}`;
  const facts = { url, port: listener.port, ...regions[0], regions, domainId, accessKey, secretKey };
  return Object.assign(control, facts, {
    close: async () => {
      await listener.close();
      file?.release();
    },
  });
}

function secretsOf({ settings }: World): (string | undefined)[] {
  return [settings.secretKey, settings.securityToken];
}

function dispatch(
  world: World,
  control: Control,
  listener: Listener,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // What a client sends to a proxy names the host again, in front of the path.
  request.url = (request.url ?? "/").replace(/^http:\/\/[^/?]*/i, "") || "/";
  if (request.url.startsWith(controlPrefix)) return serveControl(control, listener.port, request, response);
  return serve(world, request, response, listener.connectionNumber(request.socket));
}
