// `npm run acceptance`: the whole package against a real cloud, or without one against the emulator, through the same door:
// the real CLI, the real provider processes, and a recorder in them that keeps the shapes of the responses.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, relative, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { pathToFileURL } from "node:url";
import { openCloud } from "./acceptance/cloud.mjs";
import { differencesFromReference } from "./acceptance/conformance.mjs";
import { removeAtEnd, sweep } from "./acceptance/ending.mjs";
import { maskFor } from "./acceptance/mask.mjs";
import { HELP, readOptions } from "./acceptance/options.mjs";
import { planLines, quotaProblem } from "./acceptance/plan.mjs";
import { heldAgainst, recordingOf } from "./acceptance/recording.mjs";
import { reportOf, summaryOf } from "./acceptance/report.mjs";
import { runSteps } from "./acceptance/run.mjs";
import { newRun } from "./acceptance/run-tag.mjs";
import { RUN_LIMIT_MS } from "./acceptance/session.mjs";
import { EMULATOR_IDS, idsIn } from "./acceptance/variables.mjs";
import { openWorkspace } from "./acceptance/workspace.mjs";
import { atEnd, Failure, runCommand } from "./command.mjs";
import { prepare, prepareWithPulumi } from "./prepare.mjs";
import { run as runProgram } from "./processes.mjs";
import { dist, root } from "./sources.mjs";

/** @typedef {import("./acceptance/cloud.mjs").Cloud} Cloud */
/** @typedef {import("./acceptance/options.mjs").Options} Options */
/** @typedef {import("./acceptance/results.mjs").Result} Result */

const MISTAKE = 2;

await runCommand(async () => {
  const options = readOptions(process.argv.slice(2));
  if ("problem" in options) return refuse(options.problem);
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const given = idsIn(process.env);
  if ("problem" in given) return refuse(given.problem);
  if (options.sweep) {
    await prepare();
    await sweep(await openCloud(process.env));
    return 0;
  }
  const isReal = given.ids !== undefined;
  if (isReal && !options.yes && !process.stdin.isTTY)
    return refuse("A run against the cloud has to be agreed to: add --yes, or start it from a terminal.");

  const pulumi = await prepareWithPulumi();
  const env = isReal ? process.env : await emulatorEnvironment();
  const { ids } = /** @type {{ ids: import("./acceptance/variables.mjs").Ids }} */ (idsIn(env));
  const cloud = await openCloud(env);
  const run = newRun();
  if (isReal) {
    const problem = quotaProblem(await cloud.quotas(), ids, run);
    if (problem !== undefined) throw new Failure(problem);
    const limits = { region: cloud.region, limitMinutes: RUN_LIMIT_MS / 60_000 };
    for (const line of planLines(ids, run, options.parts, limits)) console.log(line);
    if (!options.yes && !(await isAgreed())) return refuse("Nothing was made.");
  } else console.log("No VPCEP_ACCEPTANCE_ variable is set: the cloud is the emulator.");

  const startedAt = Date.now();
  const removal = removeAtEnd(cloud, run, isReal);
  const workspace = openWorkspace(pulumi, env);
  const { results, exchanges } = await runSteps({ ids, run, parts: options.parts }, workspace, {
    begin: (titles) => console.log(`… ${titles.join(", ")}`),
    report: show,
  });
  const last = await removal.now();
  show(last);
  return conclude({ env, cloud, pulumi, options, startedAt, results: [...results, last], exchanges });
});

/**
 * Writes what is to be kept, says what has come of it, and gives the exit code.
 * @param {object} ended
 * @param {NodeJS.ProcessEnv} ended.env
 * @param {Cloud} ended.cloud
 * @param {import("./pulumi-cli/ensure.mjs").PulumiCli} ended.pulumi
 * @param {Options} ended.options
 * @param {number} ended.startedAt
 * @param {Result[]} ended.results
 * @param {import("./acceptance/shape.cjs").Exchange[]} ended.exchanges
 */
async function conclude({ env, cloud, pulumi, options, startedAt, results, exchanges }) {
  const isReal = env === process.env;
  const about = {
    ...(await versions(pulumi)),
    cloud: cloudName(env, isReal),
    region: cloud.region,
    date: new Date(startedAt).toISOString().slice(0, 10),
    minutes: ((Date.now() - startedAt) / 60_000).toFixed(1),
  };
  const differences = differencesFromReference(exchanges);
  const known = Object.fromEntries(cloud.secrets().map((secret) => [secret, "secret"]));
  const mask = maskFor(env, { ...known, [cloud.projectId]: "project", [homedir()]: "home" });
  const recording = recordingOf(about, results, exchanges);
  const files = keep(options.out, {
    "report.md": mask(reportOf({ about, results, exchanges, differences })),
    "recording.json": `${JSON.stringify(recording, null, 2)}\n`,
  });
  console.log(`\n${summaryOf(results)}, in ${about.minutes} minutes.`);
  console.log(
    differences.length === 0
      ? "No response differs from the API reference."
      : `${differences.length} differences from the API reference; the report names them.`,
  );
  console.log(`Report, without ids and secrets, to be pasted into an issue: ${files["report.md"]}`);
  console.log(
    `Recording: ${files["recording.json"]}${isReal ? "; tests/recordings/README.md says how to keep it" : ""}`,
  );
  const isAsRecorded = isReal || holdAgainst(options.recordings, recording);
  return results.some(({ outcome }) => outcome === "failed") || !isAsRecorded ? 1 : 0;
}

/** @param {string} sentence */
function refuse(sentence) {
  console.error(sentence);
  return MISTAKE;
}

/** @returns {Promise<NodeJS.ProcessEnv>} what a person would have set for a cloud that is the emulator */
async function emulatorEnvironment() {
  /** @type {typeof import("../emulator/index.js")} */
  const { start } = await import(pathToFileURL(join(dist, "emulator", "index.js")).href);
  const emulator = await start({ settleSeconds: 0.1 });
  atEnd(() => emulator.close());
  const kept = Object.entries(process.env).filter(([name]) => !/^(HW|HUAWEICLOUD)_/.test(name));
  return {
    ...Object.fromEntries(kept),
    ...EMULATOR_IDS,
    HW_REGION_NAME: emulator.region,
    HW_PROJECT_ID: emulator.projectId,
    HW_ACCESS_KEY: emulator.accessKey,
    HW_SECRET_KEY: emulator.secretKey,
    HW_VPCEP_ENDPOINT: emulator.url,
  };
}

async function isAgreed() {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // Ctrl-C at the question is an answer.
  terminal.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  const answer = await terminal.question("Go on? [y/N] ");
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

/** @param {Result} result */
function show({ title, outcome, seconds, reason, output }) {
  const sign = { done: "✓", failed: "✗", refused: "–", skipped: "–" }[outcome];
  const detail = outcome === "done" ? `(${seconds.toFixed(1)} s)` : `${outcome}: ${reason}`;
  console.log(`${sign} ${title} ${detail}`);
  if (output !== undefined) console.log(output.trimEnd().replaceAll(/^/gm, "    "));
}

/** @param {import("./pulumi-cli/ensure.mjs").PulumiCli} pulumi */
async function versions({ executable }) {
  const { output } = await runProgram(executable, ["version"]);
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return { package: version, "Pulumi CLI": output.trim(), Node: process.version };
}

/** @param {NodeJS.ProcessEnv} env @param {boolean} isReal */
function cloudName(env, isReal) {
  if (!isReal) return "the emulator";
  return env["HW_VPCEP_ENDPOINT"] ? "another base URL" : (env["HW_CLOUD"] ?? "myhuaweicloud.com");
}

/**
 * @param {string} folder
 * @param {Record<string, string>} texts by file name
 * @returns {Record<string, string>} where each lies, as the user would write it
 */
function keep(folder, texts) {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
  const shown = Object.keys(texts).map((name) => [name, relative(process.cwd(), resolve(folder, name))]);
  return Object.fromEntries(shown);
}

/**
 * @param {string} folder
 * @param {import("./acceptance/recording.mjs").Recording} own
 * @returns {boolean} whether the emulator does what the recorded clouds did, but for what is known
 */
function holdAgainst(folder, own) {
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  const found = names.flatMap((name) => {
    const { unknown, outdated } = heldAgainst(JSON.parse(readFileSync(join(folder, name), "utf8")), own);
    return [
      ...unknown.map((difference) => `${name}: ${difference}`),
      ...outdated.map((difference) => `${name}: no longer so: ${difference}`),
    ];
  });
  console.log(`Held against ${names.length} recordings of clouds: ${found.length} differences.`);
  for (const line of found) console.log(`✗ ${line}`);
  return found.length === 0;
}
