// Calls that are repeated by a rule of their own, or not at all.
import { get, lab, put, remove, standing, tags } from "../../faults/support";
import { failure, service, vpcId } from "../../helpers/in-process";
import { attemptsIn, exactly, type FailingCall, status } from "./attempts";

export const limitedCalls: Record<string, FailingCall> = {
  "… The API limits its calls; … s were spent waiting for it. …": exactly(
    "until the operation's time limit",
    async () => {
      const one = await lab();
      one.fault({ kind: "status", status: 429, headers: { "Retry-After": "90" } });
      const before = one.time.nowMs;
      const { message } = await failure(one.stack.get(vpcId));
      const limit = one.time.sleptMs.length * 60_000;
      expect(one.time.nowMs - before).toBe(limit);
      expect(600_000 - limit).toBeLessThan(60_000);
      expect(one.lines.filter((line) => line.includes("waiting 60 s before GET"))).toHaveLength(
        limit / 60_000,
      );
      return [message];
    },
  ),
  "HTTP 401… The signature was rejected: check huaweicloud:accessKey and huaweicloud:secretKey (HW_ACCESS_KEY, HW_SECRET_KEY).":
    exactly("no; once, if this machine's clock is off by 4 minutes or more", async () => {
      const plainKeys = await lab({ settings: { securityToken: "" } });
      plainKeys.fault(status(401, "APIGW.0301"));
      const { message } = await failure(plainKeys.stack.get(vpcId));
      expect(plainKeys.calls()).toHaveLength(1);
      return [message];
    }),
  "HTTP 401… The temporary credentials expired or were rejected: set new access key, secret key and security token.":
    exactly("no; once, if this machine's clock is off by 4 minutes or more", async () => {
      const wrongClock = await lab();
      wrongClock.fault({ kind: "clock-skew", skewSeconds: 1200 });
      await wrongClock.stack.up(service());
      const one = await lab();
      one.fault(status(401, "APIGW.0301"));
      const { message } = await failure(one.stack.get(vpcId));
      expect(one.calls()).toHaveLength(1);
      return [message];
    }),
  "not sent, for the keys were rejected before … Check the keys.": exactly("no", async () => {
    const one = await lab();
    one.fault(status(401, "APIGW.0301"));
    for (const _ of [1, 2]) await failure(one.stack.get(vpcId));
    one.emulator.clearFaults();
    const { message } = await failure(one.stack.get(vpcId));
    expect(one.calls()).toHaveLength(2);
    return [message];
  }),
  "… If it was deleted outside Pulumi, …": exactly("no", async () => {
    const one = await standing();
    one.emulator.deleteService(one.stack.id);
    const { message } = await failure(one.stack.up(service({ description: "new" })));
    expect(attemptsIn(message)).toBe(1);
    expect(await one.stack.refresh()).toBe("gone");
    expect(await one.stack.up(service({ description: "new" }))).toBe("create");
    one.fault({ ...status(400, "EndPoint.2003"), match: remove });
    await one.stack.destroy();
    return [message];
  }),
  "… The call was refused until the time limit of the operation.": exactly(
    "until the operation's time limit, where the service is changed or deleted; otherwise no",
    async () => {
      const one = await standing({}, service({ tags: { team: "a" } }));
      const messages: string[] = [];
      for (const [fault, run] of [
        [
          { ...status(400, "EndPoint.3045"), match: put },
          () => one.stack.up(service({ description: "new" })),
        ],
        [{ ...status(409), match: remove }, () => one.stack.destroy()],
      ] as const) {
        one.fault(fault);
        one.forget();
        const { message } = await failure(run());
        expect(message).toMatch(new RegExp(`attempt ${one.calls().length}/${one.calls().length}, 600s`));
        messages.push(message);
      }
      one.fault({ ...status(409), match: tags });
      expect(attemptsIn((await failure(one.stack.up(service({ tags: { team: "b" } })))).message)).toBe(1);
      return messages;
    },
  ),
  "the API's response for service … was malformed: no usable id, or no status": exactly("no", async () => {
    const one = await standing();
    one.fault({ kind: "replace-body", body: {}, match: get });
    const { message } = await failure(one.stack.refresh());
    expect(one.calls()).toHaveLength(1);
    expect(one.stack.id).not.toBe("");
    return [message];
  }),
  "… Retry quota exhausted: …": exactly("no", async () => {
    const one = await lab();
    one.fault(status(503));
    let message = "";
    while (!message.includes("quota")) ({ message } = await failure(one.stack.get(vpcId)));
    one.forget();
    await failure(one.stack.get(vpcId));
    expect(one.calls()).toHaveLength(1);
    return [message];
  }),
};
