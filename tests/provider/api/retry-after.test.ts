import { requestedWaitMs } from "../../../provider/api/classify";

const nowMs = Date.UTC(2026, 0, 2, 3, 4, 5);

test.each<[string | undefined, string, number | undefined]>([
  ["2", "", 2000],
  [" 2 ", "", 2000],
  ["0", "", 0],
  ["3600", "", 3_600_000],
  ["Fri, 02 Jan 2026 03:04:15 GMT", "", 10_000],
  ["Fri, 02 Jan 2026 03:04:05 GMT", "", 0],
  ["Fri, 02 Jan 2026 03:03:05 GMT", "", 0],
  ["about Fri, 02 Jan 2026 03:04:15 GMT", "", undefined],
  ["Fr 02 Jan 2026 03:04:15 GMT", "", undefined],
  ["2.5", "", undefined],
  ["-1", "", undefined],
  ["soon", "", undefined],
  ["Soon", "", undefined],
  ["2026-01-02T03:04:15Z", "", undefined],
  ["", "", undefined],
  [undefined, "", undefined],
  [
    undefined,
    "The throttling threshold has been reached: policy user over ratelimit,limit:200,time:5 minute",
    300_000,
  ],
  [undefined, "limit:600,time:1 minute", 60_000],
  [undefined, "time: 30 seconds", 30_000],
  [undefined, "TIME:1 HOUR", 3_600_000],
  [undefined, "time:2day", 172_800_000],
  [undefined, "time:12 weeks", undefined],
  [undefined, "time:x minute", undefined],
  [undefined, "runtime:5 minute", undefined],
  [undefined, "time:1234567 second", undefined],
  ["2", "time:5 minute", 2000],
  ["soon", "time:5 minute", 300_000],
])("Retry-After %j and text %j", (header, message, expected) => {
  expect(requestedWaitMs(header, message, nowMs)).toBe(expected);
});
