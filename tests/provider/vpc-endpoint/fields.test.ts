import { toOutputs } from "../../../provider/resource/fields";
import { ENDPOINT } from "../../../provider/vpc-endpoint/fields";
import { ID, REGION } from "../resource/samples";

const shown = (record: object, base: object = {}) =>
  toOutputs(ENDPOINT, ID, { id: ID, ...record }, { region: REGION, ...base });

test("a private domain name is longer than a word of the API's", () => {
  const name = `vpcep-${ID}.cn-north-4.huaweicloud.com`;
  expect(name.length).toBeGreaterThan(64);
  expect(shown({ dns_names: [name, 7] }).dnsNames).toEqual([name]);
});

test.each<[object, object]>([
  [{ marker_id: 16777510 }, { markerId: "16777510" }],
  [{ marker_id: "x1" }, {}],
  [{ marker_id: "1x" }, {}],
  [{ policy_document: { Version: "5.0" } }, { policyDocument: { Version: "5.0" } }],
  [{ policy_document: null }, {}],
  [{ policy_document: "{}" }, {}],
])("%j is read as %j", (record, outputs) => {
  const { markerId, policyDocument } = shown(record);
  expect({ markerId, policyDocument }).toEqual(outputs);
});

test.each<[string, object, boolean]>([
  ["pendingAcceptance", { enableDns: true }, true],
  ["accepted", { enableDns: true }, false],
  ["pendingAcceptance", {}, false],
])("%s: enableDns, of which the API shows nothing until then, after %j", (status, base, enableDns) => {
  expect(shown({ status, enable_dns: false }, base).enableDns).toBe(enableDns);
});
