// One block of the program-side measurement, in a process of its own: `node construct.mjs <type> <count> [<outputs>]`
// constructs resources with plain arguments under Pulumi's mocks, and prints what that took as JSON. With the names of
// outputs it constructs E: what Pulumi itself costs for the same inputs and the same declared outputs.
import { createRequire } from "node:module";
import { join } from "node:path";
import { dist } from "../sources.mjs";

const WARM_UP = 100;
const [type = "VpcEndpointService", count = "1000", outputsOfE] = process.argv.slice(2);
const COUNT = Number(count);

const require = createRequire(import.meta.url);
/** @type {typeof import("@pulumi/pulumi")} */
const pulumi = require("@pulumi/pulumi");

/** @typedef {Record<string, unknown>} Args */

/** A hand-written provider, and nothing else. */
class E extends pulumi.CustomResource {
  /**
   * @param {string} name
   * @param {Args} args
   */
  constructor(name, args) {
    const declared = (outputsOfE ?? "").split(",").map((output) => [output, undefined]);
    const text = 'exports.handler=()=>require("e").provider;';
    const properties = { ...Object.fromEntries(declared), ...args, __provider: text };
    super("pulumi-nodejs:dynamic/e:E", name, properties);
  }
}

const id = "5f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11";

/** @type {Record<string, (index: number) => Args>} */
const ARGUMENTS = {
  VpcEndpointService: (index) => ({
    serverType: "LB",
    vpcId: "4189d3c2-8882-4871-a3c2-d380272eed83",
    portId: `5f5d9a0e-7d06-4a80-8f5b-${String(index % 50).padStart(12, "0")}`,
    ports: [{ clientPort: 443, serverPort: index + 1 }],
    serviceName: `orders-${index}`,
    description: "the orders of the shop",
    tags: { team: "orders", stage: "production" },
  }),
  VpcEndpoint: (index) => ({
    endpointServiceId: id,
    vpcId: "4189d3c2-8882-4871-a3c2-d380272eed83",
    subnetId: `16bd5b66-8c4a-4ac7-a3d2-${String(index).padStart(12, "0")}`,
    tags: { team: "orders", stage: "production" },
  }),
  VpcEndpointConnection: () => ({ endpointServiceId: id, endpointId: id }),
  VpcEndpointServicePermission: (index) => ({
    endpointServiceId: id,
    permission: `iam:domain::${String(index).padStart(32, "0")}`,
  }),
};

const Resource = outputsOfE === undefined ? require(join(dist, "provider", "index.js"))[type] : E;

/**
 * @param {number} from
 * @param {number} count
 */
async function construct(from, count) {
  /** @type {import("@pulumi/pulumi").CustomResource[]} */
  const made = [];
  for (let index = from; index < from + count; index += 1)
    made.push(new Resource(`orders-${index}`, ARGUMENTS[type]?.(index)));
  await Promise.all(made.map(({ id }) => new Promise((resolve) => id.apply(resolve))));
  return made;
}

await pulumi.runtime.setMocks({
  newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: { ...inputs, status: "available" } }),
  call: () => ({}),
});
// The look at port clashes takes mocks for unit tests and leaves them alone; here it is to be measured too.
Object.assign(pulumi.runtime, { getEngine: () => ({}) });
await pulumi.runtime.runInPulumiStack(async () => {
  await construct(0, WARM_UP);
  const [start, startCpu] = [performance.now(), process.cpuUsage()];
  const [first] = await construct(WARM_UP, COUNT);
  const ms = (performance.now() - start) / COUNT;
  const { user, system } = process.cpuUsage(startCpu);
  const cpuMs = (user + system) / 1_000 / COUNT;
  const mebibytes = process.resourceUsage().maxRSS / 1_024;
  const isOutput = (/** @type {[string, unknown]} */ [, value]) => pulumi.Output.isInstance(value);
  const outputs = Object.entries(first ?? {})
    .filter(isOutput)
    .map(([name]) => name);
  const own = outputs.filter((name) => !["id", "urn"].includes(name) && !name.startsWith("__"));
  console.log(JSON.stringify({ ms, cpuMs, mebibytes, outputs: own }));
});
