// The plugin as the engine starts it, spoken to over gRPC, with an engine beside it that takes its messages.
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Properties } from "./engine";
import {
  cleanEnvironment,
  diffOf,
  firstLine,
  linesOf,
  type ProviderProcess,
  type ProviderProcessOptions,
  propertiesOf,
  structOf,
  unary,
} from "./provider-process";

const executable = join(__dirname, "..", "..", "dist", "provider", "plugin", "main.js");

export interface PluginProcess extends ProviderProcess {
  client: ResourceProviderClient;
}

/** Settings by the keys of the dynamic front; each is given to the plugin by its own. */
export async function startPluginProcess(
  { config, env }: ProviderProcessOptions,
  file = executable,
): Promise<PluginProcess> {
  const said = { stdout: [] as string[], stderr: [] as string[] };
  const engine = new grpc.Server();
  const log: grpc.handleUnaryCall<import("@pulumi/pulumi/proto/engine_pb").LogRequest, Empty> = (
    call,
    done,
  ) => {
    const isInformation = call.request.getSeverity() === LogSeverity.INFO;
    said[isInformation ? "stdout" : "stderr"].push(call.request.getMessage());
    done(null, new Empty());
  };
  engine.addService(EngineService, { log } as never);
  const address = await new Promise<number>((resolve, reject) =>
    engine.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    ),
  );
  const child: ChildProcess = spawn(process.execPath, [file, `127.0.0.1:${address}`], {
    env: { ...cleanEnvironment(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stdout = linesOf(child.stdout as NodeJS.ReadableStream);
  const stderr = linesOf(child.stderr as NodeJS.ReadableStream);
  const port = await firstLine(child, stdout, stderr);
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const request = new messages.ConfigureRequest();
  const own = Object.entries(config).map(([key, value]) => [key.replace(/^huaweicloud:/, ""), value]);
  request.setArgs(structOf(Object.fromEntries(own)));
  request.setAcceptsecrets(true);
  await unary<messages.ConfigureResponse>((done) => client.configure(request, done));
  return {
    ...methodsOf(client),
    ...said,
    client,
    pid: child.pid ?? 0,
    async close() {
      client.close();
      engine.forceShutdown();
      const ended = new Promise((resolve) => child.once("close", resolve));
      child.kill("SIGKILL");
      await ended;
      if (stderr.length > 0) throw new Error(`the plugin printed:\n${stderr.join("\n")}`);
    },
  };
}

/** The same for what a partial failure leaves. */
async function withTextOf<T>({ __provider }: Properties, running: Promise<T>): Promise<T> {
  try {
    return await running;
  } catch (error) {
    const { properties } = error as { properties?: Properties };
    throw properties === undefined
      ? error
      : Object.assign(error as Error, { properties: { ...properties, __provider } });
  }
}

type Hidden = { name?: string; customTimeouts?: Record<string, number> } | undefined;
const hiddenIn = ({ __vpcep }: Properties): Hidden =>
  typeof __vpcep === "string" ? JSON.parse(__vpcep) : (__vpcep as Hidden);
/** The text of the dynamic front names the type. */
const typeIn = ({ __provider }: Properties) => /handlers\.(\w+)/.exec(String(__provider))?.[1];
const urnOf = (properties: Properties) =>
  `urn:pulumi:test::project::huaweicloud-vpcep:index:${typeIn(properties)}::${hiddenIn(properties)?.name ?? "?"}`;

/**
 * The methods as the model of the engine calls them. What the dynamic front finds among the properties (name, time limits,
 * its own text) the protocol brings beside them, so it is taken out here and put back.
 */
function methodsOf(client: ResourceProviderClient): import("./engine").EngineProvider {
  const bare = ({ __vpcep: _hidden, __provider: _text, ...others }: Properties) => structOf(others);
  const state = ({ __provider: _text, ...others }: Properties) => structOf(others);
  const withText = (outs: Properties, { __provider }: Properties) => ({ ...outs, __provider });
  return {
    async check(olds, news) {
      const request = new messages.CheckRequest().setUrn(urnOf(news)).setOlds(bare(olds)).setNews(bare(news));
      const response = await unary<messages.CheckResponse>((done) => client.check(request, done));
      const { __vpcep, __provider } = news;
      return {
        inputs: { ...propertiesOf(response.getInputs()), __vpcep, __provider },
        failures: response.getFailuresList().map((one) => one.toObject()),
      };
    },
    async diff(id, olds, news) {
      const request = new messages.DiffRequest()
        .setUrn(urnOf(news))
        .setId(id)
        .setOlds(state(olds))
        .setNews(bare(news));
      return diffOf(await unary<messages.DiffResponse>((done) => client.diff(request, done)));
    },
    async create(inputs) {
      const request = new messages.CreateRequest()
        .setUrn(urnOf(inputs))
        .setTimeout(hiddenIn(inputs)?.customTimeouts?.["create"] ?? 0)
        .setProperties(bare(inputs));
      const response = await withTextOf(
        inputs,
        unary<messages.CreateResponse>((done) => client.create(request, done)),
      );
      return { id: response.getId(), outs: withText(propertiesOf(response.getProperties()), inputs) };
    },
    async read(id, props) {
      const request = new messages.ReadRequest().setUrn(urnOf(props)).setId(id).setProperties(state(props));
      const response = await unary<messages.ReadResponse>((done) => client.read(request, done));
      const inputs = response.getInputs();
      return {
        id: response.getId(),
        props: withText(propertiesOf(response.getProperties()), props),
        ...(inputs && {
          inputs: { ...propertiesOf(inputs), __vpcep: hiddenIn(props), __provider: props.__provider },
        }),
      };
    },
    async update(id, olds, news) {
      const request = new messages.UpdateRequest()
        .setUrn(urnOf(news))
        .setId(id)
        .setTimeout(hiddenIn(news)?.customTimeouts?.["update"] ?? 0)
        .setOlds(state(olds))
        .setNews(bare(news));
      const response = await withTextOf(
        news,
        unary<messages.UpdateResponse>((done) => client.update(request, done)),
      );
      return { outs: withText(propertiesOf(response.getProperties()), news) };
    },
    async delete(id, props) {
      const request = new messages.DeleteRequest().setUrn(urnOf(props)).setId(id).setProperties(state(props));
      await unary((done) => client.delete(request, done));
    },
  };
}
