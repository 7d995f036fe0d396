import type { Verdict } from "../../../provider/api/classify";
import { createGate } from "../../../provider/api/gate";
import { createRetryQuota } from "../../../provider/api/retry-quota";
import { createSession, isKeyRejected, learnFrom } from "../../../provider/api/session";
import { TransportFailure } from "../../../provider/api/transport";
import { vpcepService } from "../../../provider/vpcep/codes";
import { startMs } from "./fakes";

describe("retry quota", () => {
  test("500 tokens, 14 for a retry: 35 retries, then none", () => {
    const quota = createRetryQuota();
    expect(quota.left()).toBe(500);
    for (let retry = 0; retry < 35; retry++) expect(quota.take("failure")).toBe(true);
    expect(quota.left()).toBe(10);
    expect(quota.take("failure")).toBe(false);
    expect(quota.left()).toBe(10);
  });

  test("exactly 14 left is enough", () => {
    const quota = createRetryQuota();
    for (let retry = 0; retry < 34; retry++) quota.take("failure");
    for (let success = 0; success < 4; success++) quota.giveBack(undefined);
    expect(quota.left()).toBe(28);
    expect([quota.take("failure"), quota.take("failure"), quota.take("failure")]).toEqual([
      true,
      true,
      false,
    ]);
    expect(quota.left()).toBe(0);
  });

  test("throttling takes 5 and is never refused", () => {
    const quota = createRetryQuota();
    for (let retry = 0; retry < 99; retry++) quota.take("throttled");
    expect(quota.left()).toBe(5);
    expect(quota.take("throttled")).toBe(true);
    expect(quota.left()).toBe(0);
    expect(quota.take("throttled")).toBe(true);
    expect(quota.left()).toBe(0);
  });

  test("a success gives back what its last retry took, else one token, never more than 500", () => {
    const quota = createRetryQuota();
    for (let retry = 0; retry < 3; retry++) quota.take("failure");
    expect(quota.left()).toBe(458);
    quota.giveBack("failure");
    expect(quota.left()).toBe(472);
    quota.giveBack("throttled");
    expect(quota.left()).toBe(477);
    quota.giveBack(undefined);
    expect(quota.left()).toBe(478);
    for (let success = 0; success < 30; success++) quota.giveBack(undefined);
    expect(quota.left()).toBe(500);
  });
});

describe("gate", () => {
  const settle = () => new Promise((resolve) => setImmediate(resolve));

  function enterThree() {
    const gate = createGate();
    const entered: (() => void)[] = [];
    for (let caller = 0; caller < 3; caller++) void gate.enter().then((leave) => entered.push(leave));
    return { gate, entered };
  }

  test("closed: one after the other", async () => {
    const { entered } = enterThree();
    await settle();
    expect(entered).toHaveLength(1);
    entered[0]?.();
    await settle();
    expect(entered).toHaveLength(2);
    entered[1]?.();
    await settle();
    expect(entered).toHaveLength(3);
  });

  test("opened: all who wait pass at once, and so does the next", async () => {
    const { gate, entered } = enterThree();
    await settle();
    gate.open();
    await settle();
    expect(entered).toHaveLength(3);
    await gate.enter();
  });

  test("turned away: all who wait hear why, nobody passes, and who comes later waits for a turn", async () => {
    const gate = createGate();
    const leave = await gate.enter();
    const why = new TransportFailure("notSent", "no connection");
    const waiting = Promise.allSettled([gate.enter(), gate.enter()]);
    gate.turnAway(why);
    expect(await waiting).toEqual([1, 2].map(() => ({ status: "rejected", reason: why })));
    const entered: string[] = [];
    void gate.enter().then(() => entered.push("later"));
    await settle();
    expect(entered).toEqual([]);
    leave();
    await settle();
    expect(entered).toEqual(["later"]);
  });

  test("closed again: nobody passes until all inside have left", async () => {
    const { gate, entered } = enterThree();
    gate.open();
    await settle();
    gate.close();
    void gate.enter().then((leave) => entered.push(leave));
    entered[0]?.();
    entered[1]?.();
    await settle();
    expect(entered).toHaveLength(3);
    entered[2]?.();
    await settle();
    expect(entered).toHaveLength(4);
  });
});

describe("what a response teaches", () => {
  const ok: Verdict = { outcome: "ok", body: {} };
  const unauthorized: Verdict = { outcome: "unauthorized", message: "no" };
  const date = (offsetMs: number) => new Date(startMs + offsetMs).toUTCString();
  const minute = 60_000;

  test("the server's clock", () => {
    const session = createSession();
    expect(learnFrom(session, ok, vpcepService, date(90_000), startMs, startMs)).toEqual({
      serverClockKnown: true,
      clockIsOff: false,
    });
    expect(session.serverOffsetMs).toBe(90_000);
    expect(learnFrom(session, ok, vpcepService, undefined, startMs, startMs).serverClockKnown).toBe(false);
    expect(learnFrom(session, ok, vpcepService, "nonsense", startMs, startMs).serverClockKnown).toBe(false);
    expect(session.serverOffsetMs).toBe(90_000);
    expect(session.signingOffsetMs).toBe(0);
  });

  test.each([
    [4 * minute, true],
    [-4 * minute, true],
    [4 * minute - 1000, false],
    [-4 * minute + 1000, false],
    [0, false],
  ])("faults 33, 34: a rejection by a clock that is %i ms ahead: off %s", (offsetMs, clockIsOff) => {
    const session = createSession();
    const learnt = learnFrom(session, unauthorized, vpcepService, date(offsetMs), startMs, startMs);
    expect(learnt).toEqual({ serverClockKnown: true, clockIsOff });
    expect(session.signingOffsetMs).toBe(clockIsOff ? offsetMs : 0);
  });

  test("what counts is the time that was signed; the correction is kept against the local clock", () => {
    const session = createSession();
    const signedForMs = startMs + 20 * minute;
    expect(
      learnFrom(session, unauthorized, vpcepService, date(20 * minute), signedForMs, startMs).clockIsOff,
    ).toBe(false);
    expect(session.signingOffsetMs).toBe(0);
    learnFrom(session, unauthorized, vpcepService, date(30 * minute), signedForMs, startMs + minute);
    expect(session.signingOffsetMs).toBe(29 * minute);
  });

  test("a clock that is off moves nothing while signatures are accepted", () => {
    const session = createSession();
    expect(learnFrom(session, ok, vpcepService, date(10 * minute), startMs, startMs).clockIsOff).toBe(true);
    expect(session.signingOffsetMs).toBe(0);
  });

  test.each<[string, Verdict, boolean]>([
    ["a success", ok, true],
    ["an error of the service", { outcome: "refused", message: "", code: "EndPoint.0002" }, true],
    [
      "an error of the service in another spelling",
      { outcome: "refused", message: "", code: "Endpoint.1018" },
      true,
    ],
    ["throttling by the service", { outcome: "throttled", message: "", code: "EndPoint.0022" }, true],
    ["an error of the gateway", { outcome: "refused", message: "", code: "APIGW.0101" }, false],
    ["a code that only looks like it", { outcome: "refused", message: "", code: "XEndPoint.0002" }, false],
    ["no code", { outcome: "unavailable", message: "" }, false],
    ["a rejection", unauthorized, false],
    ["a rejection by the service", { outcome: "unauthorized", message: "", code: "EndPoint.0003" }, false],
  ])("%s proves the signature: %s", (_, verdict, proves) => {
    const session = createSession();
    learnFrom(session, unauthorized, vpcepService, undefined, startMs, startMs);
    learnFrom(session, verdict, vpcepService, undefined, startMs, startMs);
    learnFrom(session, unauthorized, vpcepService, undefined, startMs, startMs);
    expect(isKeyRejected(session)).toBe(!proves);
  });

  test.each<[string, Verdict, boolean]>([
    ["a success opens the gate", ok, true],
    ["a refusal by the service opens it", { outcome: "refused", message: "", code: "EndPoint.0002" }, true],
    ["an unknown failure leaves it", { outcome: "unavailable", message: "" }, false],
    ["throttling leaves it closed", { outcome: "throttled", message: "", code: "EndPoint.0022" }, false],
  ])("%s", async (_, verdict, opens) => {
    expect(await passesTwoAtOnce(createSession(), verdict)).toBe(opens);
  });

  test.each<[string, Verdict, boolean]>([
    ["a rejection closes the gate", unauthorized, false],
    ["throttling closes it", { outcome: "throttled", message: "" }, false],
    ["an unknown failure leaves it", { outcome: "unavailable", message: "" }, true],
  ])("open before: %s", async (_, verdict, stays) => {
    const session = createSession();
    session.gate.open();
    expect(await passesTwoAtOnce(session, verdict)).toBe(stays);
  });

  async function passesTwoAtOnce(
    session: ReturnType<typeof createSession>,
    verdict: Verdict,
  ): Promise<boolean> {
    learnFrom(session, verdict, vpcepService, undefined, startMs, startMs);
    await session.gate.enter();
    const second = session.gate.enter().then(() => true);
    return Promise.race([second, new Promise<boolean>((resolve) => setImmediate(() => resolve(false)))]);
  }
});
