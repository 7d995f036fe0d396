import { inspect } from "node:util";
import { ApiError, type ApiFailure, hasCode, isApiError, isNotFound } from "../../../provider/api/errors";

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

test.each<[string, Partial<ApiFailure>, string]>([
  [
    "everything",
    {},
    "PUT /v1/p/vpc-endpoint-services/s -> HTTP 400 EndPoint.3042: Port not in VPC. (request_id 8f2a, attempt 1/3, 0.2s). Check portId and vpcId.",
  ],
  [
    "no response",
    { ...nothing, apiMessage: "connection refused by 127.0.0.1:1", attempts: 3, seconds: 0.3 },
    "PUT /v1/p/vpc-endpoint-services/s -> connection refused by 127.0.0.1:1 (attempt 3/3, 0.3s).",
  ],
  [
    "a status alone",
    { ...nothing, status: 502, apiMessage: "an empty body" },
    "PUT /v1/p/vpc-endpoint-services/s -> HTTP 502: an empty body (attempt 1/3, 0.2s).",
  ],
  [
    "no words at all",
    { ...nothing, status: 502, apiMessage: "" },
    "PUT /v1/p/vpc-endpoint-services/s -> HTTP 502 (attempt 1/3, 0.2s).",
  ],
  [
    "not sent",
    { ...nothing, attempts: 0, seconds: 0, apiMessage: "not sent" },
    "PUT /v1/p/vpc-endpoint-services/s -> not sent (not sent, 0s).",
  ],
  [
    "more attempts than planned, for it was throttled",
    { ...nothing, status: 429, apiMessage: "limit", attempts: 9, seconds: 598.4 },
    "PUT /v1/p/vpc-endpoint-services/s -> HTTP 429: limit (attempt 9/9, 598s).",
  ],
  [
    "control characters in the API's words",
    { ...nothing, apiMessage: "a\u001b[31m\r\nb" },
    "PUT /v1/p/vpc-endpoint-services/s -> a [31m b (attempt 1/3, 0.2s).",
  ],
])("message with %s", (_, changes, expected) => {
  expect(new ApiError({ ...failure, ...changes }).message).toBe(expected);
});

test("the API's words are cut at 500 characters", () => {
  const error = new ApiError({ ...failure, ...nothing, apiMessage: "x".repeat(501) });
  expect(error.message).toBe(`PUT ${failure.path} -> ${"x".repeat(500)}… (attempt 1/3, 0.2s).`);
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

test("a field that is no part of an error does not get in", () => {
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
  const error = new ApiError({ ...failure, outcome: "notFound" });
  expect([isApiError(error), isApiError(new Error("x")), isApiError(undefined)]).toEqual([
    true,
    false,
    false,
  ]);
  expect([isNotFound(error), isNotFound(new ApiError(failure)), isNotFound({ outcome: "notFound" })]).toEqual(
    [true, false, false],
  );
});
