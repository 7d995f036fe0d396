import type { LoggedEntry } from "./logged-request";

/** Of the path in a line for the terminal. */
const pathLength = 300;

/** A request as one line for a terminal, without secrets and control characters, whatever the client sent. */
export function callLine(
  entry: Pick<LoggedEntry, "time" | "method" | "path" | "status" | "errorCode" | "fault">,
  secrets: readonly (string | undefined)[],
): string {
  const { time, method, path, status, errorCode, fault } = entry;
  const parts = [time, method, shortened(without(secrets, path)), status ?? "no response"];
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

/** Node lets only printable ASCII through in a path, but the error code of a fault can contain anything. */
function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
