import type { Expected } from "../../../provider/api/api-call";
import { classifyResponse, requestedWaitMs } from "../../../provider/api/classify";
import type { Outcome } from "../../../provider/api/retry";
import type { TransportResponse } from "../../../provider/api/transport";
import { vpcepService } from "../../../provider/vpcep/codes";
import { errorResponse, response, startMs } from "./fakes";

const credentials = { accessKey: "CANARYAK", secretKey: "CANARYSK" };
/** Without the status, which is the response's. */
function classify(given: TransportResponse, expected: Expected = "object", keys: object = credentials) {
  const { status, ...attempt } = classifyResponse(
    given,
    expected,
    startMs,
    Object.values(keys),
    vpcepService,
  );
  expect(status).toBe(given.status);
  return attempt;
}

const malformed = (what: string) => {
  return { outcome: "malformed", message: `malformed response: ${what}`, requestId: "req-1" };
};

// Status, code of the body, what it means.
test.each<[number, string, Outcome]>([
  [400, "EndPoint.0002", "refused"],
  [400, "EndPoint.0022", "throttled"],
  [400, "endpoint.0022", "throttled"],
  [400, "EndPoint.2003", "notFound"],
  [400, "EndPoint.3044", "refused"],
  [400, "Endpoint.1018", "refused"],
  [401, "APIGW.0301", "unauthorized"],
  [401, "EndPoint.0003", "unauthorized"],
  [403, "EndPoint.0004", "forbidden"],
  [403, "APIGW.0402", "forbidden"],
  [403, "EndPoint.0005", "forbidden"],
  [403, "EndPoint.0022", "throttled"],
  [404, "EndPoint.0005", "notFound"],
  [404, "EndPoint.2003", "notFound"],
  [404, "EndPoint.2006", "notFound"],
  [404, "EndPoint.2007", "notFound"],
  [404, "EndPoint.2008", "notFound"],
  [404, "EndPoint.9999", "notFound"],
  [404, "EndPoint.2030", "refused"],
  [404, "EndPoint.4012", "refused"],
  [404, "EndPoint.4004", "refused"],
  [404, "APIGW.0101", "refused"],
  [404, "APIG.0101", "refused"],
  [405, "", "refused"],
  [409, "EndPoint.3045", "refused"],
  [429, "APIGW.0308", "throttled"],
  [429, "", "throttled"],
  [400, "APIGW.0308", "throttled"],
  [400, "APIG.0308", "throttled"],
  [400, "XAPIG.0308", "refused"],
  [400, "APIG.03081", "refused"],
  [500, "EndPoint.0001", "unavailable"],
  [502, "", "unavailable"],
  [503, "EndPoint.0022", "throttled"],
  [504, "EndPoint.0013", "unavailable"],
  [504, "EndPoint.0011", "refused"],
  [504, "EndPoint.0012", "refused"],
  [500, "EndPoint.0005", "unavailable"],
])("HTTP %i %s is %s", (status, code, outcome) => {
  expect(classify(errorResponse(status, code, "Words."))).toEqual({
    outcome,
    message: "Words.",
    requestId: "req-1",
    ...(code !== "" && { code }),
  });
});

test.each<[string, string, Record<string, string>, Outcome]>([
  ["an empty 404", "", {}, "notFound"],
  ["a 404 of blanks", " \n", {}, "notFound"],
  ["a 404 with an object", "{}", {}, "notFound"],
  ["a 404 of a web server", "<html>404</html>", { "content-type": "text/html" }, "refused"],
  ["a 404 with a list", "[]", {}, "refused"],
  ["a 404 of a gateway, with its request id", '{"error_msg":"No API.","request_id":"1"}', {}, "refused"],
  ["a 404 with a foreign code", '{"code":404,"message":"Not Found"}', {}, "refused"],
])("%s", (_, body, headers, outcome) => {
  expect(classify(response(404, body, headers)).outcome).toBe(outcome);
});

// What puts no request id on its response is not the service: a load balancer, another server, a wrong path.
test.each<[string, number, string, Outcome]>([
  ["nothing", 404, "", "refused"],
  ["an object", 404, "{}", "refused"],
  ["words", 404, '{"message":"no Route matched with those values"}', "refused"],
  ["a code of the service", 404, '{"error_code":"EndPoint.0005"}', "notFound"],
  ["a code of the service with HTTP 400", 400, '{"error_code":"EndPoint.2003"}', "notFound"],
])("without a request id, %s: HTTP %i %s is %s", (_, status, body, outcome) => {
  expect(classify({ status, headers: { "content-type": "application/json" }, body }).outcome).toBe(outcome);
});

const none = "no message in the response";
const denied = "not authorized by the account's policies";

// Code and message of an error's body, in all the shapes that occur.
test.each<[unknown, string | undefined, string]>([
  [{ error_code: "EndPoint.0002", error_msg: "Parameter error." }, "EndPoint.0002", "Parameter error."],
  [{ error: { code: "EndPoint.0002", message: "Bad." } }, "EndPoint.0002", "Bad."],
  [{ error: { code: 401, message: "No.", title: "Unauthorized" } }, "401", "No."],
  [{ errorCode: "X.1", errorMsg: "Bad." }, "X.1", "Bad."],
  [{ code: "X.2", message: "Bad." }, "X.2", "Bad."],
  [{ error_code: "X.3", error_message: "Bad." }, "X.3", "Bad."],
  [{ error_code: "A", error_msg: "a", error: { code: "B", message: "b" } }, "A", "a"],
  [{ details: [{ error_code: "X.4", error_msg: "Bad." }] }, "X.4", "Bad."],
  [{ error_msg: "Bad." }, undefined, "Bad."],
  [{ error_code: "X.5" }, "X.5", none],
  [{ errorCode: "X.6" }, "X.6", none],
  [{ code: "X.7" }, "X.7", none],
  [{ error_code: "X.8", error_msg: "" }, "X.8", none],
  [{ encoded_authorization_message: "XYZ" }, undefined, denied],
  [{ error_code: "X.9", encoded_authorization_message: "XYZ" }, "X.9", denied],
  [{ error_code: "X.9", error_msg: "No.", encoded_authorization_message: "XYZ" }, "X.9", "No."],
  [{ other: 1 }, undefined, none],
  [{ error_code: {}, error_msg: [] }, undefined, none],
  [{ error: null, details: [null] }, undefined, none],
])("error body %j", (body, code, message) => {
  expect(classify(response(400, body))).toEqual({ outcome: "refused", requestId: "req-1", code, message });
});

test.each<[string, string, string]>([
  ["", "text/html", "an empty body"],
  ["<html>\r\n<b>Bad\u0000 Gateway</b>", "text/html", 'text/html "<html> <b>Bad  Gateway</b>"'],
  ["[1]", "application/json", 'application/json "[1]"'],
  ["null", "application/json", 'application/json "null"'],
])("error body %j survives", (body, type, message) => {
  const given = response(502, body, { "content-type": type });
  expect(classify(given)).toEqual({ outcome: "unavailable", message, requestId: "req-1" });
});

test("the request id: of the header, of the identity service's header, of the body", () => {
  expect(classify(response(400, { request_id: "body" }))).toMatchObject({ requestId: "req-1" });
  const iam = { status: 400, headers: { "x-iam-trace-id": "iam" }, body: '{"request_id":"body"}' };
  expect(classify(iam)).toMatchObject({ requestId: "iam" });
  expect(classify({ status: 400, headers: {}, body: '{"request_id":"body"}' })).toMatchObject({
    requestId: "body",
  });
  expect(classify({ status: 200, headers: {}, body: "{}" })).toMatchObject({ outcome: "ok", body: {} });
});

test.each([200, 201, 202, 299])("HTTP %i with an object", (status) => {
  const body = { id: "x" };
  expect(classify(response(status, body))).toMatchObject({ outcome: "ok", body, requestId: "req-1" });
});

const page = `<!doctype html>\u0007\n<title>Sign in</title>${"x".repeat(200)}`;
const shownPage = `<!doctype html> <title>Sign in</title>${"x".repeat(42)}…`;

test.each<[string, string, string]>([
  ["empty", "", "an empty body where an object was expected"],
  ["null", "null", "null where an object was expected"],
  ["list", "[]", "a list where an object was expected"],
  ["text", '"text"', "a string where an object was expected"],
  ["number", "1", "a number where an object was expected"],
  ["cut short", '{"id":"x', 'application/json "{"id":"x"'],
])("malformed where an object is expected: %s", (_, body, what) => {
  expect(classify(response(200, body))).toEqual(malformed(what));
});

test.each([100, 101, 103, 199])("HTTP %i does not end a call", (status) => {
  expect(classify(response(status, { id: "x" }))).toEqual(malformed(`HTTP ${status} ends no exchange`));
});

test("a web page with 200 is described by its type and its first 80 characters, cleaned", () => {
  const message = `malformed response: text/html; charset=utf-8 "${shownPage}"`;
  const given = response(200, page, { "content-type": "text/html; charset=utf-8" });
  expect(classify(given)).toMatchObject({ outcome: "malformed", message });
  expect(classify(given, "none")).toMatchObject({ outcome: "malformed", message });
  const untyped = { status: 200, headers: {}, body: "oops" };
  expect(classify(untyped)).toEqual({ ...malformed('no content type "oops"'), requestId: undefined });
});

const list = { list: "permissions", texts: ["permission", "type"] } as const;
const good = { permission: "*", type: "a", more: null };

test.each<[string, unknown]>([
  ["no list permissions", { x: 1 }],
  ["no list permissions", { permissions: null }],
  ["no list permissions", { permissions: { 0: "*" } }],
  ["no list permissions", { permissions: "*" }],
  ["an item of permissions without permission", { permissions: [good, { type: "a" }] }],
  ["an item of permissions without permission", { permissions: [{ permission: 7, type: "a" }] }],
  ["an item of permissions without type", { permissions: [{ permission: "*", type: "" }] }],
  ["an item of permissions without permission", { permissions: [null] }],
  ["an item of permissions without permission", { permissions: ["*"] }],
  ["a list where an object was expected", [{ permission: "*", type: "a" }]],
])("where a list is expected, malformed: %s (%j)", (what, body) => {
  expect(classify(response(200, body), list)).toEqual(malformed(what));
});

test.each([{ permissions: [] }, { permissions: [good], total: 1 }])("%j is an expected list", (body) => {
  expect(classify(response(200, body), list)).toMatchObject({ outcome: "ok", body });
});

test.each<[string, string]>([
  ["a number beyond all bounds", '{"id":"x","connection_count":1e999}'],
  ["no end of brackets", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
])("%s makes a response malformed", (_, body) => {
  expect(classify(response(200, body)).outcome).toBe("malformed");
});

describe("keys that a response repeats", () => {
  const secret = credentials.secretKey;
  const text = (given: ReturnType<typeof response>) => JSON.stringify(classify(given));

  test("are taken out of every text of a success, names included", () => {
    const body = { id: secret, tags: [{ key: `a${secret}`, value: [secret] }], [secret]: `x ${secret} y` };
    expect(classify(response(200, body))).toMatchObject({
      body: { id: "***", tags: [{ key: "a***", value: ["***"] }], "***": "x *** y" },
    });
  });

  test.each<[string, string]>([
    ["spelt with escapes", '{"id":"\\u0043\\u0041NARYSK"}'],
    ["as in a URL", '{"id":"x?y=CANARY%2FTOKEN"}'],
    ["spelt with an escaped slash in what is not JSON", "oops CANARY\\/TOKEN"],
  ])("are found where they are %s", (_, body) => {
    const given = { ...credentials, securityToken: "CANARY/TOKEN" };
    expect(JSON.stringify(classify(response(200, body), "object", given))).not.toContain("CANARY");
  });

  test.each([60, 73, 76, 79])("leave nothing at the cut of a quoted body (after %i)", (before) => {
    for (const status of [200, 502]) {
      expect(text(response(status, `${"x".repeat(before)}${secret}`))).not.toMatch(/C(A|…)/);
      const escaped = `${"x".repeat(before)}\\u0043${secret.slice(1)}`;
      expect(text(response(status, escaped))).not.toMatch(/C(A|…)|AN|043/);
    }
  });

  test("are taken out of headers", () => {
    expect(text(response(400, { error_msg: "No." }, { "x-request-id": secret }))).not.toContain(secret);
    expect(text(response(502, "oops", { "content-type": secret }))).not.toContain(secret);
    expect(text(response(302, "", { location: `http://${secret}.example/` }))).not.toMatch(/canarysk/i);
  });

  test("are taken out whole where one is part of another", () => {
    const given = { ...credentials, securityToken: `x${secret}x` };
    expect(classify(response(200, { id: `x${secret}x` }), "object", given)).toMatchObject({
      body: { id: "***" },
    });
  });

  test("a key that is too short to be a real one spoils no name", () => {
    const short = { accessKey: "a", secretKey: "available", securityToken: "" };
    const body = { id: "banana", status: "a" };
    expect(classify(response(200, body), "object", short)).toMatchObject({ outcome: "ok", body });
  });
});

test.each(["", "  ", "{}", "null", "[]", '{"id":1}'])("where nothing is expected, %j is fine", (body) => {
  expect(classify(response(204, body), "none")).toMatchObject({
    outcome: "ok",
    body: {},
    requestId: "req-1",
  });
});

test.each([
  [301, "https://evil.example/path?token=CANARY", "evil.example"],
  [300, "/elsewhere", "the same host"],
  [307, "http://evil.example:81/", "evil.example:81"],
  [308, "https://", "an unreadable address"],
  [399, undefined, "nowhere"],
])("HTTP %i to %s", (status, location, host) => {
  const message = `redirect not followed (to ${host})`;
  const given = response(status, "", location === undefined ? {} : { location });
  expect(classify(given)).toEqual({ outcome: "redirect", message, requestId: "req-1" });
});

// A Retry-After date is measured by the server's clock, where the response shows it.
test.each<[Record<string, string>, string, number | undefined]>([
  [{ "retry-after": "2" }, "", 2000],
  [{ "retry-after": "Fri, 02 Jan 2026 04:00:10 GMT", date: "Fri, 02 Jan 2026 04:00:00 GMT" }, "", 10_000],
  [{ "retry-after": "Fri, 02 Jan 2026 03:04:15 GMT", date: "nonsense" }, "", 10_000],
  [{}, "limit:200,time:5 minute", 300_000],
])("the wait asked for by %j and %j", (headers, message, expected) => {
  const attempt = classify(errorResponse(429, "APIGW.0308", message, headers));
  expect(attempt).toMatchObject({ outcome: "throttled", requestedWaitMs: expected });
});

test.each<[string | undefined, string, number | undefined]>([
  ["2", "", 2000],
  [" 2 ", "", 2000],
  ["0", "", 0],
  ["3600", "", 3_600_000],
  ["Fri, 02 Jan 2026 03:04:15 GMT", "", 10_000],
  ["Fri, 02 Jan 2026 03:04:05 GMT", "", 0],
  ["Fri, 02 Jan 2026 03:03:05 GMT", "", 0],
  ["about Fri, 02 Jan 2026 03:04:15 GMT", "", undefined],
  ["Fr 02 Jan 2026 03:04:15 GMT", "", undefined],
  ["2.5", "", undefined],
  ["-1", "", undefined],
  ["soon", "", undefined],
  ["Soon", "", undefined],
  ["2026-01-02T03:04:15Z", "", undefined],
  ["", "", undefined],
  [undefined, "", undefined],
  [undefined, "policy user over ratelimit,limit:200,time:5 minute", 300_000],
  [undefined, "limit:600,time:1 minute", 60_000],
  [undefined, "time: 30 seconds", 30_000],
  [undefined, "TIME:1 HOUR", 3_600_000],
  [undefined, "time:2day", 172_800_000],
  [undefined, "time:12 weeks", undefined],
  [undefined, "time:x minute", undefined],
  [undefined, "runtime:5 minute", undefined],
  [undefined, "time:1234567 second", undefined],
  ["2", "time:5 minute", 2000],
  ["soon", "time:5 minute", 300_000],
])("Retry-After %j and text %j", (header, message, expected) => {
  expect(requestedWaitMs(header, message, startMs)).toBe(expected);
});
