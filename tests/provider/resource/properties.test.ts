import { containsUnknown, isUnknown, UNKNOWN } from "../../../provider/resource/properties";

test("the engine's marker, which never changes", () => {
  expect(UNKNOWN).toBe("04da6b54-80e4-46f7-96ec-b56ff0331ba9");
});

test.each<[unknown, boolean, boolean]>([
  [UNKNOWN, true, true],
  [[UNKNOWN], false, true],
  [{ a: { b: ["x", UNKNOWN] } }, false, true],
  [[1, "x", null, undefined, {}, []], false, false],
  [{ [UNKNOWN]: 1 }, false, false],
  [`${UNKNOWN} `, false, false],
  [null, false, false],
  [undefined, false, false],
  [7, false, false],
])("%j: is unknown %p, contains one %p", (value, is, contains) => {
  expect(isUnknown(value)).toBe(is);
  expect(containsUnknown(value)).toBe(contains);
});
