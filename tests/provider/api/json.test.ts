import { parseJson } from "../../../provider/api/json";

test.each<[string, unknown]>([
  ['{"marker_id":422321312321321321}', { marker_id: "422321312321321321" }],
  ['{"marker_id":-422321312321321321}', { marker_id: "-422321312321321321" }],
  ['{"marker_id":16777510}', { marker_id: 16777510 }],
  ["[9007199254740991,9007199254740992]", [9007199254740991, "9007199254740992"]],
  ["[-9007199254740991,-9007199254740993]", [-9007199254740991, "-9007199254740993"]],
  ["422321312321321321", "422321312321321321"],
  ["[1234567890123456, 12345678901234567,1]", [1234567890123456, "12345678901234567", 1]],
  ['{"a":"422321312321321321"}', { a: "422321312321321321" }],
  ['{"a":"x\\"422321312321321321"}', { a: 'x"422321312321321321' }],
  ['{"a":"x\\\\","b":422321312321321321}', { a: "x\\", b: "422321312321321321" }],
  ['{"a":"\\u0022:422321312321321321"}', { a: '":422321312321321321' }],
  ['{"422321312321321321":1}', { "422321312321321321": 1 }],
  ["[1234567890123456789.5]", [Number("1234567890123456789.5")]],
  ["[1.2345678901234567890]", [Number("1.2345678901234567890")]],
  ["[12345678901234567890e2]", [Number("12345678901234567890e2")]],
  ["[1e+20,12345678901234567]", [1e20, "12345678901234567"]],
  ['[true,null,12345678901234567,"é"]', [true, null, "12345678901234567", "é"]],
  ['\uFEFF{"a":1}', { a: 1 }],
  ['{"a":{"constructor":1,"toString":2}}', { a: { constructor: 1, toString: 2 } }],
])("%s", (text, expected) => {
  expect(parseJson(text)).toEqual(expected);
});

test.each([
  '{"__proto__":{"polluted":1},"a":1}',
  '{"\\u005f_proto__":{"polluted":1},"a":1}',
  '{"\\u005F\\u005f\\u0070roto__":{"polluted":1},"a":1}',
])("no key __proto__ comes out of %s", (text) => {
  const value = parseJson(text) as Record<string, unknown>;
  expect(Object.keys(value)).toEqual(["a"]);
  const copy = Object.assign({}, value) as Record<string, unknown>;
  expect(copy["polluted"]).toBeUndefined();
  expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
});

test("nested and listed __proto__ keys are dropped too, all else stays as it was", () => {
  const text = '{"list":[{"__proto__":{"x":1},"a":[1,null,"__proto__"]}],"n":{"__proto__":1,"b":true}}';
  expect(JSON.stringify(parseJson(text))).toBe('{"list":[{"a":[1,null,"__proto__"]}],"n":{"b":true}}');
  expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
});

test.each(["1e999", '{"a":[-1e400]}', '{"a":{"b":1E999}}'])("%s is JSON, but refused", (text) => {
  expect(() => parseJson(text)).toThrow(SyntaxError);
});

test("nesting has a limit; millions of brackets end in a SyntaxError, not in an overflow of the stack", () => {
  const lists = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
  const objects = (depth: number) => `${'{"a":'.repeat(depth)}{}${"}".repeat(depth)}`;
  expect(JSON.stringify(parseJson(lists(65)))).toBe(lists(65));
  for (const depth of [66, 5_000, 4_000_000]) {
    expect(() => parseJson(lists(depth))).toThrow(SyntaxError);
    expect(() => parseJson(objects(depth))).toThrow(SyntaxError);
  }
});

test("every text goes through the given function, names included", () => {
  const clean = (text: string) => text.replaceAll("b", "*");
  expect(parseJson('{"ab":["b",{"b":"c"}],"d":1}', clean)).toEqual({ "a*": ["*", { "*": "c" }], d: 1 });
});

test.each(["", "{", '{"a":}', "<html>", '{"a":12345678901234567', '"12345678901234567'])(
  "%j is not JSON",
  (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  },
);

test("a string of a million characters is read in one pass", () => {
  const long = `${"x".repeat(1_000_000)}\\"`.repeat(4);
  const value = parseJson(`{"a":"${long}","b":12345678901234567}`) as Record<string, unknown>;
  expect(value["b"]).toBe("12345678901234567");
  expect(value["a"]).toBe(long.replaceAll("\\", ""));
});
