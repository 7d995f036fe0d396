import type { IncomingMessage } from "node:http";

/**
 * The control routes need no signature, so a web page in the user's browser must not reach them: not by another name
 * for this address (DNS rebinding shows in Host), and not from another origin.
 */
export function guardProblem(request: IncomingMessage, port: number): string | undefined {
  const allowed = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
  // Clients leave the default port out of Host and Origin.
  if (port === 80) allowed.push("127.0.0.1", "localhost", "[::1]");
  if (!allowed.includes((request.headers.host ?? "").toLowerCase())) {
    return `The control routes answer only under ${allowed.join(", ")}.`;
  }
  const { origin } = request.headers;
  if (origin !== undefined && !allowed.includes(origin.replace(/^http:\/\//, ""))) {
    return "The control routes answer no other origin.";
  }
  return undefined;
}
