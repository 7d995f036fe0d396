// The five steps of the quickstart: what is said before each, what the CLI is asked, and what the emulator's request
// log must show afterwards. Pure: a step's check takes the calls and gives what to show, or what was wrong.

/** @typedef {{ method: string, path: string, body: unknown, status: number | null }} Call one line of the request log */
/** @typedef {{ show: string[] } | { wrong: string }} Verdict */

/**
 * @typedef {object} Step
 * @property {string} title
 * @property {string[]} says
 * @property {string[]} command arguments of `pulumi`, as they are shown
 * @property {string[]} flags further arguments, the same for every reader and not shown
 * @property {(calls: Call[]) => Verdict} check
 */

const QUIET = ["--yes", "--skip-preview"];

/** @type {Step[]} */
export const STEPS = [
  {
    title: "Create",
    says: [
      "Nothing exists yet. The program declares one VPC endpoint service called orders:",
      "Pulumi creates it and waits until the cloud says that it is available.",
    ],
    command: ["up", "--config", "approvalEnabled=true"],
    flags: QUIET,
    check: checkCreate,
  },
  {
    title: "Change one field",
    says: ["Now consumers connect without being approved first. Only that field is sent."],
    command: ["up", "--config", "approvalEnabled=false", "--diff"],
    flags: QUIET,
    check: checkChange,
  },
  {
    title: "Change nothing",
    says: ["The same program once more: there is nothing to do, so the cloud is not even asked."],
    command: ["up", "--expect-no-changes"],
    flags: QUIET,
    check: checkNoChange,
  },
  {
    title: "Refresh",
    says: ["Pulumi compares its state with the cloud and finds no difference."],
    command: ["refresh", "--expect-no-changes"],
    flags: QUIET,
    check: checkRefresh,
  },
  {
    title: "Destroy",
    says: ["The service is deleted, and Pulumi waits until it is gone."],
    command: ["destroy"],
    flags: QUIET,
    check: checkDestroy,
  },
];

/**
 * @param {Call[]} calls
 * @returns {Verdict}
 */
function checkCreate(calls) {
  const [write] = writes(calls);
  if (writes(calls).length !== 1 || write?.method !== "POST") return unexpected("one POST", calls);
  return {
    show: [line(write), `and then ${count(reads(calls).length, "GET")}, until the service was available`],
  };
}

/**
 * @param {Call[]} calls
 * @returns {Verdict}
 */
function checkChange(calls) {
  const [write] = writes(calls);
  const isExact = write?.method === "PUT" && JSON.stringify(write.body) === '{"approval_enabled":false}';
  if (writes(calls).length !== 1 || !isExact)
    return unexpected('one PUT with {"approval_enabled":false}', calls);
  return { show: [line(write)] };
}

/**
 * @param {Call[]} calls
 * @returns {Verdict}
 */
function checkNoChange(calls) {
  return calls.length === 0 ? { show: ["0 API calls"] } : unexpected("0 API calls", calls);
}

/**
 * @param {Call[]} calls
 * @returns {Verdict}
 */
function checkRefresh(calls) {
  if (calls.length === 0 || writes(calls).length > 0) return unexpected("only GETs", calls);
  return { show: calls.map(line) };
}

/**
 * @param {Call[]} calls
 * @returns {Verdict}
 */
function checkDestroy(calls) {
  const [write] = writes(calls);
  if (writes(calls).length !== 1 || write?.method !== "DELETE") return unexpected("one DELETE", calls);
  if (calls.at(-1)?.status !== 404) return unexpected("a last GET that finds nothing (404)", calls);
  return {
    show: [
      line(write),
      `and then ${count(reads(calls).length, "GET")}, until the response was 404: it is gone`,
    ],
  };
}

/** @param {Call[]} calls */
function writes(calls) {
  return calls.filter(({ method }) => method !== "GET");
}

/** @param {Call[]} calls */
function reads(calls) {
  return calls.filter(({ method }) => method === "GET");
}

/**
 * @param {Call} call
 * @returns {string} the method, the path without the project, and the body exactly as it came
 */
export function line({ method, path, body }) {
  const shortPath = path.replace(/^\/v1\/[^/]+\//, "/v1/…/");
  return `${method} ${shortPath}${body === null || body === undefined ? "" : `  ${JSON.stringify(body)}`}`;
}

/**
 * @param {number} number
 * @param {string} noun
 */
function count(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/**
 * @param {string} expected
 * @param {Call[]} calls
 * @returns {Verdict}
 */
function unexpected(expected, calls) {
  const received =
    calls.length === 0 ? "nothing" : calls.map((call) => `${line(call)} (${call.status})`).join(", ");
  return { wrong: `expected ${expected}, but the emulator received ${received}` };
}
