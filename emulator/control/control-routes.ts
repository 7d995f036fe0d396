import type { IncomingMessage, ServerResponse } from "node:http";
import type { FaultRule } from "../faults/fault-rule";
import { BodyTooLarge, ClientGone, controlBodyLimit, readRawBody } from "../gateway/bytes";
import { isJsonObject, parseJson } from "../world/json";
import { UserError } from "../world/user-input";
import type { Control } from "./control";

export const controlPrefix = "/__emulator/";

/** No cache keeps a response, and no other page can take it for a script or a picture. */
export const noOtherReader = {
  "Cache-Control": "no-store",
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
};

interface ControlRequest {
  control: Control;
  id: string;
  query: URLSearchParams;
  body: unknown;
}

type Action = (request: ControlRequest) => unknown;

/** Method and path after the prefix; `*` is an id. The response to an action without a result is a 204. */
const actions: Record<string, Action> = {
  "GET requests": ({ control, query }) => ({ requests: control.requests(sinceOf(query)) }),
  "GET requests/*": ({ control, id }) => control.request(numberOf(id)),
  "DELETE requests": ({ control }) => control.clearRequests(),
  "POST reset": ({ control }) => control.reset(),
  "GET faults": ({ control }) => ({ faults: control.faults() }),
  "PUT faults": ({ control, body }) => control.setFaults(ruleList(body)),
  "POST faults": ({ control, body }) => {
    for (const rule of ruleList(body)) control.addFault(rule);
  },
  "DELETE faults/*": ({ control, id }) => control.removeFault(numberOf(id)),
  "DELETE faults": ({ control }) => control.clearFaults(),
  "GET state": ({ control }) => control.state(),
  "GET settings": ({ control }) => control.settings(),
  "PATCH settings": ({ control, body }) => control.configure(objectBody(body)),
  "PATCH services/*": ({ control, id, body }) => control.patchService(id, objectBody(body)),
  "DELETE services/*": ({ control, id }) => control.deleteService(id),
  "POST services/*/connections": ({ control, id, body }) => control.connect(id, objectBody(body ?? {})),
  "POST endpoints/*/accept": ({ control, id }) => control.decide(id, "accept"),
  "POST endpoints/*/reject": ({ control, id }) => control.decide(id, "reject"),
  "PUT ports/*": ({ control, id, body }) => control.bindPort(id, objectBody(body)["vpc_id"] as string),
  "DELETE keys/*": ({ control, id }) => control.expireKey(id),
  "DELETE tokens/*": ({ control, id }) => control.expireToken(id),
  "DELETE logins": ({ control }) => control.expireLogins(),
  "PUT users/*": ({ control, id, body }) => {
    const { password, account } = objectBody(body);
    control.changePassword(id, password as string, account as string | undefined);
  },
};

export async function serveControl(
  control: Control,
  port: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const problem = guardProblem(request, port);
  if (problem !== undefined) return reply(response, 403, { error: problem });
  try {
    const bytes = await readRawBody(request, controlBodyLimit);
    const result = act(control, request, bytes.toString("utf8"));
    reply(response, result === undefined ? 204 : 200, result);
  } catch (error) {
    if (error instanceof UserError) return reply(response, 400, { error: error.message });
    if (error instanceof ClientGone) throw error;
    if (!(error instanceof BodyTooLarge)) {
      console.error(error);
      return reply(response, 500, { error: "The emulator failed; its terminal says why." });
    }
    response.setHeader("Connection", "close");
    reply(response, 413, { error: "A body for the control routes has at most 1 MiB." });
  }
}

/**
 * The control routes need no signature, so a web page in the user's browser must not reach them: not through another
 * name for this address (DNS rebinding, which shows in Host), and not from another origin.
 */
export function guardProblem(request: IncomingMessage, port: number): string | undefined {
  const allowed = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
  // Clients omit the default port in Host and Origin.
  if (port === 80) allowed.push("127.0.0.1", "localhost", "[::1]");
  if (!allowed.includes((request.headers.host ?? "").toLowerCase())) {
    return `The control routes respond only under ${allowed.join(", ")}.`;
  }
  const { origin } = request.headers;
  if (origin !== undefined && !allowed.includes(origin.replace(/^http:\/\//, ""))) {
    return "The control routes respond to no other origin.";
  }
  return undefined;
}

function act(control: Control, request: IncomingMessage, text: string): unknown {
  const url = new URL(request.url ?? "", "http://emulator");
  const [kind = "", id, ...rest] = url.pathname.slice(controlPrefix.length).split("/");
  const pattern = id === undefined ? kind : [kind, "*", ...rest].join("/");
  const action = actions[`${request.method} ${pattern}`];
  if (action === undefined) {
    throw new UserError(
      `There is no control route ${request.method} ${url.pathname}: one of ${Object.keys(actions).join(", ")}.`,
    );
  }
  const body = text === "" ? undefined : parseJson(text);
  if (text !== "" && body === undefined)
    throw new UserError("The body is not JSON, or nests deeper than 64 levels.");
  return action({ control, id: decoded(id ?? ""), query: url.searchParams, body });
}

function ruleList(body: unknown): FaultRule[] {
  const rules = isJsonObject(body) && Array.isArray(body["faults"]) ? body["faults"] : body;
  return (Array.isArray(rules) ? rules : [rules]) as FaultRule[];
}

function sinceOf(query: URLSearchParams): number {
  const since = query.get("since") ?? "0";
  if (!/^\d{1,15}$/.test(since)) throw new UserError("since is the number of a request.");
  return Number(since);
}

function numberOf(id: string): number {
  if (!/^\d{1,15}$/.test(id)) throw new UserError(`${JSON.stringify(id)} is not a number.`);
  return Number(id);
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    throw new UserError(
      `${JSON.stringify(id)} is not an id: a % has to be followed by two hexadecimal digits.`,
    );
  }
}

function objectBody(body: unknown): Record<string, unknown> {
  if (!isJsonObject(body)) throw new UserError("The body has to be a JSON object.");
  return body;
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { ...noOtherReader, "Content-Type": "application/json" });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
