// The program of the suite: what wanted.json says, by the front that it names.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const { front, resources, lookUps = [] } = JSON.parse(readFileSync(join(__dirname, "wanted.json"), "utf8"));
const cloud = require(`pulumi-huaweicloud-vpcep${front}`);

/** @type {Record<string, any>} */
const made = {};
/**
 * The arguments, with outputs in the place of `{ "of": name, "output": … }`.
 * @param {Record<string, any>} args
 */
function resolved(args) {
  const entries = Object.entries(args).map(([key, value]) => [
    key,
    value?.of === undefined ? value : made[value.of][value.output],
  ]);
  return Object.fromEntries(entries);
}

for (const [name, { type, args }] of Object.entries(resources))
  made[name] = new cloud[type](name, resolved(args));
/** @type {Record<string, any>} */
const outputs = {};
for (const [index, [name, args]] of lookUps.entries())
  outputs[`${index} ${name}`] = cloud[`${name}Output`](resolved(args));
module.exports = outputs;
