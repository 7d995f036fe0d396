import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { bridgeText } from "../../provider/program/bridge";
import { portId, vpcId } from "../helpers/samples";

const run = promisify(execFile);

/** A whole life of a service on the built package, in a process whose Object.prototype nobody can change. */
const program = `
Object.freeze(Object.prototype);
const { start } = require("./dist/emulator");
const { handlers } = require("./dist/provider/dynamic/handlers");
(async () => {
  const emulator = await start();
  const { region, projectId, accessKey, secretKey, url } = emulator;
  const config = { region, projectId, accessKey, secretKey, endpoints: JSON.stringify({ vpcep: url }) };
  const provider = handlers.VpcEndpointService();
  provider.configure({ config: { get: (key) => config[key.replace("huaweicloud:", "")] } });
  const args = JSON.parse(process.argv[1]);
  const check = async (olds, news) => ({ ...(await provider.check(olds, news)).inputs, __provider: news.__provider });
  const inputs = await check({}, args);
  const { id, outs } = await provider.create(inputs);
  const news = await check(inputs, { ...args, description: "changed", tags: { toString: "x", valueOf: "y" } });
  const before = (await provider.diff(id, outs, news)).replaces;
  const updated = await provider.update(id, outs, news);
  const poison = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"id":"' + id + '","status":"available","tags":[{"key":"__proto__","value":"x"}]}';
  emulator.setFaults([{ kind: "replace-body", body: poison, times: 1 }]);
  await provider.read(id, updated.outs);
  const read = await provider.read(id, updated.outs);
  await provider.delete(id, read.props);
  console.log(JSON.stringify({ before, tags: read.props.tags, description: read.props.description, left: emulator.state().services.length, polluted: {}.polluted ?? null }));
  process.exit(0);
})().catch((error) => { console.error(error.message); process.exit(1); });
`;

test("fault 74: a whole life passes with a frozen Object.prototype", async () => {
  const args = {
    serverType: "LB",
    vpcId,
    portId,
    ports: [{ clientPort: 80, serverPort: 80 }],
    tags: { constructor: "c" },
    __vpcep: { name: "orders", set: [] },
    __provider: bridgeText("VpcEndpointService"),
  };
  const folder = join(__dirname, "..", "..");
  const { stdout } = await run(process.execPath, ["-e", program, JSON.stringify(args)], { cwd: folder });
  expect(JSON.parse(stdout.trim().split("\n").at(-1) ?? "")).toEqual({
    before: [],
    tags: { toString: "x", valueOf: "y" },
    description: "changed",
    left: 0,
    polluted: null,
  });
});
