// What the SDK brings along, and this package does not depend on by itself: gRPC and the protocol's messages. They are
// looked for from the SDK's own place, where every package manager has put them. The bundle has them built in.
import { createRequire } from "node:module";
import type * as Grpc from "@grpc/grpc-js";
import type * as EngineService from "@pulumi/pulumi/proto/engine_grpc_pb";
import type * as Engine from "@pulumi/pulumi/proto/engine_pb";
import type * as Plugin from "@pulumi/pulumi/proto/plugin_pb";
import type * as ProviderService from "@pulumi/pulumi/proto/provider_grpc_pb";
import type * as Provider from "@pulumi/pulumi/proto/provider_pb";
import type * as Status from "@pulumi/pulumi/proto/status_pb";
import type * as Any from "google-protobuf/google/protobuf/any_pb";
import type * as Empty from "google-protobuf/google/protobuf/empty_pb";
import type * as Struct from "google-protobuf/google/protobuf/struct_pb";

const fromSdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));

export const grpc: typeof Grpc = fromSdk("@grpc/grpc-js");
export const engine: typeof Engine = fromSdk("@pulumi/pulumi/proto/engine_pb");
export const engineService: typeof EngineService = fromSdk("@pulumi/pulumi/proto/engine_grpc_pb");
export const plugin: typeof Plugin = fromSdk("@pulumi/pulumi/proto/plugin_pb");
export const provider: typeof Provider = fromSdk("@pulumi/pulumi/proto/provider_pb");
export const providerService: typeof ProviderService = fromSdk("@pulumi/pulumi/proto/provider_grpc_pb");
export const { Status: RpcStatus }: typeof Status = fromSdk("@pulumi/pulumi/proto/status_pb");
export const { Any: AnyMessage }: typeof Any = fromSdk("google-protobuf/google/protobuf/any_pb");
export const { Empty: EmptyMessage }: typeof Empty = fromSdk("google-protobuf/google/protobuf/empty_pb");
export const { Struct: StructMessage }: typeof Struct = fromSdk("google-protobuf/google/protobuf/struct_pb");

export type { Grpc, Provider };
