import type { Attempt } from "../../../provider/api/retry";
import { createGate, createRetryQuota, Session } from "../../../provider/api/session";
import { TransportFailure } from "../../../provider/api/transport";
import { vpcepService } from "../../../provider/vpcep/codes";
import { startMs } from "./fakes";

// f, t: a failure or throttled call takes tokens; F, T, s: a success gives back those of its last retry, or one.
test.each<[string, number, number]>([
  ["", 500, 0],
  ["f".repeat(35), 10, 0],
  ["f".repeat(36), 10, 1],
  [`${"f".repeat(34)}ssssff`, 0, 0],
  [`${"f".repeat(34)}ssssfff`, 0, 1],
  ["t".repeat(99), 5, 0],
  ["t".repeat(100), 0, 0],
  ["t".repeat(101), 0, 0],
  ["fff", 458, 0],
  ["fffF", 472, 0],
  ["fffFT", 477, 0],
  ["fffFTs", 478, 0],
  [`fffFT${"s".repeat(30)}`, 500, 0],
])("retry quota after %s: %i tokens left, %i refused", (steps, left, refused) => {
  const quota = createRetryQuota();
  const reason = (step: string) =>
    step === "s" ? undefined : step.toLowerCase() === "f" ? "failure" : "throttled";
  const turnedDown = [...steps].filter((step) => {
    const why = reason(step);
    if (why !== undefined && step === step.toLowerCase()) return !quota.take(why);
    quota.giveBack(why);
    return false;
  });
  expect([quota.left(), turnedDown.length]).toEqual([left, refused]);
});

describe("gate", () => {
  const settle = () => new Promise((resolve) => setImmediate(resolve));

  function enterThree() {
    const gate = createGate();
    const entered: (() => void)[] = [];
    for (let caller = 0; caller < 3; caller++)
      void gate.enter().then((leave) => entered.push(leave as () => void));
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

  test("opened: all that wait pass at once, and so does the next", async () => {
    const { gate, entered } = enterThree();
    await settle();
    gate.open();
    await settle();
    expect(entered).toHaveLength(3);
    await gate.enter();
  });

  test("turned away: all that wait get the reason, none passes, and a later call waits for its turn", async () => {
    const gate = createGate();
    const leave = (await gate.enter()) as () => void;
    const why = new TransportFailure("notSent", "no connection");
    const waiting = Promise.all([gate.enter(), gate.enter()]);
    gate.turnAway(why);
    expect(await waiting).toEqual([why, why]);
    const entered: string[] = [];
    void gate.enter().then(() => entered.push("later"));
    await settle();
    expect(entered).toEqual([]);
    leave();
    await settle();
    expect(entered).toEqual(["later"]);
  });

  test("closed again: none passes until all inside have left", async () => {
    const { gate, entered } = enterThree();
    gate.open();
    await settle();
    gate.close();
    void gate.enter().then((leave) => entered.push(leave as () => void));
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
  const ok: Attempt = { outcome: "ok", status: 200, headers: {}, body: {} };
  const unauthorized: Attempt = { outcome: "unauthorized", message: "no" };
  const failed = (
    outcome: "refused" | "throttled" | "unavailable" | "unauthorized",
    code?: string,
  ): Attempt => {
    return { outcome, message: "", code };
  };
  const minute = 60_000;
  const learn = (session: Session, response: Attempt, signedForMs = startMs, nowMs = startMs) =>
    session.learnFrom(response, vpcepService, signedForMs, nowMs);

  test("the server's clock, which moves no signature while signatures are accepted", () => {
    const session = new Session();
    for (const response of [{ ...ok, serverMs: startMs + 10 * minute }, ok]) {
      expect(learn(session, response)).toBe(false);
      expect(session).toMatchObject({ serverOffsetMs: 10 * minute, signingOffsetMs: 0 });
    }
  });

  test.each([
    [4 * minute, true],
    [-4 * minute, true],
    [4 * minute - 1000, false],
    [-4 * minute + 1000, false],
    [0, false],
  ])("a rejection by a clock that is %i ms ahead: off %s", (offsetMs, clockWasOff) => {
    const session = new Session();
    expect(learn(session, { ...unauthorized, serverMs: startMs + offsetMs })).toBe(clockWasOff);
    expect(session.signingOffsetMs).toBe(clockWasOff ? offsetMs : 0);
  });

  test("what counts is the time that was signed; the correction is kept against the local clock", () => {
    const session = new Session();
    const signedForMs = startMs + 20 * minute;
    expect(learn(session, { ...unauthorized, serverMs: signedForMs }, signedForMs)).toBe(false);
    expect(session.signingOffsetMs).toBe(0);
    const later = { ...unauthorized, serverMs: startMs + 30 * minute };
    expect(learn(session, later, signedForMs, startMs + minute)).toBe(true);
    expect(session.signingOffsetMs).toBe(29 * minute);
  });

  // Whether the signature is proven, and whether two calls pass at once when the gate was closed or open before.
  test.each<[string, Attempt, boolean, boolean, boolean]>([
    ["a success", ok, true, true, true],
    ["an error of the service", failed("refused", "EndPoint.0002"), true, true, true],
    ["an error of the service in another spelling", failed("refused", "Endpoint.1018"), true, true, true],
    ["throttling by the service", failed("throttled", "EndPoint.0022"), true, false, false],
    ["throttling by the gateway", failed("throttled", "APIGW.0308"), false, false, false],
    ["an error of the gateway", failed("refused", "APIGW.0101"), false, false, true],
    ["a code that only looks like it", failed("refused", "XEndPoint.0002"), false, false, true],
    ["no code", failed("unavailable"), false, false, true],
    ["a rejection", unauthorized, false, false, false],
    ["a rejection by the service", failed("unauthorized", "EndPoint.0003"), false, false, false],
  ])(
    "%s proves the signature: %s; opens the gate: %s; leaves it open: %s",
    async (_, response, ...expected) => {
      const session = new Session();
      for (const given of [unauthorized, response, unauthorized]) learn(session, given);
      const [closed, open] = [new Session(), new Session()];
      open.gate.open();
      const passing = [await passesTwoAtOnce(closed, response), await passesTwoAtOnce(open, response)];
      expect([!session.isKeyRejected, ...passing]).toEqual(expected);
    },
  );

  async function passesTwoAtOnce(session: Session, response: Attempt): Promise<boolean> {
    learn(session, response);
    await session.gate.enter();
    const second = session.gate.enter().then(() => true);
    return Promise.race([second, new Promise<boolean>((resolve) => setImmediate(() => resolve(false)))]);
  }
});
