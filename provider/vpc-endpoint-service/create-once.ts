import { type ApiError, hasCode, isApiError, ofAllAttempts } from "../api/errors";
import { sameValue } from "../resource/diff";
import { Failure } from "../resource/failures";
import { call, type Operation, tell } from "../resource/operation";
import { DEFAULT_PROTOCOL, SERVICE } from "./fields";
import type { VpcEndpointServiceInputs } from "./inputs";
import { createService, listServices } from "./operations";
import { clashAdvice, findClash, PORT_CLASH } from "./port-clash";
import { isService, type ServiceAnswer, servicesIn, toCreateBody, toOutputs } from "./wire";

/** After a create whose fate is unknown: when to look for its service. A list may lag behind by a few seconds. */
const LOOKUPS_AT_MS = [500, 2000, 5000];
/** Services a page; a busy account may have made more than one page of them since our create. */
const LOOKUP_LIMIT = 50;
const MAX_LOOKUP_PAGES = 100;
/** The server's clock gives `created_at` in whole seconds, and ours may be behind it. */
const CLOCK_TOLERANCE_MS = 60_000;
const MAX_POSTS = 3;

/**
 * Creates a service, once, although the API has no idempotency key.
 *
 * A POST whose fate is unknown (the connection broke, the answer was no answer, HTTP 5xx) is not repeated until a look at
 * the list has shown that no such service was made. What was made is recognised beyond doubt, because no two services may
 * share `port_id`, server port and protocol: it has our backend, our mappings and our name, and is no older than our
 * first attempt.
 */
export async function createOnce(
  operation: Operation,
  inputs: VpcEndpointServiceInputs,
): Promise<ServiceAnswer> {
  const beganMs = operation.runtime.now();
  const post = createService(toCreateBody(inputs));
  let doubt: Error | undefined;
  for (let posts = 1; ; posts++) {
    let error: Error;
    try {
      const { body } = await call(operation, { ...post, isRepair: posts > 1 });
      if (isService(body)) return body;
      error = new Failure("the create got a malformed response: no usable id.");
    } catch (refusal) {
      if (!isApiError(refusal)) throw refusal;
      const clash = hasCode(refusal, PORT_CLASH);
      if (clash && doubt === undefined) throw await clashFailure(operation, inputs, refusal);
      // What an earlier attempt may have made is still unaccounted for.
      if (!clash && !refusal.possiblySent)
        throw doubt === undefined ? refusal : mayExist(operation, inputs, beganMs, doubt, refusal);
      error = refusal;
    }
    doubt ??= error;
    const made = await lookFor(operation, inputs, beganMs, doubt);
    if (made) {
      tell(operation, `the response to the create was lost; found the service that it made: ${made.id}`);
      return made;
    }
    if (isApiError(error) && hasCode(error, PORT_CLASH)) throw await clashFailure(operation, inputs, error);
    if (posts === MAX_POSTS) {
      const seconds = (operation.runtime.now() - beganMs) / 1000;
      const last = isApiError(error) ? ofAllAttempts(error, posts, seconds) : error;
      throw new Failure(
        `${last.message} The create was sent ${posts} times, and the list shows no service of it: nothing was made.`,
      );
    }
  }
}

/** Looks for the service that a create of unknown fate may have made; undefined when the cloud shows none. */
async function lookFor(
  operation: Operation,
  inputs: VpcEndpointServiceInputs,
  beganMs: number,
  doubt: Error,
): Promise<ServiceAnswer | undefined> {
  let elapsedMs = 0;
  let seen = false;
  let problem = doubt;
  for (const atMs of LOOKUPS_AT_MS) {
    await operation.runtime.sleep(atMs - elapsedMs);
    elapsedMs = atMs;
    try {
      const made = await ownServiceInList(operation, inputs, beganMs);
      if (made) return made;
      seen = true;
    } catch (error) {
      if (!isApiError(error)) throw error;
      problem = error;
      if (error.outcome === "quotaExhausted") break;
    }
  }
  if (seen) return undefined;
  throw mayExist(operation, inputs, beganMs, doubt, problem);
}

/** Reads the list, newest first, as far back as our first attempt. */
async function ownServiceInList(
  operation: Operation,
  inputs: VpcEndpointServiceInputs,
  beganMs: number,
): Promise<ServiceAnswer | undefined> {
  for (let page = 0; page < MAX_LOOKUP_PAGES; page++) {
    const offset = page === 0 ? {} : { offset: page * LOOKUP_LIMIT };
    const list = listServices({ limit: LOOKUP_LIMIT, ...offset });
    const { body } = await call(operation, { ...list, attempts: 1, isRepair: page === 0 });
    const services = servicesIn(body);
    const since = serverTimeOf(operation, beganMs) - CLOCK_TOLERANCE_MS;
    const made = services.find((service) => isOurs(service, inputs, since));
    if (made) return made;
    const isOlder = ({ created_at }: ServiceAnswer) => Date.parse(String(created_at)) < since;
    if (services.length < LOOKUP_LIMIT || services.some(isOlder)) return undefined;
  }
  return undefined;
}

/** A moment of ours by the server's clock, as far as its answers so far have shown that. */
function serverTimeOf({ client, runtime }: Operation, ms: number): number {
  return ms + client.serverNow() - runtime.now();
}

function mayExist(
  operation: Operation,
  inputs: VpcEndpointServiceInputs,
  beganMs: number,
  doubt: Error,
  problem: Error,
): Failure {
  const since = new Date(serverTimeOf(operation, beganMs)).toISOString();
  return new Failure(
    `the service may have been created, and what came after failed too. Look for a service with port_id ${inputs.portId} and server ports ` +
      `${serverPorts(inputs)} made since ${since}; if there is one, adopt it with existingId. ` +
      `The create: ${doubt.message} After it: ${problem.message}`,
  );
}

/** Whether a service of the list is the one that our create made. */
function isOurs(service: ServiceAnswer, inputs: VpcEndpointServiceInputs, since: number): boolean {
  if (!isService(service)) return false;
  const { region, projectId } = inputs;
  const actual = toOutputs(String(service.id), service, { region, projectId });
  const created = Date.parse(actual.createdAt ?? "");
  return (
    actual.portId === inputs.portId &&
    actual.vpcId === inputs.vpcId &&
    actual.serverType === inputs.serverType &&
    (actual.serviceName ?? "") === (inputs.serviceName ?? "") &&
    sameValue(SERVICE, "ports", actual.ports, inputs.ports) &&
    created >= since
  );
}

/** Names the service that already uses the port, and the way out. It is never adopted unasked: it may be anyone's. */
async function clashFailure(
  operation: Operation,
  inputs: VpcEndpointServiceInputs,
  refusal: ApiError,
): Promise<Error> {
  const clash = await findClash(operation, inputs);
  if (clash === undefined) return refusal;
  const advice = clashAdvice(operation, clash, inputs.__vpcep.name, "create");
  return new Failure(`${refusal.message} ${clash.text} ${advice}`);
}

function serverPorts({ ports }: VpcEndpointServiceInputs): string {
  return ports.map(({ serverPort, protocol = DEFAULT_PROTOCOL }) => `${serverPort}/${protocol}`).join(", ");
}
