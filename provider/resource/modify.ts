import type { ApiCall } from "../api/api-call";
import { hasCode, isApiError } from "../api/errors";
import { type ApiRecord, isUsable } from "../vpcep/records";
import { toBody, toOutputs } from "./fields";
import { readBack } from "./observe";
import { partialFailure } from "./outputs";
import type { Properties } from "./properties";
import type { Step, Subject } from "./reconcile";
import { sendWhenReady, waitUntilSettled } from "./settle";

/** The one modify call of a resource type. */
export interface Modify {
  request(id: string, body: object): ApiCall;
  /** Finds the object in a response that is a list. Default: the response is the object. */
  find?(body: ApiRecord): ApiRecord | undefined;
  /** The statuses that show it was done. Default: those in which an object has settled. */
  until?: readonly string[];
  /** The codes by which the API refuses what is done already. */
  done?: readonly string[];
  /** What to report of a refusal; undefined where the API's own words do. `wanted`: the outputs that it would have had. */
  explain?(refusal: Error, wanted: Properties): Promise<Error | undefined>;
}

/** Sends the fields that differ, all in one call, and waits until the object has settled again. */
export function modifyStep(
  { operation, id }: Subject,
  fields: readonly string[],
  desired: Properties,
  { request, find = (body) => body, explain, until, done = [] }: Modify,
): Step {
  const { definition } = operation;
  const toSend = Object.fromEntries(fields.map((field) => [field, desired[field]]));
  let record: ApiRecord = {};
  return {
    fields,
    remaining: () => fields.join(", "),
    async run(now, reach) {
      try {
        const { body } = await sendWhenReady(operation, request(id, toBody(definition.fields, toSend)));
        record = find(body) ?? {};
      } catch (error) {
        if (!isApiError(error)) throw error;
        if (!hasCode(error, ...done)) throw (await explain?.(error, { ...now, ...desired })) ?? error;
      }
      const sent = { ...now, ...toSend };
      // A response without an object says nothing about it: the object itself does.
      const isTold = isUsable(record);
      reach(isTold ? toOutputs(definition, id, record, sent) : await readBack(operation, id, sent));
    },
    look: (now) => readBack(operation, id, now, 1),
    sent: (before, after) => (after === before ? [] : [...fields]),
    async settle(now) {
      const { status } = now;
      const wanted = until ?? definition.settled(operation.properties);
      if (status === undefined || wanted.includes(String(status))) return now;
      const settled = await waitUntilSettled(operation, id, { ...record, status }, false, wanted);
      const outputs = toOutputs(definition, id, settled.record, now);
      if (settled.problem !== undefined) throw partialFailure(id, outputs, settled.problem);
      return outputs;
    },
  };
}
