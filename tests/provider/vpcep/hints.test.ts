import type { HintQuestion } from "../../../provider/api/api-call";
import { createHints } from "../../../provider/configuration/hints";
import { SETTINGS } from "../../../provider/configuration/settings";
import { iamActionFor } from "../../../provider/vpcep/iam-actions";
import { patternOf } from "../../docs/errors/pattern";
import { codeSpans, tableRows } from "../../helpers/markdown";
import { readDocument } from "../../helpers/readme";

const question: HintQuestion = {
  method: "PUT",
  segments: ["vpc-endpoint-services", "s"],
  outcome: "refused",
  usesSecurityToken: false,
  serverClockKnown: true,
  throttledSeconds: 0,
};

const wrongAddress =
  "The endpoint does not know this call: check huaweicloud:endpoints and huaweicloud:region.";
const gone = "If it was deleted outside Pulumi, run `pulumi refresh`, then `pulumi up`.";

const hint = (changes: Partial<HintQuestion>) => createHints(SETTINGS)({ ...question, ...changes });

const documented = tableRows(readDocument("docs/errors.md"), "code", "what to do")
  .map(([code = "", words = ""]) => [codeSpans(code)[0] ?? "", words] as const)
  .filter(([code]) => code.startsWith("EndPoint.") && code !== "EndPoint.0022");

// The input of the provider that each parameter code is about, never the field of the API.
test.each(documented)("faults 29, 30: the hint of %s is the documented one", (code, words) => {
  const text = hint({ code });
  expect(text).toMatch(new RegExp(`^${patternOf(words).source}$`));
  expect(text).not.toMatch(/[a-z]_[a-z]/);
  expect(hint({ code: code.toLowerCase() })).toBe(text);
});

test.each<[Partial<HintQuestion>, string | undefined]>([
  [
    { code: "EndPoint.0001", outcome: "unavailable" },
    "The API had a failure of its own: run it again later.",
  ],
  [{ outcome: "unavailable" }, "The API had a failure of its own: run it again later."],
  [{ code: "APIGW.0101" }, wrongAddress],
  [{ code: "APIG.0101" }, wrongAddress],
  [
    { code: "APIGW.0402", outcome: "forbidden" },
    "The cloud does not accept calls from this IP address: check the access control of the account.",
  ],
  [
    { code: "EndPoint.0402", outcome: "forbidden" },
    "The account of this key lacks a right in this project: allow the IAM action vpcep:epservices:update, or use a key of the project.",
  ],
  [{ outcome: "refused" }, undefined],
  [{ outcome: "refused", status: 400 }, undefined],
  [{ outcome: "refused", status: 404 }, wrongAddress],
  [{ outcome: "refused", status: 404, code: "APIGW.0106" }, wrongAddress],
  [{ outcome: "refused", status: 404, code: "404" }, wrongAddress],
  [{ outcome: "refused", status: 404, code: "EndPoint.4012" }, undefined],
  [{ outcome: "notFound", status: 404 }, gone],
  [{ outcome: "notFound", status: 404, code: "EndPoint.2006" }, gone],
  [{ code: "EndPoint.9999" }, undefined],
  [{ code: "EndPoint.constructor" }, undefined],
  [{ code: "APIGW.3042" }, undefined],
  [{ code: "3042" }, undefined],
  [
    { outcome: "notSent", method: "GET" },
    "Check region and endpoint (huaweicloud:region, huaweicloud:endpoints), the network and HTTPS_PROXY.",
  ],
  [
    { outcome: "ambiguous" },
    "No response came, and the API may have done the work all the same: run it again, nothing is done twice.",
  ],
  [{ outcome: "ambiguous", method: "GET" }, "No response came: run it again later."],
  [
    { outcome: "tls" },
    "If a private certificate authority signs for this host, name its PEM file in huaweicloud:caFile (HW_CA_FILE).",
  ],
  [
    { outcome: "redirect" },
    "Redirects are not followed with signed requests: set the API's own address in huaweicloud:endpoints.",
  ],
  [
    { outcome: "malformed" },
    "Something between here and the API may have answered in its place: check endpoint and proxy.",
  ],
  [{ outcome: "oversize" }, "Nothing of this API is that large: check endpoint and proxy."],
  [
    { outcome: "breaker" },
    "Two requests of this run were rejected (HTTP 401), and the cloud locks a key after more than five: nothing more is sent. Check the keys.",
  ],
  [
    { outcome: "quotaExhausted", code: "EndPoint.0001" },
    "Retry quota exhausted: too many calls of this run failed. Run it again when the API is well.",
  ],
  [
    { outcome: "throttled", code: "APIGW.0308", throttledSeconds: 598 },
    "The API limits its calls; 598 s were spent waiting for it. Run it again later, with --parallel 1 if there are many resources.",
  ],
  [
    { outcome: "throttled", code: "EndPoint.0022", throttledSeconds: 3 },
    "The API limits its calls; 3 s were spent waiting for it. Run it again later, with --parallel 1 if there are many resources.",
  ],
  [
    { outcome: "unauthorized", code: "APIGW.0301" },
    "The signature was rejected: check huaweicloud:accessKey and huaweicloud:secretKey (HW_ACCESS_KEY, HW_SECRET_KEY).",
  ],
  [
    { outcome: "unauthorized", code: "EndPoint.0003", serverClockKnown: false },
    "The signature was rejected: check huaweicloud:accessKey and huaweicloud:secretKey (HW_ACCESS_KEY, HW_SECRET_KEY). Also check this machine's clock (x-sdk-date, 15 min): the response did not show the server's.",
  ],
  [
    { outcome: "unauthorized", usesSecurityToken: true },
    "The temporary credentials expired or were rejected: set new access key, secret key and security token.",
  ],
])("hint for %j", (changes, expected) => {
  expect(hint(changes)).toBe(expected);
});

test.each<[string, string, string]>([
  ["POST", "vpc-endpoint-services", "vpcep:epservices:create"],
  ["GET", "vpc-endpoint-services", "vpcep:epservices:list"],
  ["GET", "vpc-endpoint-services/s", "vpcep:epservices:get"],
  ["PUT", "vpc-endpoint-services/s", "vpcep:epservices:update"],
  ["PUT", "vpc-endpoint-services/s/name", "vpcep:epservices:update"],
  ["DELETE", "vpc-endpoint-services/s", "vpcep:epservices:delete"],
  ["PATCH", "vpc-endpoint-services/s", "vpcep:epservices:update"],
  ["GET", "vpc-endpoint-services/public", "vpcep:pubEpservices:list"],
  ["GET", "vpc-endpoint-services/describe", "vpcep:epserviceDesc:get"],
  ["GET", "vpc-endpoint-services/s/connections", "vpcep:connections:list"],
  ["POST", "vpc-endpoint-services/s/connections/action", "vpcep:connections:update"],
  ["GET", "vpc-endpoint-services/s/permissions", "vpcep:permissions:list"],
  ["POST", "vpc-endpoint-services/s/permissions/batch-create", "vpcep:permissions:update"],
  ["POST", "vpc-endpoints", "vpcep:endpoints:create"],
  ["GET", "vpc-endpoints", "vpcep:endpoints:list"],
  ["GET", "vpc-endpoints/e", "vpcep:endpoints:get"],
  ["PUT", "vpc-endpoints/e", "vpcep:endpoints:update"],
  ["DELETE", "vpc-endpoints/e/policy", "vpcep:endpoints:update"],
  ["DELETE", "vpc-endpoints/e", "vpcep:endpoints:delete"],
  ["POST", "endpoint_service/s/tags/action", "vpcep:tags:update"],
  ["GET", "endpoint_service/tags", "vpcep:tags:list"],
  ["POST", "endpoint/e/tags/action", "vpcep:tags:update"],
  ["POST", "endpoint_service/resource_instances/action", "vpcep:resource:list"],
  ["GET", "quotas", "vpcep:quotas:get"],
])("fault 35: %s %s needs %s", (method, path, action) => {
  const segments = path.split("/");
  expect(iamActionFor(method, segments)).toBe(action);
  const expected = `The account of this key lacks a right in this project: allow the IAM action ${action}, or use a key of the project.`;
  expect(hint({ method, segments, outcome: "forbidden" })).toBe(expected);
  expect(hint({ method, segments, outcome: "forbidden", code: "EndPoint.0004" })).toBe(expected);
});
