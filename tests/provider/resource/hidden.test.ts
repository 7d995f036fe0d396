import { durationSeconds, hiddenState, timeoutsInSeconds } from "../../../provider/resource/state";

test.each<[string, number | undefined]>([
  ["5m", 300],
  ["1h", 3600],
  ["1h30m", 5400],
  ["90s", 90],
  ["1.5h", 5400],
  ["1.25h", 4500],
  ["1m0.5s", 60.5],
  ["250ms", 0.25],
  ["1s500ms", 1.5],
  ["1us", 1e-6],
  ["1µs", 1e-6],
  ["1ns", 1e-9],
  ["0s", 0],
  ["", undefined],
  ["5", undefined],
  ["m", undefined],
  ["5 m", undefined],
  ["-5m", undefined],
  ["5d", undefined],
  ["5m ", undefined],
  ["x5m", undefined],
  ["1.m", undefined],
  ["1..5m", undefined],
])("the duration %j is %p seconds", (text, seconds) => {
  const found = durationSeconds(text);
  if (seconds === undefined) expect(found).toBeUndefined();
  else expect(found).toBeCloseTo(seconds, 12);
});

test.each<[{ create?: string; update?: string; delete?: string } | undefined, unknown]>([
  [undefined, undefined],
  [{}, undefined],
  [{ create: "5m" }, { create: 300 }],
  [
    { create: "5m", update: "6m", delete: "7m" },
    { create: 300, update: 360, delete: 420 },
  ],
  [{ create: "soon", delete: "1s" }, { delete: 1 }],
  [{ update: "0s" }, undefined],
])("the option %j in seconds", (option, expected) => {
  expect(timeoutsInSeconds(option)).toEqual(expected);
});

test("the hidden state is read as it is", () => {
  const state = { name: "orders", customTimeouts: { create: 60 }, set: ["tags"] };
  expect(hiddenState({ __vpcep: state })).toEqual(state);
});

test.each<[string, unknown]>([
  ["missing", undefined],
  ["null", null],
  ["a text", "orders"],
  ["an empty object", {}],
  ["all parts misshapen", { name: 7, customTimeouts: "5m", set: "tags" }],
  ["timeouts that are null", { customTimeouts: null }],
])("a hidden state that is %s counts as not there", (_name, value) => {
  const state = hiddenState({ __vpcep: value });
  expect(state).toEqual({ name: "?", set: [] });
  expect(Object.hasOwn(state, "customTimeouts")).toBe(false);
});

test("of the set fields only the names count", () => {
  expect(hiddenState({ __vpcep: { name: "", set: ["tags", 7, null, "ip"] } })).toEqual({
    name: "",
    set: ["tags", "ip"],
  });
});

test("what later runs need is kept, and read as it is", () => {
  const state = { name: "o", set: [], written: { ports: [] }, owed: ["*"], adoption: "1-0" };
  expect(hiddenState({ __vpcep: state })).toEqual(state);
  expect(hiddenState({ __vpcep: { name: "o", set: [], owed: ["*", 7] } }).owed).toEqual(["*"]);
});

test.each<[string, unknown]>([
  ["missing", {}],
  ["null", { written: null, owed: null, adoption: null }],
  ["misshapen", { written: "ports", owed: "*", adoption: 7 }],
])("what later runs need counts as not there when it is %s", (_name, more) => {
  const state = hiddenState({ __vpcep: { name: "o", set: [], ...(more as object) } });
  expect(Object.keys(state).sort()).toEqual(["name", "set"]);
});
