// The command line of `npm run acceptance`.
import { parseArgs } from "node:util";

/** What a run does between creating and removing everything, in this order. */
export const PARTS = /** @type {const} */ (["look-ups", "fields", "import", "plugin"]);

export const HELP = `Usage: npm run acceptance -- [options]

Runs the package against a cloud, and reports what the cloud does otherwise than the API reference says.
Without any VPCEP_ACCEPTANCE_ variable the cloud is the emulator. docs/acceptance.md lists the variables.

  --yes             begin without asking
  --only PART       do this part alone, between creating and removing; may be repeated: ${PARTS.join(", ")}
  --out FOLDER      where report.md and recording.json are written (default .acceptance)
  --recordings FOLDER
                    recordings that a run against the emulator is held against (default tests/recordings)
  --sweep           remove what runs that were killed have left in the project, and do nothing else
  --help

Exit code: 0 when every step did what it should, 1 when one did not, 2 for a mistake on the command line or in the
variables, 130 after Ctrl-C.
`;

/**
 * @typedef {object} Options
 * @property {boolean} yes
 * @property {boolean} sweep
 * @property {boolean} help
 * @property {readonly string[]} parts
 * @property {string} out
 * @property {string} recordings
 */

/**
 * @param {string[]} args
 * @returns {Options | { problem: string }}
 */
export function readOptions(args) {
  /** @type {any} */
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        yes: { type: "boolean", default: false },
        sweep: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
        only: { type: "string", multiple: true },
        out: { type: "string", default: ".acceptance" },
        recordings: { type: "string", default: "tests/recordings" },
      },
    }));
  } catch (error) {
    // Node explains at length; its first sentence names the option.
    const [sentence = ""] = /** @type {Error} */ (error).message.split(/\.\s|\n/);
    return { problem: `${sentence}; --help lists the options.` };
  }
  const { only, ...rest } = values;
  const unknown = only?.find((/** @type {any} */ part) => !PARTS.includes(part));
  if (unknown !== undefined) return { problem: `--only is one of ${PARTS.join(", ")}, not "${unknown}".` };
  return { ...rest, parts: only ?? PARTS };
}
