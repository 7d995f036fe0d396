// The dynamic-provider process of Pulumi's SDK, spawned as the CLI does it and spoken to over gRPC. It runs the built
// package (dist/), found through the node_modules of a program folder of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Diff, EngineProvider, Properties } from "./engine";
import { writeProject } from "./pulumi-project";

const executable = require.resolve("@pulumi/pulumi/cmd/dynamic-provider/index.js");

export interface ProviderProcessOptions {
  /** The whole stack configuration, every value a string. */
  config: Record<string, string>;
  /** Added to an environment without any HW_ variable. */
  env?: Record<string, string>;
}

export interface ProviderProcess extends EngineProvider {
  /** Lines that the process has printed; the CLI shows them under the stack. */
  stdout: string[];
  stderr: string[];
  readonly pid: number;
  /** Ends the process; fails when it had printed a stack, as it does for an error that nobody caught. */
  close(): Promise<void>;
}

export async function startProviderProcess(options: ProviderProcessOptions): Promise<ProviderProcess> {
  const folder = mkdtempSync(join(tmpdir(), "vpcep-process-test-"));
  mkdirSync(join(folder, "program"));
  const program = join(folder, "program");
  writeProject(program, { program: { "index.js": "" } });
  const child = spawn(process.execPath, [executable, "127.0.0.1:1"], {
    cwd: program,
    env: { ...cleanEnvironment(), ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));
  const stdout = linesOf(child.stdout);
  const stderr = linesOf(child.stderr);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const port = await firstLine(child, stdout, stderr);
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    await configure(client, options.config);
    return {
      ...methodsOf(client),
      stdout,
      stderr,
      pid: child.pid ?? 0,
      async close() {
        client.close();
        child.kill("SIGKILL");
        await ended;
        remove();
        const frame = stderr.find((line) => /^\s+at /.test(line));
        if (frame !== undefined) throw new Error(`the process printed a stack:\n${stderr.join("\n")}`);
      },
    };
  } catch (error) {
    child.kill("SIGKILL");
    remove();
    throw error;
  }
}

/** This process's environment without what would lead a provider elsewhere. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(HW|JEST)_|^NODE_ENV$|_proxy$/i.test(name));
  return Object.fromEntries(kept);
}

/** Whole lines as they come; the array grows. */
export function linesOf(stream: NodeJS.ReadableStream): string[] {
  const lines: string[] = [];
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
  });
  return lines;
}

/** The port, which is the first that the process prints; the line is taken out. */
export async function firstLine(child: ChildProcess, stdout: string[], stderr: string[]): Promise<string> {
  for (let waitedMs = 0; waitedMs < 40_000 && child.exitCode === null; waitedMs += 20) {
    const port = stdout.shift();
    if (port !== undefined) return port;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`the dynamic-provider process did not start: ${stderr.join("\n")}`);
}

async function configure(client: ResourceProviderClient, config: Record<string, string>): Promise<void> {
  const request = new messages.ConfigureRequest();
  request.setArgs(structOf(config));
  await unary<messages.ConfigureResponse>((done) => client.configure(request, done));
}

function methodsOf(client: ResourceProviderClient): EngineProvider {
  return {
    async check(olds, news) {
      const request = new messages.CheckRequest();
      request.setOlds(structOf(olds));
      request.setNews(structOf(news));
      const response = await unary<messages.CheckResponse>((done) => client.check(request, done));
      return {
        inputs: propertiesOf(response.getInputs()),
        failures: response.getFailuresList().map((one) => one.toObject()),
      };
    },
    async diff(id, olds, news) {
      const request = new messages.DiffRequest();
      request.setId(id);
      request.setOlds(structOf(olds));
      request.setNews(structOf(news));
      return diffOf(await unary<messages.DiffResponse>((done) => client.diff(request, done)));
    },
    async create(inputs) {
      const request = new messages.CreateRequest();
      request.setProperties(structOf(inputs));
      const response = await unary<messages.CreateResponse>((done) => client.create(request, done));
      return { id: response.getId(), outs: propertiesOf(response.getProperties()) };
    },
    async read(id, props) {
      const request = new messages.ReadRequest();
      request.setId(id);
      request.setProperties(structOf(props));
      const response = await unary<messages.ReadResponse>((done) => client.read(request, done));
      const inputs = response.getInputs();
      return {
        id: response.getId(),
        props: propertiesOf(response.getProperties()),
        ...(inputs && { inputs: propertiesOf(inputs) }),
      };
    },
    async update(id, olds, news) {
      const request = new messages.UpdateRequest();
      request.setId(id);
      request.setOlds(structOf(olds));
      request.setNews(structOf(news));
      const response = await unary<messages.UpdateResponse>((done) => client.update(request, done));
      return { outs: propertiesOf(response.getProperties()) };
    },
    async delete(id, props) {
      const request = new messages.DeleteRequest();
      request.setId(id);
      request.setProperties(structOf(props));
      await unary((done) => client.delete(request, done));
    },
  };
}

export function structOf(properties: Properties): Struct {
  return Struct.fromJavaScript(properties as Parameters<typeof Struct.fromJavaScript>[0]);
}

export function propertiesOf(struct: Struct | undefined): Properties {
  return struct === undefined ? {} : struct.toJavaScript();
}

export function diffOf(response: messages.DiffResponse): Diff {
  const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
  const changes = response.getChanges();
  return {
    ...(changes === DIFF_SOME ? { changes: true } : changes === DIFF_NONE ? { changes: false } : {}),
    replaces: response.getReplacesList(),
    deleteBeforeReplace: response.getDeletebeforereplace(),
  };
}

export function unary<Result>(
  call: (done: (error: grpc.ServiceError | null, response: Result) => void) => void,
): Promise<Result> {
  return new Promise((resolve, reject) =>
    call((error, response) => (error ? reject(errorOf(error)) : resolve(response))),
  );
}

/** The provider's error as it was thrown: a partial failure travels in a header of the response. */
function errorOf(error: grpc.ServiceError): Error {
  const [packed] = error.metadata.get("grpc-status-details-bin");
  if (packed === undefined) return new Error(error.details);
  const [detail] = Status.deserializeBinary(Buffer.from(packed)).getDetailsList();
  const partial = messages.ErrorResourceInitFailed.deserializeBinary(
    detail?.getValue_asU8() ?? new Uint8Array(),
  );
  return Object.assign(new Error(error.details), {
    id: partial.getId(),
    properties: propertiesOf(partial.getProperties()),
    reasons: partial.getReasonsList(),
  });
}
