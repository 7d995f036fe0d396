// What docs/errors.md promises of a call that fails: how often it is tried again.
import type { FaultRule } from "../../../emulator";
import { lab, otherPort, post, standing } from "../../faults/support";
import { failure, type LabOptions, service, vpcId } from "../../helpers/in-process";

/** Given what the column "tried again" says; gives the messages. */
export type FailingCall = (triedAgain: string) => Promise<string[]>;

/** Attempts of a read and of a create, and whether a look comes between the creates. */
const PROMISES: Record<string, { read: number; create: number; looks: boolean }> = {
  "3 attempts in all": { read: 3, create: 3, looks: false },
  "3 attempts in all; a create only after a look": { read: 3, create: 3, looks: true },
  no: { read: 1, create: 1, looks: false },
  "no; a create only after a look": { read: 1, create: 3, looks: true },
};

const attemptsIn = (message: string) => Number(/attempt (\d+)\//.exec(message)?.[1]);

/** A fault that meets a refresh, which leaves the state alone, and a create, of which nothing comes. */
export function failing(fault: FaultRule, options: LabOptions = {}): FailingCall {
  return async (triedAgain) => {
    const promise = PROMISES[triedAgain];
    const one = await standing(options);
    const before = structuredClone(one.stack.state);
    one.fault(fault);
    const read = (await failure(one.stack.refresh())).message;
    expect(one.stack.state).toEqual(before);

    one.fault({ ...fault, match: post });
    one.forget();
    const other = one.newStack("other");
    const create = (await failure(other.up(service({ portId: otherPort })))).message;
    expect(other.state).toBeUndefined();
    expect([attemptsIn(read), attemptsIn(create)]).toEqual([promise?.read, promise?.create]);
    expect(/^POST.*\nGET/.test(one.calls().join("\n"))).toBe(promise?.looks);
    return [read, create];
  };
}

/** Nobody responds as the API would: another server, or none. */
export function failingAt(endpoint: () => Promise<string>): FailingCall {
  return async (triedAgain) => {
    const promise = PROMISES[triedAgain];
    const one = await lab({ endpoint, timeouts: { connectMs: 60 } });
    const read = (await failure(one.stack.get(vpcId))).message;
    expect(attemptsIn(read)).toBe(promise?.read);
    if (promise?.looks) return [read];
    const create = (await failure(one.stack.up(service()))).message;
    expect(attemptsIn(create)).toBe(promise?.create);
    return [read, create];
  };
}

export const status = (code: number, errorCode?: string): FaultRule => ({
  kind: "status",
  status: code,
  ...(errorCode !== undefined && { errorCode }),
});
