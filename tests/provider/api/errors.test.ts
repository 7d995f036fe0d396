import { inspect } from "node:util";
import {
  ApiError,
  type ApiFailure,
  ConfigError,
  hasCode,
  isApiError,
  isNotFound,
  ofAllAttempts,
} from "../../../provider/api/errors";

const failure: ApiFailure = {
  method: "PUT",
  path: "/v1/p/vpc-endpoint-services/s",
  outcome: "refused",
  status: 400,
  code: "EndPoint.3042",
  apiMessage: "Port not in VPC.",
  requestId: "8f2a",
  attempts: 1,
  maxAttempts: 3,
  seconds: 0.24,
  hint: "Check portId and vpcId.",
  possiblySent: false,
};

const nothing = { status: undefined, code: undefined, requestId: undefined, hint: undefined };

const call = "PUT /v1/p/vpc-endpoint-services/s ->";
const full =
  "HTTP 400 EndPoint.3042: Port not in VPC. (request_id 8f2a, attempt 1/3, 0.2s). Check portId and vpcId.";
const refused = "connection refused by 127.0.0.1:1";

test.each<[string, Partial<ApiFailure>, string]>([
  ["everything", {}, full],
  [
    "no response",
    { ...nothing, apiMessage: refused, attempts: 3, seconds: 0.3 },
    `${refused} (attempt 3/3, 0.3s).`,
  ],
  [
    "a status",
    { ...nothing, status: 502, apiMessage: "an empty body" },
    "HTTP 502: an empty body (attempt 1/3, 0.2s).",
  ],
  ["no words at all", { ...nothing, status: 502, apiMessage: "" }, "HTTP 502 (attempt 1/3, 0.2s)."],
  [
    "nothing sent",
    { ...nothing, attempts: 0, seconds: 0, apiMessage: "not sent" },
    "not sent (not sent, 0s).",
  ],
  [
    "more attempts than planned, for it was throttled",
    { ...nothing, status: 429, apiMessage: "limit", attempts: 9, seconds: 598.4 },
    "HTTP 429: limit (attempt 9/9, 598s).",
  ],
  ["odd characters", { ...nothing, apiMessage: "a\u001b[31m\r\nb" }, "a [31m b (attempt 1/3, 0.2s)."],
  ["many words", { ...nothing, apiMessage: "x".repeat(501) }, `${"x".repeat(500)}… (attempt 1/3, 0.2s).`],
])("message with %s", (_, changes, expected) => {
  expect(new ApiError({ ...failure, ...changes }).message).toBe(`${call} ${expected}`);
});

test("fields are the whitelisted ones and no others, and absent ones are absent", () => {
  const full = new ApiError(failure);
  expect({ ...full }).toEqual({ ...failure, name: "ApiError" });
  const bare = new ApiError({ ...failure, ...nothing });
  expect("cause" in bare).toBe(false);
  expect("id" in bare).toBe(false);
  expect(JSON.parse(JSON.stringify(bare))).toEqual({
    name: "ApiError",
    method: "PUT",
    path: failure.path,
    outcome: "refused",
    apiMessage: "Port not in VPC.",
    attempts: 1,
    maxAttempts: 3,
    seconds: 0.24,
    possiblySent: false,
  });
  expect(inspect(bare)).not.toContain("undefined");
});

test("a field that does not belong to an error does not get in", () => {
  const smuggled = { ...failure, headers: { authorization: "CANARY" }, cause: new Error("CANARY") };
  const error = new ApiError(smuggled);
  expect(inspect(error, { depth: 10 }) + JSON.stringify(error) + error.stack).not.toContain("CANARY");
});

test.each<[unknown, string[], boolean]>([
  [new ApiError(failure), ["EndPoint.3042"], true],
  [new ApiError(failure), ["endpoint.3042"], true],
  [new ApiError({ ...failure, code: "Endpoint.1018" }), ["EndPoint.1018"], true],
  [new ApiError(failure), ["EndPoint.3044", "ENDPOINT.3042"], true],
  [new ApiError(failure), ["EndPoint.304", "3042"], false],
  [new ApiError(failure), [], false],
  [new ApiError({ ...failure, code: undefined }), ["EndPoint.3042"], false],
  [{ code: "EndPoint.3042" }, ["EndPoint.3042"], false],
  [undefined, ["EndPoint.3042"], false],
])("code of %# among %j: %s", (error, codes, expected) => {
  expect(hasCode(error, ...codes)).toBe(expected);
});

test("guards", () => {
  const gone = new ApiError({ ...failure, outcome: "notFound" });
  expect([gone, new Error("x"), undefined].map(isApiError)).toEqual([true, false, false]);
  const others = [new ApiError(failure), { outcome: "notFound" }];
  expect([gone, ...others].map(isNotFound)).toEqual([true, false, false]);
});

test("the failure of many calls counts all attempts and all the time", () => {
  const error = ofAllAttempts(new ApiError(failure), 7, 12);
  expect(error).toEqual(new ApiError({ ...failure, attempts: 7, maxAttempts: 7, seconds: 12 }));
  expect(error.message).toContain("attempt 7/7, 12s");
});

test("a mistake in the configuration has a name", () => {
  expect(new ConfigError("x")).toMatchObject({ name: "ConfigError", message: "x" });
});
