import {
  durationSeconds,
  HIDDEN,
  hiddenInputs,
  hiddenState,
  isManaged,
  NAMELESS,
  packed,
  timeoutsInSeconds,
} from "../../../provider/resource/state";

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

const state = {
  name: "orders",
  customTimeouts: { create: 60 },
  secrets: ["vpcId"],
  set: ["tags"],
  written: { ports: { order: [0], bare: [] } },
  owed: ["*"],
  unfinished: [],
  predecessors: ["s-0"],
  seen: { permissions: "digest" },
  adoption: "1-0",
};

test("the hidden state is read as it is; a part of it belongs to the inputs", () => {
  expect(hiddenState({ __vpcep: state })).toStrictEqual(state);
  const { name, customTimeouts, secrets } = state;
  expect(hiddenInputs({ __vpcep: state })).toStrictEqual({ name, customTimeouts, secrets });
  expect(hiddenInputs({ __vpcep: { name } })).toStrictEqual({ name });
});

test.each([
  [undefined, false],
  [null, false],
  ["set", false],
  [{ name: "orders" }, false],
  [{ set: [] }, true],
])("the hidden state %j is of a resource that was created or read: %p", (hidden, expected) => {
  expect(isManaged({ __vpcep: hidden })).toBe(expected);
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

test.each<[string, unknown]>([
  ["missing", undefined],
  ["null", null],
  ["misshapen", 7],
])("what later runs need counts as not there when it is %s", (_name, part) => {
  const { name, set, ...more } = state;
  const misshapen = Object.fromEntries(Object.keys(more).map((key) => [key, part]));
  expect(hiddenState({ __vpcep: { name, set, ...misshapen } })).toStrictEqual({ name, set });
  expect(hiddenState({ __vpcep: { name, set, owed: ["*", 7] } }).owed).toEqual(["*"]);
});

test("the state keeps it as one text, from which it is read as from an object", () => {
  const outputs = { status: "available", [HIDDEN]: { name: "orders", set: ["tags"], owed: ["x"] } };
  const kept = packed(outputs);
  expect(kept).toEqual({ status: "available", [HIDDEN]: '{"name":"orders","set":["tags"],"owed":["x"]}' });
  expect(hiddenState(kept)).toEqual(hiddenState(outputs));
  expect([isManaged(kept), isManaged({ [HIDDEN]: '{"name":"orders"}' })]).toEqual([true, false]);
  expect(packed(kept)).toBe(kept);
  expect(packed({ status: "available" })).toEqual({ status: "available" });
});

test.each(["", "{", "7", "null", "[]", '"{}"', '"\\"x\\""'])(
  "a text that holds none counts as not there: %s",
  (text) => {
    expect(hiddenState({ [HIDDEN]: text })).toEqual({ name: NAMELESS, set: [] });
    expect(isManaged({ [HIDDEN]: text })).toBe(false);
  },
);
