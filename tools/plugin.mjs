// `npm run plugin`: the plugin as one file that needs nothing but node, and how to install it.
import { readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { bundlePlugin } from "./plugin/bundle.mjs";
import { root } from "./sources.mjs";

const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const [out = join(root, ".plugin", `pulumi-resource-${name.replace(/^pulumi-/, "")}`)] =
  process.argv.slice(2);
await bundlePlugin(out);
console.log(
  `${relative(root, out)}: ${Math.round(statSync(out).size / 1024)} KB, needs node alone. Install it with`,
);
console.log(
  `  pulumi plugin install resource huaweicloud-vpcep ${version} --file ${relative(process.cwd(), out)}`,
);
