// `npm run emulator -- <options>`: the emulator of the cloud's API in the foreground.
import { join } from "node:path";
import { runCommand } from "./command.mjs";
import { prepare } from "./prepare.mjs";
import { run } from "./processes.mjs";
import { dist } from "./sources.mjs";

await runCommand(async () => {
  await prepare();
  const main = join(dist, "emulator", "main.js");
  const { exitCode } = await run(process.execPath, [main, ...process.argv.slice(2)], { show: true });
  return exitCode;
});
