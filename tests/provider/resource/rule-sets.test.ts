import { validate } from "../../../provider/resource/check";
import { SERVICE } from "../../../provider/vpc-endpoint-service/fields";
import { RULE_SETS, type RuleSet } from "../../../provider/vpcep/editions";
import { program } from "./samples";

const mapping = { clientPort: 8080, serverPort: 80 };
const long = (length: number) => "a".repeat(length);

/** Which rule sets take it without a failure or a warning, in the order page, huawei, otc, lenient. */
function takenBy(more: Record<string, unknown>): string {
  return RULE_SETS.filter((rules) => {
    const { failures, warnings } = validate(SERVICE, program(more), rules);
    return failures.length + warnings.length === 0;
  }).join(" ");
}

test.each<[string, Record<string, unknown>, string]>([
  ["a plain tag", { tags: { Owner_1: "a-b@c" } }, "page huawei otc lenient"],
  ["a key of 36", { tags: { [long(36)]: "" } }, "page huawei otc lenient"],
  ["a key of 37", { tags: { [long(37)]: "" } }, "huawei lenient"],
  ["a key of 128", { tags: { [long(128)]: "" } }, "huawei lenient"],
  ["a key of 129", { tags: { [long(129)]: "" } }, ""],
  ["a value of 43", { tags: { a: long(43) } }, "page huawei otc lenient"],
  ["a value of 44", { tags: { a: long(44) } }, "huawei lenient"],
  ["a value of 255", { tags: { a: long(255) } }, "huawei lenient"],
  ["a value of 256", { tags: { a: long(256) } }, ""],
  ["a key with a space", { tags: { "a b": "" } }, "page huawei lenient"],
  ["a key with a letter of another script", { tags: { é: "é" } }, "page huawei lenient"],
  ["a key with . : + @", { tags: { "a.:+@-": "" } }, "page huawei lenient"],
  ["a key with =", { tags: { "a=": "" } }, "huawei lenient"],
  ["a key with /", { tags: { "a/": "" } }, "lenient"],
  ["a value with /", { tags: { a: "b/c" } }, "huawei lenient"],
  ["a value with =", { tags: { a: "b=c" } }, "huawei lenient"],
  ["a key with #", { tags: { "a#": "" } }, "page lenient"],
  ["a value with #", { tags: { a: "#" } }, "page lenient"],
  ["a key of the system", { tags: { _sys_a: "" } }, "page otc lenient"],
  ["a value like a key of the system", { tags: { a: "_sys_a" } }, "page huawei otc lenient"],
  ["a value with *", { tags: { a: "*" } }, "lenient"],
  ["a key with a space in front", { tags: { " a": "" } }, ""],
  [
    "20 tags",
    { tags: Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${i}`, ""])) },
    "page huawei otc lenient",
  ],
  ["21 tags", { tags: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`k${i}`, ""])) }, ""],
  ["a description of 128", { description: long(128) }, "page huawei otc lenient"],
  ["a description of 129", { description: long(129) }, "huawei lenient"],
  ["a description of 512", { description: long(512) }, "huawei lenient"],
  ["a description of 513", { description: long(513) }, ""],
  ["TCP", { ports: [{ ...mapping, protocol: "TCP" }] }, "page huawei otc lenient"],
  ["UDP", { ports: [{ ...mapping, protocol: "UDP" }] }, "huawei lenient"],
  ["an id that is no UUID", { vpcId: "vpc-1", portId: "port_1" }, "lenient"],
  ["no id at all", { vpcId: "" }, ""],
  ["a name of 17", { serviceName: long(17) }, ""],
])("%s", (_name, more, sets) => {
  expect(takenBy(more)).toBe(sets);
});

const hint = (rules: string) => `(the rule set "${rules}" accepts it: set huaweicloud:vpcepRules)`;
const otherCharacters = "holds characters that this edition of the API does not take";
test.each<[RuleSet, Record<string, unknown>, string]>([
  ["page", { "a=": "" }, `the key may contain none of = * < > \\ , | / ${hint("huawei")}`],
  ["page", { "a/": "" }, `the key may contain none of = * < > \\ , | / ${hint("lenient")}`],
  ["otc", { "a b": "" }, `the key ${otherCharacters} ${hint("huawei")}`],
  ["otc", { "a#": "" }, `the key ${otherCharacters} ${hint("lenient")}`],
  ["otc", { a: "b c" }, `the value ${otherCharacters} ${hint("huawei")}`],
  ["huawei", { _sys_a: "" }, `the key ${otherCharacters} ${hint("lenient")}`],
  ["huawei", { a: "#" }, `the value ${otherCharacters} ${hint("lenient")}`],
  ["huawei", { a: "b " }, "the value may not begin or end with a space"],
  ["lenient", { a: "b".repeat(256) }, "the value may have 255 characters at most, has 256"],
])("by the rules of %s a refusal of %j says which set would take it", (rules, tags, reason) => {
  expect(validate(SERVICE, program({ tags }), rules).failures.map((failure) => failure.reason)).toEqual([
    reason,
  ]);
});

test("a hint stands only behind the failure that the wider set would not make", () => {
  const { failures } = validate(SERVICE, program({ description: long(129), serviceName: long(17) }), "page");
  expect(failures.map(({ reason }) => reason)).toEqual([
    "may have 16 characters at most, has 17",
    `may have 128 characters at most, has 129 ${hint("huawei")}`,
  ]);
});
