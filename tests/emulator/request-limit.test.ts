import { callsOf, services, useEmulator } from "./client";

let nowMs = Date.UTC(2026, 0, 1);
const emulator = useEmulator({ clock: () => nowMs, accounts: ["other"] });
const { get } = callsOf(emulator);

/** The statuses of calls that are made one after another, each so many milliseconds after the one before. */
async function statuses(calls: number, gapMs = 0): Promise<number[]> {
  const found: number[] = [];
  for (let made = 0; made < calls; made++) {
    found.push((await get(services)).status);
    nowMs += gapMs;
  }
  return found;
}

test.each([
  [1, "1 second"],
  [90, "90 second"],
  [300, "5 minute"],
  [7200, "2 hour"],
  [86_400, "1 day"],
])(
  "what is over a limit of %i seconds is refused in the gateway's words, and does not count",
  async (seconds, time) => {
    emulator.configure({ requestLimits: [{ requests: 2, seconds }] });
    expect(await statuses(4)).toEqual([200, 200, 429, 429]);
    const { body, headers } = await get(services);
    expect(body).toEqual({
      error_code: "APIG.0308",
      error_msg: `The throttling threshold has been reached: policy user over ratelimit,limit:2,time:${time}`,
      request_id: headers.get("x-request-id"),
    });
    nowMs += seconds * 1000 - 1;
    expect(await statuses(1)).toEqual([429]);
    nowMs += 1;
    expect(await statuses(3)).toEqual([200, 200, 429]);
  },
);

test("of several limits each holds, in any stretch of its time", async () => {
  emulator.configure({
    requestLimits: [
      { requests: 2, seconds: 1 },
      { requests: 3, seconds: 60 },
    ],
  });
  expect(await statuses(3, 400)).toEqual([200, 200, 429]);
  expect(await statuses(2, 600)).toEqual([200, 429]);
  nowMs += 60_000;
  expect(await statuses(1)).toEqual([200]);
});

test("each account has its own, a login costs nothing, and a reset begins anew", async () => {
  const [, other = emulator.accounts[0]] = emulator.accounts;
  emulator.configure({ requestLimits: [{ requests: 1, seconds: 60 }] });
  expect(await statuses(2)).toEqual([200, 429]);
  const callOfOther = callsOf({ ...other, url: emulator.url, now: () => nowMs });
  expect((await callOfOther.get(services.replace(emulator.projectId, other.projectId))).status).toBe(200);
  expect((await fetch(`${emulator.url}/v3/auth/tokens`, { method: "POST", body: "{}" })).status).not.toBe(
    429,
  );
  emulator.reset();
  expect(await statuses(1)).toEqual([200]);
});
