// Look-ups as a program calls them: with Pulumi's runtime in this process, on an emulator that holds what a test makes.
import * as pulumi from "@pulumi/pulumi";
import { type Emulator, type EmulatorOptions, start } from "../../../emulator";
import type { ApiClient } from "../../../provider/api/api-call";
import { createConnections } from "../../../provider/api/client";
import { readProviderConfig } from "../../../provider/configuration/config";
import { createEnvironment } from "../../../provider/environment";
import { canaries } from "../../helpers/in-process";
import { cloudConfig } from "../../helpers/pulumi-project";
import { networkId, portId, smallest, vpcId } from "../../helpers/samples";

export interface Cloud {
  readonly emulator: Emulator;
  /** The stack's configuration that points at the emulator. */
  settings(): Record<string, string>;
  /** What the owner makes or changes by other means; gives the response's body. */
  post(segments: string[], body: object): Promise<Record<string, unknown>>;
  /** A service with a port of its own; gives its id. */
  service(changes?: object): Promise<string>;
  /** An endpoint; gives its id. */
  endpoint(serviceId: string, changes?: object): Promise<string>;
  /** `GET /vpc-endpoint-services?limit=1000&offset=0`: what the look-ups of this test have sent, ids as stars. */
  calls(): string[];
  /** Lines that the program's user sees. */
  lines: string[];
  /** Begins a run of the program. */
  run(preview?: boolean): Promise<void>;
}

/** Call it at the top of a file: every test begins with an empty cloud and a run of its own. */
export function useCloud(options: EmulatorOptions = {}): Cloud {
  const getEngine = jest.spyOn(pulumi.runtime, "getEngine");
  const lines: string[] = [];
  let emulator: Emulator;
  let client: ApiClient;
  let nextPort = 1000;
  let seen = 0;

  const settings = () => ({ ...cloudConfig(emulator), "huaweicloud:securityToken": canaries.securityToken });
  const post: Cloud["post"] = async (segments, body) => {
    const context = { deadlineMs: Date.now() + 10_000, log: console, subject: "owner" };
    const response = segments.at(-1) === "action" && segments.includes("tags") ? "none" : "object";
    const { body: made } = await client.call(
      { method: "POST", segments, body, safety: "idempotent", response },
      context,
    );
    seen = emulator.requests().at(-1)?.seq ?? 0;
    return made;
  };
  const run: Cloud["run"] = (preview = false) =>
    pulumi.runtime.setMocks(
      {
        newResource: ({ name, inputs }) => ({ id: preview ? undefined : `${name}-id`, state: inputs }),
        call: ({ token, inputs }) => ({ token, ...inputs }),
      },
      "project",
      "stack",
      preview,
    );

  beforeAll(async () => {
    emulator = await start({ ...canaries, quota: 5000, permissionQuota: 5000, ...options });
    const { region, projectId } = emulator;
    const config = readProviderConfig((key) => settings()[key as keyof ReturnType<typeof settings>], {});
    const connections = createConnections({});
    client = createEnvironment({ config, connections }).clientFor(region, projectId);
    jest.spyOn(pulumi.log, "info").mockImplementation(async (line) => void lines.push(line));
    jest.spyOn(pulumi.log, "warn").mockImplementation(async (line) => void lines.push(line));
  });
  beforeEach(async () => {
    emulator.reset();
    seen = 0;
    lines.length = 0;
    // Only where there is an engine do look-ups ask the cloud; what else it is asked makes no difference here.
    getEngine.mockReturnValue({} as ReturnType<typeof pulumi.runtime.getEngine>);
    pulumi.runtime.setAllConfig(settings());
    await run();
  });
  // What the run has begun ends with it.
  afterEach(() => (pulumi.runtime as { waitForRPCs?(): Promise<void> }).waitForRPCs?.());
  afterAll(async () => {
    pulumi.runtime.setAllConfig({});
    await emulator.close();
  });

  return {
    get emulator() {
      return emulator;
    },
    settings,
    post,
    async service(changes = {}) {
      nextPort += 1;
      const { id } = await post(["vpc-endpoint-services"], {
        server_type: smallest.serverType,
        vpc_id: vpcId,
        port_id: portId,
        ports: [{ client_port: 443, server_port: nextPort }],
        ...changes,
      });
      emulator.patchService(String(id), { status: "available" });
      return String(id);
    },
    async endpoint(serviceId, changes = {}) {
      const body = { endpoint_service_id: serviceId, vpc_id: vpcId, subnet_id: networkId, ...changes };
      return String((await post(["vpc-endpoints"], body)).id);
    },
    calls: () => emulator.requests(seen).map(lineOf),
    lines,
    run,
  };
}

function lineOf({ method, path }: { method: string; path: string }): string {
  const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
  return `${method} ${path.replace(/^\/v1\/[^/]+/, "").replace(uuid, "*")}`;
}

/** The message of a user's mistake, or of a call that failed: an error that the CLI shows without a stack. */
export async function refusal(running: () => unknown): Promise<string> {
  try {
    await running();
  } catch (error) {
    if (!pulumi.RunError.isInstance(error) || (error as Error).stack !== "") throw error;
    return (error as Error).message;
  }
  throw new Error("nothing failed");
}

/** All that is known of an output. */
export async function seenOf<T>(output: pulumi.Output<T>): Promise<{
  value: T;
  isKnown: boolean;
  isSecret: boolean;
  resources: string[];
}> {
  const inner = output as {
    promise?(): Promise<T>;
    isKnown?: Promise<boolean>;
    isSecret?: Promise<boolean>;
    allResources?(): Promise<Set<pulumi.Resource>>;
  };
  const resources = [...((await inner.allResources?.()) ?? [])];
  return {
    value: (await inner.promise?.()) as T,
    isKnown: (await inner.isKnown) === true,
    isSecret: (await inner.isSecret) === true,
    resources: resources.map((resource) => (resource as { __name?: string }).__name ?? "?"),
  };
}
