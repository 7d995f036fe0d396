import { InvalidIdError, isValidId, isValidRegion, pathSegment } from "../../../provider/api/identifiers";
import { cleanSentence, cleanText, formatSeconds, hasUnsafeCharacters } from "../../../provider/api/text";

test.each([
  ["plain", 10, "plain"],
  ["exactly 10", 10, "exactly 10"],
  ["exactly 11!", 10, "exactly 11…"],
  ["a\r\nb\u001b[31mc\u0000", 80, "a b [31mc"],
  ["a\u2028b\u2029c\u009bd", 80, "a b c d"],
  ["\u202eevil", 80, "evil"],
  ["  trimmed\n", 80, "trimmed"],
  ["🙂🙂🙂", 2, "🙂🙂…"],
  ["a\ud800b", 80, "a\ufffdb"],
  ["\ude42\ud83d", 80, "\ufffd\ufffd"],
])("%j cleaned to %i characters", (text, max, expected) => {
  expect(cleanText(text, max)).toBe(expected);
});

test.each([
  ["short", 8, "short"],
  ["exactly8", 8, "exactly8"],
  ["123456789", 8, "123456 … 89"],
  ["a\n\ud800🙂🙂🙂🙂🙂🙂z", 4, "a \ufffd … z"],
])("the sentence %j in %i characters", (text, max, expected) => {
  expect(cleanSentence(text, max)).toBe(expected);
});

test.each([
  [0, "0"],
  [49, "0"],
  [50, "0.1"],
  [340, "0.3"],
  [9_940, "9.9"],
  [10_400, "10"],
  [598_600, "599"],
])("%i ms in seconds", (ms, expected) => {
  expect(formatSeconds(ms)).toBe(expected);
});

test("what is unsafe in a header", () => {
  const texts = ["abcXYZ019+/=", "!~", "", "a b", "a\n", "a\u007f", "é"];
  expect(texts.filter(hasUnsafeCharacters)).toEqual(["a b", "a\n", "a\u007f", "é"]);
});

test.each([
  "4189d3c2-8882-4871-a3c2-d380272eed83",
  "vpc-endpoint-services",
  "endpoint_service",
  "0605767a3300d5762fb7c0186d9e1779",
  "a",
  "9".repeat(64),
])("%s is an id", (id) => {
  expect(isValidId(id)).toBe(true);
  expect(pathSegment(id)).toBe(id);
});

test.each([
  ["..", ".."],
  [".", "."],
  ["", ""],
  ["a/b", "a/b"],
  ["%2e%2e", "%2e%2e"],
  ["a\r\nX-Evil: 1", "a X-Evil: 1"],
  ["a\n", "a"],
  ["-a", "-a"],
  ["_a", "_a"],
  ["é", "é"],
  ["a".repeat(65), `${"a".repeat(64)}…`],
])("%j is not an id", (id, shown) => {
  expect(isValidId(id)).toBe(false);
  const rule = 'an id has 1 to 64 letters, digits, "-" or "_" and begins with a letter or a digit';
  expect(() => pathSegment(id)).toThrow(InvalidIdError);
  expect(new InvalidIdError(id)).toMatchObject({
    name: "InvalidIdError",
    message: `invalid id "${shown}": ${rule}`,
  });
});

test("which texts are regions", () => {
  const regions = ["cn-north-4", "eu-west-101", "eu-de", "a".repeat(63)];
  const others = ["a".repeat(64), "", "-a", "a-", "a--b", "A", "a.b", "a\n"];
  expect([...regions, ...others].filter(isValidRegion)).toEqual(regions);
});
