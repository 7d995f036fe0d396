// `npm run bench`: measures what performance is promised, prints it and writes docs/benchmarks.md with its plots.
// `npm run bench -- --only calls,waits` runs some parts and writes nothing.
import { createRequire } from "node:module";
import { join } from "node:path";
import { runCommand } from "./command.mjs";
import { prepareWithPulumi } from "./prepare.mjs";
import { run } from "./processes.mjs";
import { root } from "./sources.mjs";

await runCommand(async () => {
  const pulumi = await prepareWithPulumi();
  // Only for `require`: its hooks for ECMAScript modules would be measured with every request.
  const typescript = createRequire(import.meta.url).resolve("tsx/cjs");
  const main = join(root, "tools", "bench", "main.ts");
  const { exitCode } = await run(
    process.execPath,
    ["--require", typescript, main, ...process.argv.slice(2)],
    {
      cwd: root,
      env: { ...process.env, VPCEP_TEST_PULUMI_ROOT: pulumi.root },
      show: true,
      stopSignal: "SIGINT",
    },
  );
  return exitCode;
});
