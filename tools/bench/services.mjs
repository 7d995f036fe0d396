// One block of `npm run bench:constructor`, in a process of its own: `node tools/bench/services.mjs ours|E` constructs
// services with plain arguments under Pulumi's mocks and prints what that took, as JSON.
import { createRequire } from "node:module";
import { join } from "node:path";
import { dist } from "../sources.mjs";

const WARM_UP = 100;
const COUNT = 1_000;

const require = createRequire(import.meta.url);
/** @type {typeof import("@pulumi/pulumi")} */
const pulumi = require("@pulumi/pulumi");

/** @typedef {import("../../provider/index.js").VpcEndpointServiceArgs} Args */

/** What the class declares as outputs. */
const OUTPUTS = [
  ...["status", "endpointServiceName", "createdAt", "updatedAt", "error", "connectionCount"],
  ...["supportedEditions", "serviceName", "serverType", "serviceType", "vpcId", "portId", "ports"],
  ...["approvalEnabled", "tcpProxy", "description", "tags", "permissions", "organizationPermissions"],
  ...["enablePolicy", "ipVersion", "snatNetworkId", "poolId", "ip", "region", "projectId"],
];

/** What Pulumi itself costs: the same inputs and declared outputs, a hand-written provider, and nothing else. */
class E extends pulumi.CustomResource {
  /**
   * @param {string} name
   * @param {Args} args
   */
  constructor(name, args) {
    /** @type {Record<string, unknown>} */
    const properties = {};
    for (const output of OUTPUTS) properties[output] = undefined;
    Object.assign(properties, args);
    properties.__provider = 'exports.handler=()=>require("e").provider;';
    super("pulumi-nodejs:dynamic/e:E", name, properties);
  }
}

/**
 * @param {number} index
 * @returns {Args}
 */
const argsOf = (index) => ({
  serverType: "LB",
  vpcId: "4189d3c2-8882-4871-a3c2-d380272eed83",
  portId: `5f5d9a0e-7d06-4a80-8f5b-${String(index % 50).padStart(12, "0")}`,
  ports: [{ clientPort: 443, serverPort: index + 1 }],
  serviceName: `orders-${index}`,
  description: "the orders of the shop",
  tags: { team: "orders", stage: "production" },
});

const Service = process.argv[2] === "E" ? E : require(join(dist, "provider", "index.js")).VpcEndpointService;

/**
 * @param {number} from
 * @param {number} count
 */
async function construct(from, count) {
  /** @type {import("@pulumi/pulumi").CustomResource[]} */
  const made = [];
  for (let index = from; index < from + count; index += 1)
    made.push(new Service(`orders-${index}`, argsOf(index)));
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
  const outputs = Object.values(first ?? {}).filter((value) => pulumi.Output.isInstance(value)).length;
  console.log(JSON.stringify({ ms, cpuMs, mebibytes, outputs }));
});
