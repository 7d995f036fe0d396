// `npm run plugin`: the plugin as one file that needs nothing but node, and how to install it.
import { chmodSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { build } from "esbuild";
import { dist, root } from "./sources.mjs";

const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const [out = join(root, ".plugin", `pulumi-resource-${name.replace(/^pulumi-/, "")}`)] =
  process.argv.slice(2);
const fromSdk = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json"));

/** What sdk.ts loads at run time from beside the SDK, by the names under which it hands it on. */
const SDK = {
  "@grpc/grpc-js": "grpc",
  "@pulumi/pulumi/proto/engine_pb": "engine",
  "@pulumi/pulumi/proto/engine_grpc_pb": "engineService",
  "@pulumi/pulumi/proto/plugin_pb": "plugin",
  "@pulumi/pulumi/proto/provider_pb": "provider",
  "@pulumi/pulumi/proto/provider_grpc_pb": "providerService",
};
const MESSAGES = {
  "@pulumi/pulumi/proto/status_pb": ["Status", "RpcStatus"],
  "google-protobuf/google/protobuf/any_pb": ["Any", "AnyMessage"],
  "google-protobuf/google/protobuf/empty_pb": ["Empty", "EmptyMessage"],
  "google-protobuf/google/protobuf/struct_pb": ["Struct", "StructMessage"],
};
/** @param {string} module */
const required = (module) => `require(${JSON.stringify(fromSdk.resolve(module))})`;
const sdk = [
  ...Object.entries(SDK).map(([module, as]) => `exports.${as} = ${required(module)};`),
  ...Object.entries(MESSAGES).map(
    ([module, [message, as]]) => `exports.${as} = ${required(module)}.${message};`,
  ),
].join("\n");
const schema = readFileSync(join(dist, "provider", "plugin", "schema.json"), "utf8");
const files = `exports.version = ${JSON.stringify(version)};\nexports.schema = ${JSON.stringify(schema)};`;

/** @type {import("esbuild").Plugin} */
const builtIn = {
  name: "built-in",
  setup({ onLoad }) {
    /** @param {string} contents */
    const load = (contents) => ({ contents, loader: /** @type {const} */ ("js"), resolveDir: root });
    onLoad({ filter: /plugin[\\/]sdk\.js$/ }, () => load(sdk));
    onLoad({ filter: /plugin[\\/]package-files\.js$/ }, () => load(files));
  },
};

mkdirSync(dirname(out), { recursive: true });
await build({
  entryPoints: [join(dist, "provider", "plugin", "main.js")],
  outfile: out,
  bundle: true,
  minify: true,
  platform: "node",
  target: "node20.19",
  format: "cjs",
  logLevel: "warning",
  plugins: [builtIn],
});
chmodSync(out, 0o755);
console.log(
  `${relative(root, out)}: ${Math.round(statSync(out).size / 1024)} KB, needs node alone. Install it with`,
);
console.log(
  `  pulumi plugin install resource huaweicloud-vpcep ${version} --file ${relative(process.cwd(), out)}`,
);
