// `npm run quickstart`: a real Pulumi program creates, changes and destroys a VPC endpoint service, with the real
// Pulumi CLI, against the emulator. Every claim it makes is checked against what the emulator received.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { atEnd, Failure, runCommand } from "./command.mjs";
import { prepareWithPulumi } from "./prepare.mjs";
import { STEPS } from "./quickstart/steps.mjs";
import { openWorkspace } from "./quickstart/workspace.mjs";
import { dist } from "./sources.mjs";

/** @typedef {import("../emulator/index.js").Emulator} Emulator */
/** @typedef {import("./quickstart/steps.mjs").Step} Step */
/** @typedef {import("./quickstart/workspace.mjs").Workspace} Workspace */

/** How long the emulated cloud takes to create or delete a service; the real one needs a minute or two. */
const SETTLE_SECONDS = 1;

await runCommand(async () => {
  const startedAt = Date.now();
  const pulumi = await prepareWithPulumi();
  const emulator = await startEmulator();
  const workspace = await openWorkspace(pulumi, emulator);
  console.log(`Emulator of the VPC Endpoint API: ${emulator.url} (loopback only, throw-away keys).`);
  console.log(`State and configuration: ${workspace.folder} (removed at the end).`);
  console.log("Program: examples/quickstart/index.ts, run through Pulumi.yaml.");
  for (const [index, step] of STEPS.entries()) await runStep(step, index, workspace, emulator);
  console.log();
  console.log(bold(`Done in ${Math.round((Date.now() - startedAt) / 1000)} s: every step did what it said.`));
  console.log(
    "Next: the same program on the real cloud needs only your region, project and keys; see README.md.",
  );
});

/** @returns {Promise<Emulator>} */
async function startEmulator() {
  /** @type {typeof import("../emulator/index.js")} */
  const { start } = await import(pathToFileURL(join(dist, "emulator", "index.js")).href);
  const emulator = await start({ settleSeconds: SETTLE_SECONDS });
  atEnd(() => emulator.close());
  return emulator;
}

/**
 * @param {Step} step
 * @param {number} index
 * @param {Workspace} workspace
 * @param {Emulator} emulator
 */
async function runStep(step, index, workspace, emulator) {
  console.log();
  console.log(
    bold(`── ${index + 1} of ${STEPS.length}: ${step.title} ${"─".repeat(60 - step.title.length)}`),
  );
  for (const sentence of step.says) console.log(sentence);
  console.log();
  console.log(bold(`$ pulumi ${step.command.join(" ")}`));
  const callsBefore = emulator.requests().length;
  const exitCode = await workspace.pulumi([...step.command, ...step.flags]);
  if (exitCode !== 0)
    throw new Failure(
      `"${step.title}" failed: pulumi ended with exit code ${exitCode}; see the reason above.`,
    );
  const verdict = step.check(emulator.requests().slice(callsBefore));
  if ("wrong" in verdict) throw new Failure(`"${step.title}" did not do what it should: ${verdict.wrong}.`);
  console.log(bold("→ The cloud received:"));
  for (const shown of verdict.show) console.log(`  ${shown}`);
}

/** @param {string} text */
function bold(text) {
  return process.stdout.isTTY && !process.env["NO_COLOR"] ? `\u001b[1m${text}\u001b[0m` : text;
}
