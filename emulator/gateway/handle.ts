import { isPathId } from "../world/ids";
import { UserError } from "../world/user-input";
import type { World } from "../world/world";
import { type AccessControl, findProject } from "./access";
import { readBody } from "./body-fields";
import type { Caller } from "./caller";
import { gatewayRefusal, Refusal, refusal, refusalResponse } from "./errors";
import type { ApiResponse, Call } from "./operation";
import type { RequestCounts } from "./request-limit";
import { findRoute, type Route, type RouteMatch } from "./router";
import { headerValues, type WireRequest } from "./signature";

export interface GatewayRequest extends WireRequest {
  path: string;
  query: URLSearchParams;
  origin: string;
  requestId: string;
  /** The time that signatures are checked against; a fault can shift it. */
  gatewayNowMs: number;
  hideCreatedAfterMs: number;
}

interface Gateway {
  world: World;
  access: AccessControl;
  counts: RequestCounts;
  routes: readonly Route[];
}

/** One request through all checks to its response; an error is a response too. */
export function handle(gateway: Gateway, request: GatewayRequest): ApiResponse {
  try {
    return checkAndHandle(gateway, request);
  } catch (error) {
    return refusalResponse(asRefusal(error), request.requestId);
  }
}

/** Route, authentication, request limit, project, ids, body; the operations go on with fields, existence, state and quota. */
function checkAndHandle(gateway: Gateway, request: GatewayRequest): ApiResponse {
  const { world, access, routes } = gateway;
  if (!request.target.startsWith("/"))
    throw gatewayRefusal(400, "APIGW.0101", "The emulator is a proxy for the metadata service only.");
  const match = findRoute(routes, request.method, request.path);
  if (match === undefined)
    throw gatewayRefusal(404, "APIGW.0101", "The API does not exist or has not been published.");
  const authenticate = () => access.authenticate(request, request.gatewayNowMs);
  const admitted = admit(gateway, authenticate, match);
  checkIds(match);
  const call: Call = {
    world,
    ...admitted,
    authenticate,
    header: (name) => headerValues(request.rawHeaders, name)[0],
    nowMs: world.clock(),
    gatewayNowMs: request.gatewayNowMs,
    params: match.params,
    query: request.query,
    body: readBody(request.body.toString("utf8"), match.route.body),
    origin: request.origin,
    hideCreatedAfterMs: request.hideCreatedAfterMs,
  };
  return world.transact(changesState(match.route), () => match.route.operation(call));
}

function admit(
  { world, counts }: Gateway,
  authenticate: () => Caller,
  { route, params }: RouteMatch,
): Pick<Call, "account" | "place"> {
  const [first] = world.settings.accounts;
  if (route.access === "none") return { account: first, place: first.regions[0] };
  const { account, projects } = authenticate();
  counts.admit(account.domainId, world.settings.requestLimits, world.clock());
  if (route.access === "account") return { account, place: account.regions[0] };
  return { account, place: findProject(params["project_id"] ?? "", projects) };
}

function checkIds({ route, params }: RouteMatch): void {
  for (const [name, code] of Object.entries(route.ids)) {
    if (!isPathId(params[name])) throw refusal(code);
  }
}

function changesState(route: Route): boolean {
  return route.access === "project" && route.method !== "GET";
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  // A defect of the emulator, or a full disk: the client gets the cloud's own 500, the terminal the reason.
  console.error(error instanceof UserError ? error.message : error);
  return refusal("EndPoint.0001");
}
