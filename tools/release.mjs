// `npm run release -- 0.2.0`: checks what is committed, makes the release's commit and tag, and builds what is to be
// published, twice, in two fresh checkouts. With --dry-run no commit and no tag are kept; without a version it tries the
// one that package.json has.
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { atEnd, Failure, runCommand } from "./command.mjs";
import { npmCommand, npmEnvironment } from "./npm.mjs";
import { run } from "./processes.mjs";
import { auditVerdict } from "./release/audit.mjs";
import { build, checkOut, commitVersion, git, refuseUncommitted } from "./release/checkout.mjs";
import { npmOutput, outputOf } from "./release/steps.mjs";
import { distTag, requestFrom } from "./release/version.mjs";
import { root } from "./sources.mjs";

/** @typedef {import("./release/artifacts.mjs").Artifacts} Artifacts */
/** @typedef {import("./release/packages.mjs").Package} Package */

await runCommand(async () => {
  const request = requestFrom(process.argv.slice(2));
  await refuseUncommitted();
  const folder = mkdtempSync(join(tmpdir(), "vpcep-release-"));
  atEnd(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  const checkout = join(folder, "checkout");
  await checkOut(root, checkout);
  const day = new Date().toISOString().slice(0, 10);
  const notes = request.version && (await commitVersion(checkout, request.version, day));
  const { version, repository } = JSON.parse(readFileSync(join(checkout, "package.json"), "utf8"));

  say(`Building ${version} in a fresh checkout`);
  const first = await artifactsOf(checkout, join(folder, "first"));
  say("Checking the schema and the public surface");
  await npmOutput(["run", "--silent", "schema"], { cwd: checkout });
  await npmOutput(["run", "--silent", "surface", "--", "--check"], { cwd: checkout });
  await git(checkout, "diff", "--exit-code", "--stat");
  say("Building it once more, in another folder and time zone");
  const again = join(folder, "a checkout with a longer name");
  await checkOut(checkout, again);
  await artifactsOf(again, join(folder, "second"), { TZ: "Pacific/Kiritimati" });
  requireSame(join(folder, "first"), join(folder, "second"));
  const packages = distinct([...first.brought, ...first.bundled]);
  await audit(checkout, packages);

  const out = join(root, ".release", version);
  rmSync(out, { recursive: true, force: true });
  cpSync(join(folder, "first"), out, { recursive: true });
  report(first, packages, out);
  if (notes) console.log(`\nWhat is new in ${version}:\n\n${notes}\n`);
  if (request.version && !request.isDryRun) await keep(checkout, request.version);
  sayHowToPublish(first, version, out, {
    isDryRun: request.isDryRun,
    hasRepository: repository !== undefined,
  });
});

/**
 * @param {string} checkout
 * @param {string} out
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Artifacts>}
 */
async function artifactsOf(checkout, out, env) {
  await build(checkout, env);
  const script = join(checkout, "tools", "release", "artifacts.mjs");
  await outputOf(process.execPath, [script, out], { cwd: checkout, env: { ...npmEnvironment(), ...env } });
  return JSON.parse(readFileSync(join(out, "artifacts.json"), "utf8"));
}

/**
 * @param {string} first
 * @param {string} second
 */
function requireSame(first, second) {
  const differing = readdirSync(first).filter(
    (name) => sha512(join(first, name)) !== sha512(join(second, name)),
  );
  if (differing.length > 0)
    throw new Failure(
      `Two builds of the same commit differ: ${differing.join(", ")}. Nobody could check a release.`,
    );
  console.log("Two builds, the same bytes.");
}

/**
 * @param {string} cwd
 * @param {Package[]} packages
 */
async function audit(cwd, packages) {
  let json = "";
  const [command, args] = npmCommand(["audit", "--json"]);
  await run(command, args, {
    cwd,
    env: npmEnvironment(),
    onOutput: (text, stream) => {
      if (stream === "stdout") json += text;
    },
  });
  const verdict = auditVerdict(json, packages);
  if (!verdict.isReached)
    console.log(
      `NOT AUDITED: no advisory service answered (${verdict.reason}). ${packages.length} packages of the lock file were checked against none.`,
    );
  else if (verdict.findings.length === 0)
    console.log(`npm audit: nothing against ${packages.length} packages.`);
  else throw new Failure(`npm audit: ${verdict.findings.join("; ")}.`);
}

/**
 * Each once: the bundle holds what the tarball brings along, and more.
 * @param {Package[]} packages
 */
function distinct(packages) {
  return [...new Map(packages.map((one) => [one.path, one])).values()];
}

/**
 * @param {Artifacts} artifacts
 * @param {Package[]} packages
 * @param {string} out
 */
function report({ contents, brought, bundled }, packages, out) {
  console.log(`\nContents of the tarball (${contents.length} files):`);
  for (const [kind, count] of counted(contents.map(({ path }) => path.replace(/[^/]+$/, ""))))
    console.log(`  ${kind || "./"} ${count}`);
  console.log(
    `\nLicences of the ${brought.length} packages that it brings along, and of the ${bundled.length} in the plugin's bundle:`,
  );
  for (const [licence, count] of counted(packages.map((one) => one.licence)))
    console.log(`  ${licence}: ${count}`);
  console.log(`\n${relative(process.cwd(), out)}:`);
  for (const name of readdirSync(out)) {
    const file = join(out, name);
    console.log(`  ${name} (${statSync(file).size} bytes)\n    sha512 ${sha512(file)}`);
  }
}

/**
 * @param {readonly string[]} words
 * @returns {[word: string, count: number][]}
 */
function counted(words) {
  return [...new Set(words)].sort().map((word) => [word, words.filter((one) => one === word).length]);
}

/**
 * Takes the commit over, under its tag.
 * @param {string} checkout
 * @param {string} version
 */
async function keep(checkout, version) {
  await git(root, "fetch", "--quiet", checkout, "HEAD");
  await git(root, "merge", "--quiet", "--ff-only", "FETCH_HEAD");
  await git(root, "tag", "--annotate", `v${version}`, "--message", `Release ${version}`);
  console.log(`Committed and tagged as v${version}. Nothing has left this machine: git push --follow-tags`);
}

/**
 * @param {Artifacts} artifacts
 * @param {string} version
 * @param {string} out
 * @param {{ isDryRun: boolean, hasRepository: boolean }} facts
 */
function sayHowToPublish({ tarball, bundle }, version, out, { isDryRun, hasRepository }) {
  const file = join(relative(process.cwd(), out), tarball);
  console.log(isDryRun ? "\nA dry run: the tree is as it was. It would publish:" : "\nTo publish:");
  console.log(`  npm publish ${file} --provenance --access public --tag ${distTag(version)}`);
  console.log(`  ${bundle} and both bills of materials, beside the tag v${version}`);
  console.log("Provenance comes from the workflow that publishes: npm refuses it elsewhere.");
  if (!hasRepository)
    console.log("package.json names no repository yet, and npm checks provenance against it: set it first.");
}

/** @param {string} text */
function say(text) {
  console.log(`${text} …`);
}

/** @param {string} file */
function sha512(file) {
  return createHash("sha512").update(readFileSync(file)).digest("base64");
}
