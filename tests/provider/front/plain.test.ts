import { assertPlain, plainPart, wellFormed } from "../../../provider/front/plain";

test("plain data passes as it is, as a copy", () => {
  const value = { a: null, b: true, c: 0, d: "", e: [1, [{}]], f: Object.create(null) };
  const passed = assertPlain(value);
  expect(passed).toEqual(value);
  expect(passed).not.toBe(value);
});

test("undefined properties are dropped, at any depth", () => {
  const passed = assertPlain({ a: undefined, b: { c: undefined, d: 1 }, e: [{ f: undefined }] });
  expect(passed).toStrictEqual({ b: { d: 1 }, e: [{}] });
});

test.each<[string, unknown, string]>([
  ["a function", { a: () => 1 }, "outputs.a is no plain data (function)"],
  ["a bigint", { a: 1n }, "outputs.a is no plain data (bigint)"],
  ["NaN", { a: Number.NaN }, "outputs.a is no plain data (number)"],
  ["an infinity", [Number.POSITIVE_INFINITY], "outputs[0] is no plain data (number)"],
  ["a symbol", { a: Symbol("s") }, "outputs.a is no plain data (symbol)"],
  ["undefined in a list", { a: [1, undefined] }, "outputs.a[1] is no plain data (undefined)"],
  ["a date", { a: { b: new Date(0) } }, "outputs.a.b is no plain data (object)"],
  ["a map", { a: new Map() }, "outputs.a is no plain data (object)"],
  ["an instance", new (class Thing {})(), "outputs is no plain data (object)"],
])("refused by name: %s", (_name, value, message) => {
  expect(() => assertPlain(value)).toThrow(new TypeError(message));
});

test("the properties that Pulumi can carry, of a bag in which one is not", () => {
  expect(plainPart({ a: 1n, b: { c: [1] }, d: undefined, e: { f: new Date(0) }, g: null })).toStrictEqual({
    b: { c: [1] },
    g: null,
  });
});

test("texts become well-formed, and nothing else changes", () => {
  const half = "a\ud800\udc00b\udc00";
  const whole = "a\ud800\udc00b\ufffd";
  expect(assertPlain({ [half]: [half] })).toStrictEqual({ [whole]: [whole] });
  expect(plainPart({ [half]: half, b: 1n })).toStrictEqual({ [whole]: whole });
  const odd = { [half]: [half, { [half]: half }], b: undefined, c: Number.NaN, d: null };
  expect(wellFormed(odd)).toStrictEqual({
    [whole]: [whole, { [whole]: whole }],
    b: undefined,
    c: Number.NaN,
    d: null,
  });
});
