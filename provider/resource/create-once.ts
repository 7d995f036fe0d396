import type { ApiCall } from "../api/api-call";
import { hasCode, isApiError, ofAllAttempts } from "../api/errors";
import type { ListCall } from "../api/pages";
import { type ApiRecord, isUsable } from "../vpcep/records";
import { text } from "./codecs";
import { Failure } from "./failures";
import { type Operation, send, tell } from "./operation";

/** After a create whose fate is unknown: when to look for its object. A list may lag behind by a few seconds. */
const LOOKUPS_AT_MS = [500, 2000, 5000];
/** Objects a page; a busy account may have made more than one page of them since our create. */
const LOOKUP_LIMIT = 50;
const MAX_LOOKUP_PAGES = 100;
/** The server's clock gives `created_at` in whole seconds, and ours may be behind it. */
const CLOCK_TOLERANCE_MS = 60_000;
const MAX_POSTS = 3;

/** A create, and how to recognise what it made. */
export interface Creation {
  post: ApiCall;
  /** Lists the objects of the type, newest first. */
  list: ListCall;
  /** Whether an object of the list is what the create makes, its age aside. */
  isOurs(record: ApiRecord): boolean;
  /** How a person recognises it: `a service with port_id …`. */
  description: string;
  /** The code by which the API refuses a second object like this one. */
  conflict?: string;
  /** The failure to report for that code. */
  explain?(refusal: Error): Promise<Error>;
}

/**
 * Creates an object, once, although the API has no idempotency key.
 *
 * A POST whose fate is unknown (the connection broke, the response was malformed, HTTP 5xx) is not repeated until a look
 * at the list has shown that no such object was made. What was made is recognised by what the program says of it, and is
 * no older than our first attempt.
 */
export async function createOnce(operation: Operation, creation: Creation): Promise<ApiRecord> {
  const { noun } = operation.definition;
  const beganMs = operation.runtime.now();
  const explained = async (refusal: Error) => (await creation.explain?.(refusal)) ?? refusal;
  const isConflict = (error: Error) => creation.conflict !== undefined && hasCode(error, creation.conflict);
  let doubt: Error | undefined;
  for (let posts = 1; ; posts++) {
    let error: Error;
    try {
      const { body } = await send(operation, { ...creation.post, isRepair: posts > 1 });
      if (isUsable(body)) return body;
      error = new Failure("the create got a malformed response: no usable id.");
    } catch (refusal) {
      // Such as a run that was cancelled while a second POST waited.
      if (doubt !== undefined && refusal instanceof Failure)
        throw mayExist(operation, creation, beganMs, doubt, refusal);
      if (!isApiError(refusal)) throw refusal;
      if (isConflict(refusal) && doubt === undefined) throw await explained(refusal);
      // What an earlier attempt may have made is still unaccounted for.
      if (!isConflict(refusal) && !refusal.possiblySent)
        throw doubt === undefined ? refusal : mayExist(operation, creation, beganMs, doubt, refusal);
      error = refusal;
    }
    doubt ??= error;
    const made = await findMade(operation, creation, beganMs, doubt);
    if (made) {
      tell(operation, `the response to the create was lost; found the ${noun} that it made: ${made.id}`);
      return made;
    }
    if (isConflict(error)) throw await explained(error);
    if (posts === MAX_POSTS) {
      const seconds = (operation.runtime.now() - beganMs) / 1000;
      const last = isApiError(error) ? ofAllAttempts(error, posts, seconds) : error;
      throw new Failure(
        `${last.message} The create was sent ${posts} times, and the list shows no ${noun} of it: nothing was made.`,
      );
    }
  }
}

/** Looks for the object that a create of unknown fate may have made; undefined when the cloud shows none. */
async function findMade(
  operation: Operation,
  creation: Creation,
  beganMs: number,
  doubt: Error,
): Promise<ApiRecord | undefined> {
  let elapsedMs = 0;
  let seen = false;
  let problem = doubt;
  for (const atMs of LOOKUPS_AT_MS) {
    try {
      await operation.runtime.sleep(atMs - elapsedMs);
      elapsedMs = atMs;
      const made = await oursInList(operation, creation, beganMs);
      if (made) return made;
      seen = true;
    } catch (error) {
      // Such as a run that is cancelled: what may be there must be said all the same.
      if (error instanceof Failure) throw mayExist(operation, creation, beganMs, doubt, error);
      if (!isApiError(error)) throw error;
      problem = error;
      if (error.outcome === "quotaExhausted") break;
    }
  }
  if (seen) return undefined;
  throw mayExist(operation, creation, beganMs, doubt, problem);
}

/** Reads the list, newest first, as far back as our first attempt. */
async function oursInList(
  operation: Operation,
  { list, isOurs }: Creation,
  beganMs: number,
): Promise<ApiRecord | undefined> {
  for (let page = 0; page < MAX_LOOKUP_PAGES; page++) {
    const query = {
      ...list.query,
      limit: LOOKUP_LIMIT,
      ...(page === 0 ? {} : { offset: page * LOOKUP_LIMIT }),
    };
    const { body } = await send(operation, { ...list, query, attempts: 1, isRepair: page === 0 });
    const records = body[list.response.list] as ApiRecord[];
    const since = serverTimeOf(operation, beganMs) - CLOCK_TOLERANCE_MS;
    const createdMs = ({ created_at }: ApiRecord) => Date.parse(text.read(created_at) ?? "");
    const made = records.find((record) => isUsable(record) && createdMs(record) >= since && isOurs(record));
    if (made) return made;
    if (records.length < LOOKUP_LIMIT || records.some((record) => createdMs(record) < since))
      return undefined;
  }
  return undefined;
}

/** A moment of ours by the server's clock, as far as its responses so far have shown that. */
function serverTimeOf({ client, runtime }: Operation, ms: number): number {
  return ms + client.serverNow() - runtime.now();
}

function mayExist(
  operation: Operation,
  { description }: Creation,
  beganMs: number,
  doubt: Error,
  problem: Error,
): Failure {
  const since = new Date(serverTimeOf(operation, beganMs)).toISOString();
  return new Failure(
    `the ${operation.definition.noun} may have been created, and what came after failed too. Look for ${description} made since ${since}; if there is one, adopt it with existingId. ` +
      `The create: ${doubt.message} After it: ${problem.message}`,
  );
}
