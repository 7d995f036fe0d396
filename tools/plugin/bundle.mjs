// The plugin as one file that needs nothing but node, with the licences of what it holds at its end.
import { appendFileSync, chmodSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { packageAt } from "../release/packages.mjs";
import { dist, root } from "../sources.mjs";
import { noticesOf } from "./notices.mjs";

/** @typedef {import("../release/packages.mjs").Package} Package */

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
/**
 * Writes the bundle of what is in dist/.
 * @param {string} out
 * @returns {Promise<Package[]>} the packages of others that are in it
 */
export async function bundlePlugin(out) {
  mkdirSync(dirname(out), { recursive: true });
  const { metafile } = await build({
    entryPoints: [join(dist, "provider", "plugin", "main.js")],
    outfile: out,
    absWorkingDir: root,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20.19",
    format: "cjs",
    logLevel: "warning",
    // All of them are in the notices.
    legalComments: "none",
    metafile: true,
    plugins: [builtIn],
  });
  const packages = packagesIn(Object.keys(metafile.inputs));
  const notices = noticesOf(root, packages).replaceAll("*/", "* /");
  appendFileSync(out, `/*\n${notices}\n*/\n`);
  chmodSync(out, 0o755);
  return packages;
}

/**
 * @param {readonly string[]} files relative to the root
 * @returns {Package[]}
 */
function packagesIn(files) {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const paths = files.flatMap((file) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  return [...new Set(paths)].sort().map((path) => packageAt(lock, path));
}

/** @type {import("esbuild").Plugin} */
const builtIn = {
  name: "built-in",
  setup({ onLoad }) {
    /** @param {string} contents */
    const load = (contents) => ({ contents, loader: /** @type {const} */ ("js"), resolveDir: root });
    onLoad({ filter: /plugin[\\/]sdk\.js$/ }, () => load(sdkText()));
    onLoad({ filter: /plugin[\\/]package-files\.js$/ }, () => load(filesText()));
  },
};

function sdkText() {
  /** @param {string} module */
  const required = (module) => `require(${JSON.stringify(fromSdk.resolve(module))})`;
  const whole = Object.entries(SDK).map(([module, as]) => `exports.${as} = ${required(module)};`);
  const messages = Object.entries(MESSAGES).map(
    ([module, [message, as]]) => `exports.${as} = ${required(module)}.${message};`,
  );
  return [...whole, ...messages].join("\n");
}

function filesText() {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const schema = readFileSync(join(dist, "provider", "plugin", "schema.json"), "utf8");
  return `exports.version = ${JSON.stringify(version)};\nexports.schema = ${JSON.stringify(schema)};`;
}
