import type { LoggedEntry } from "./request-log";

const pathLength = 300;

/** One call as one line for a terminal, without secrets and control characters, whatever a client sent. */
export function callLine(entry: LoggedEntry, secrets: readonly (string | undefined)[]): string {
  const { time, method, path, status, errorCode, fault } = entry;
  const parts = [time, method, shortened(without(secrets, path)), status ?? "no answer"];
  if (errorCode !== null) parts.push(without(secrets, errorCode));
  if (fault !== null) parts.push(`(fault: ${fault.kind} at ${fault.at})`);
  return parts.join(" ").replace(/[^\x20-\x7e]/g, escaped);
}

function without(secrets: readonly (string | undefined)[], text: string): string {
  const spellings = secrets.flatMap((secret) => (secret ? [secret, encodeURIComponent(secret)] : []));
  return spellings.reduce((rest, spelling) => rest.replaceAll(spelling, "***"), text);
}

function shortened(path: string): string {
  return path.length > pathLength ? `${path.slice(0, pathLength)}...` : path;
}

/** Node lets only printable ASCII through in a path, but an error code that a fault makes up can hold anything. */
function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
