import { digits } from "../../../provider/resource/codecs";

test.each<[unknown, string | undefined]>([
  [7, "7"],
  ["422321312321321321", "422321312321321321"],
  [-1, undefined],
  [1e300, undefined],
  ["7a", undefined],
  [[7], undefined],
  // What no text can be made of.
  [{ toString: 1 }, undefined],
  [null, undefined],
])("digits of %j: %j", (value, expected) => {
  expect(digits.read(value)).toBe(expected);
});
