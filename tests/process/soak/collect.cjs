// Loaded into a provider process before anything else: on a signal it collects its garbage and writes down what it holds.
const { writeFileSync } = require("node:fs");
const { setFlagsFromString } = require("node:v8");
const { runInNewContext } = require("node:vm");

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");
process.on("SIGUSR2", () => {
  collect();
  writeFileSync(String(process.env["SOAK_MEMORY_FILE"]), JSON.stringify(process.memoryUsage()));
});
