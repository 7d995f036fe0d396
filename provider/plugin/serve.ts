import type { ServerUnaryCall, ServiceError, sendUnaryData } from "@grpc/grpc-js";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { type Runtime, systemRuntime } from "../api/runtime";
import { readProviderConfig } from "../configuration/config";
import { createEnvironment, type ProcessEnvironment } from "../environment";
import { assertPlain, plainPart } from "../front/plain";
import { cleanLog, sentence } from "../front/sentence";
import { lookUp } from "../look-ups/look-up";
import { LOOK_UPS, RESOURCES } from "../registry";
import { Failure, PartialFailure, textOf } from "../resource/failures";
import type { Environment, ResourceHandlers } from "../resource/handlers";
import { containsUnknown, type Properties } from "../resource/properties";
import type { Timeouts } from "../resource/state";
import { PLUGIN, pluginToken } from "../resource/token";
import { cancellable } from "./cancellation";
import { foreseenOfCreate, foreseenOfUpdate } from "./foreseen";
import { forState, withHidden, withoutHidden } from "./hidden";
import type { Messages } from "./messages";
import {
  AnyMessage,
  EmptyMessage,
  grpc,
  type Provider,
  plugin,
  provider,
  RpcStatus,
  StructMessage,
} from "./sdk";
import { unwrapped, wrapped } from "./values";

/** A request about a resource: all of them have a URN, newer engines tell name and type as well. */
interface AboutResource {
  getUrn(): string;
}

export interface PluginOptions {
  /** The package's version. */
  version: string;
  /** The schema, as JSON. */
  schema: string;
  /** Lines for the user, each about a resource of the program. */
  messages: Messages;
  variables?: NodeJS.ProcessEnv;
  runtime?: Runtime;
  /** What ends the process, once the engine has asked for that. */
  attach?(engineAddress: string): void;
}

/**
 * The methods of Pulumi's provider protocol, over the same handlers and look-ups that Node programs use.
 * (pulumi/pulumi, proto/pulumi/provider.proto)
 */
export function pluginService({
  version,
  schema,
  messages,
  variables = process.env,
  ...given
}: PluginOptions) {
  const { runtime, cancel } = cancellable(given.runtime ?? systemRuntime);
  let environment: ProcessEnvironment | undefined;

  const known = () => {
    if (environment === undefined) throw new Failure("The plugin was not configured.");
    return environment;
  };
  const secretsNow = () => environment?.secrets() ?? [];
  const envFor = (urn: string): Environment => {
    const ofProcess = known();
    const log = cleanLog(messages.about(urn), ofProcess.secrets);
    for (const text of ofProcess.config.warnings.filter((one) => !ofProcess.said.has(one))) {
      ofProcess.said.add(text);
      log.warn(text);
    }
    return { ...ofProcess, log };
  };

  /** A method that answers with what `run` gives, or with one clean sentence. */
  function method<Request, Response>(run: (request: Request) => Promise<Response> | Response) {
    return async (
      { request }: ServerUnaryCall<Request, Response>,
      answer: sendUnaryData<Response>,
    ): Promise<void> => {
      try {
        const response = await run(request);
        await messages.sent();
        answer(null, response);
      } catch (error) {
        await messages.sent();
        answer(
          errorOf(error, (text) => sentence(text, secretsNow())),
          null,
        );
      }
    };
  }

  /** The same for a resource: its failure says which, and at what. */
  function ofResource<Request extends AboutResource, Response>(
    operation: string,
    run: (request: Request, handlers: ResourceHandlers, env: Environment, name: string) => Promise<Response>,
  ) {
    return method<Request, Response>(async (request) => {
      const { type, name } = partsOf(request.getUrn());
      const handlers = RESOURCES.find(({ definition }) => pluginToken(definition.type) === type);
      if (handlers === undefined) throw new Failure(`There is no resource of the type ${type}.`);
      const subject = `${handlers.definition.type} "${name}": ${operation} failed`;
      try {
        return await run(request, handlers, envFor(request.getUrn()), name);
      } catch (error) {
        const text = `${subject}: ${textOf(error)}`;
        if (!(error instanceof PartialFailure)) throw new Failure(text);
        throw new PartialFailure(error.id, forState(error.outputs as Properties), text);
      }
    });
  }

  return {
    handshake: method((_request: Provider.ProviderHandshakeRequest) =>
      new provider.ProviderHandshakeResponse().setAcceptSecrets(true),
    ),
    getPluginInfo: method(() => new plugin.PluginInfo().setVersion(version)),
    getSchema: method(() => new provider.GetSchemaResponse().setSchema(schema)),
    attach: method((request: { getAddress(): string }) => {
      given.attach?.(request.getAddress());
      return new EmptyMessage();
    }),
    cancel: method(() => {
      cancel();
      return new EmptyMessage();
    }),

    checkConfig: method((request: Provider.CheckRequest) => {
      const response = new provider.CheckResponse();
      response.setInputs(request.getNews());
      const { problems } = configOf(givenIn(request.getNews()).plain, variables);
      for (const reason of problems) response.addFailures(new provider.CheckFailure().setReason(reason));
      return response;
    }),
    // Region and project are inputs of every resource: what a change of them replaces shows there.
    diffConfig: method(() =>
      new provider.DiffResponse().setChanges(provider.DiffResponse.DiffChanges.DIFF_UNKNOWN),
    ),
    configure: method((request: Provider.ConfigureRequest) => {
      const config = configOf(givenIn(request.getArgs()).plain, variables);
      environment = createEnvironment({ config, variables, runtime });
      return new provider.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    }),

    check: ofResource("check", async (request: Provider.CheckRequest, handlers, env, name) => {
      const olds = givenIn(request.getOlds()).plain;
      const { plain, secrets } = givenIn(request.getNews());
      const { inputs, failures } = await handlers.check(env, olds, withHidden(plain, name, secrets));
      const response = new provider.CheckResponse();
      response.setInputs(structOf(withoutHidden(inputs), secrets));
      for (const { property, reason } of failures) {
        const text = sentence(reason, secretsNow());
        response.addFailures(new provider.CheckFailure().setProperty(property).setReason(text));
      }
      return response;
    }),

    diff: ofResource("diff", async (request: Provider.DiffRequest, handlers, env, name) => {
      const olds = forState(givenIn(request.getOlds()).plain);
      const { plain, secrets } = givenIn(request.getNews());
      const verdict = await handlers.diff(env, request.getId(), olds, withHidden(plain, name, secrets));
      const { changes = true, differs, replaces, deleteBeforeReplace } = verdict;
      const { DIFF_SOME, DIFF_NONE } = provider.DiffResponse.DiffChanges;
      const response = new provider.DiffResponse()
        .setChanges(changes ? DIFF_SOME : DIFF_NONE)
        .setReplacesList(replaces)
        .setDeletebeforereplace(deleteBeforeReplace)
        .setDiffsList(differs)
        .setHasdetaileddiff(true);
      for (const field of differs)
        response.getDetaileddiffMap().set(field, kindOf(olds[field], plain[field], replaces.includes(field)));
      return response;
    }),

    create: ofResource("create", async (request: Provider.CreateRequest, handlers, env, name) => {
      const { plain, secrets } = givenIn(request.getProperties());
      const response = new provider.CreateResponse();
      if (request.getPreview()) {
        const foreseen = foreseenOfCreate(handlers.definition, withoutHidden(plain));
        return response.setProperties(structOf(foreseen, secrets));
      }
      const timeouts = timeoutsOf("create", request.getTimeout());
      return keepingSecrets(secrets, async () => {
        const { id, outs } = await handlers.create(env, withHidden(plain, name, secrets, timeouts));
        return response.setId(id).setProperties(structOf(forState(outs), secrets));
      });
    }),

    read: ofResource("read", async (request: Provider.ReadRequest, handlers, env, name) => {
      const { plain, secrets } = givenIn(request.getProperties());
      const isKnown = Object.keys(plain).length > 0;
      const found = await handlers.read(
        env,
        request.getId(),
        isKnown ? withHidden(plain, name, secrets) : {},
      );
      const response = new provider.ReadResponse().setId(found.id);
      if (found.id === "") return response;
      response.setProperties(structOf(forState(found.props), secrets));
      const inputs = found.inputs === undefined ? undefined : withoutHidden(found.inputs);
      response.setInputs(inputs === undefined ? request.getInputs() : structOf(inputs, secrets));
      return response;
    }),

    update: ofResource("update", async (request: Provider.UpdateRequest, handlers, env, name) => {
      const before = givenIn(request.getOlds());
      const olds = forState(before.plain);
      const { plain, secrets } = givenIn(request.getNews());
      // What the program takes out may stay, for a while or for good: it stays a secret.
      const kept = [...secrets, ...before.secrets.filter((field) => plain[field] === undefined)];
      const response = new provider.UpdateResponse();
      if (request.getPreview()) {
        const foreseen = foreseenOfUpdate(handlers.definition, olds, withoutHidden(plain));
        return response.setProperties(structOf(foreseen, kept));
      }
      const news = withHidden(plain, name, secrets, timeoutsOf("update", request.getTimeout()));
      return keepingSecrets(kept, async () => {
        const { outs } = await handlers.update(env, request.getId(), olds, news);
        return response.setProperties(structOf(forState(outs), kept));
      });
    }),

    delete: ofResource("delete", async (request: Provider.DeleteRequest, handlers, env, name) => {
      const { plain, secrets } = givenIn(request.getProperties());
      const timeouts = timeoutsOf("delete", request.getTimeout());
      await handlers.delete(env, request.getId(), withHidden(plain, name, secrets, timeouts));
      return new EmptyMessage();
    }),

    invoke: method(async (request: Provider.InvokeRequest) => {
      const definition = LOOK_UPS.find(({ name }) => pluginToken(name) === request.getTok());
      if (definition === undefined) throw new Failure(`There is no function ${request.getTok()}.`);
      const { plain, secrets } = givenIn(request.getArgs());
      const response = new provider.InvokeResponse();
      if (containsUnknown(plain)) return response;
      const found = await lookUp(envFor(""), definition, plain, secrets);
      return response.setReturn(structOf(found));
    }),
  };
}

/** `urn:pulumi:<stack>::<project>::<parents>$<type>::<name>`; a name may hold anything, `::` included. */
function partsOf(urn: string): { type: string; name: string } {
  const [, , types = "", ...name] = urn.split("::");
  return { type: types.split("$").at(-1) ?? "", name: name.join("::") };
}

/** Settings by their keys; what is no text stands there as JSON, as in a stack's configuration. */
function configOf(args: Properties, variables: NodeJS.ProcessEnv) {
  const prefix = `${PLUGIN}:`;
  const get = (key: string) => {
    const value = args[key.startsWith(prefix) ? key.slice(prefix.length) : key];
    return value === undefined || value === null
      ? undefined
      : typeof value === "string"
        ? value
        : JSON.stringify(value);
  };
  return readProviderConfig(get, variables, PLUGIN);
}

const timeoutsOf = (operation: keyof Timeouts, seconds: number): Timeouts | undefined =>
  seconds > 0 ? { [operation]: seconds } : undefined;

/** A failure that leaves outputs keeps in them what the program has as secrets. */
async function keepingSecrets<T>(secrets: readonly string[], run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof PartialFailure)) throw error;
    throw new PartialFailure(error.id, wrapped(error.outputs as Properties, secrets), error.message);
  }
}

function kindOf(before: unknown, after: unknown, replaces: boolean): Provider.PropertyDiff {
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = provider.PropertyDiff.Kind;
  const [inPlace, replacing] =
    before === undefined
      ? [ADD, ADD_REPLACE]
      : after === undefined
        ? [DELETE, DELETE_REPLACE]
        : [UPDATE, UPDATE_REPLACE];
  return new provider.PropertyDiff().setKind(replaces ? replacing : inPlace);
}

/** An error as gRPC carries it; a partial failure goes along in a header, as the engine expects it. */
function errorOf(error: unknown, told: (text: string) => string): ServiceError {
  const message = told(textOf(error));
  const metadata = new grpc.Metadata();
  if (error instanceof PartialFailure) {
    const partial = new provider.ErrorResourceInitFailed()
      .setId(error.id)
      .setProperties(structOf(plainPart(error.outputs as Properties)))
      .setReasonsList([message]);
    const detail = new AnyMessage();
    detail.pack(partial.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const status = new RpcStatus();
    status.setCode(grpc.status.UNKNOWN);
    status.setMessage(message);
    status.addDetails(detail);
    metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  }
  return Object.assign(new Error(message), { code: grpc.status.UNKNOWN, details: message, metadata });
}

/** Properties for the engine, the named ones as secrets. */
function structOf(properties: Properties, secrets: readonly string[] = []) {
  // Half a character would be refused by protocol buffers, and what is not plain lost on the way.
  const plain = assertPlain(wrapped(properties, secrets));
  return StructMessage.fromJavaScript(plain as Record<string, JavaScriptValue>);
}

/** What the engine gives: plain properties, and the names of the secrets among them. */
function givenIn(struct: { toJavaScript(): Record<string, unknown> } | undefined) {
  return unwrapped(struct?.toJavaScript() ?? {});
}
