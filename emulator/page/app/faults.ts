import type { FaultRule } from "./wire";

/** A fault that one click arms. */
export interface NamedFault {
  name: string;
  /** What will happen, and for how long. */
  sentence: string;
  rule: FaultRule;
}

const services = "/v1/*/vpc-endpoint-services";
const creates = "^/v1/[^/]+/vpc-endpoint(s|-services)$";
const api = "^/v[12]/";

/** By what a client sees. */
export const faultGroups: { title: string; faults: NamedFault[] }[] = [
  {
    title: "Lost",
    faults: [
      {
        name: "Lose the response to the next create",
        sentence: "The service or endpoint is made, and the connection breaks before the response is sent.",
        rule: { match: { method: "POST", path: creates }, at: "after-processing", kind: "reset", times: 1 },
      },
      {
        name: "Lose the next create",
        sentence: "The connection breaks before anything is done.",
        rule: { match: { method: "POST", path: creates }, at: "before", kind: "reset", times: 1 },
      },
      {
        name: "Lose the response to the next change",
        sentence: "A modify call is carried out, and its response is lost.",
        rule: { match: { method: "PUT", path: api }, at: "after-processing", kind: "reset", times: 1 },
      },
      {
        name: "Cut the next response in half",
        sentence: "The connection breaks in the middle of the body.",
        rule: { match: { path: api }, kind: "reset", at: "mid-body", times: 1 },
      },
    ],
  },
  {
    title: "Refused",
    faults: [
      {
        name: "Throttle for 30 s",
        sentence: "Every call is refused as one too many, with 429 and APIG.0308.",
        rule: { match: { path: api }, kind: "status", ...gateway(429, "APIG.0308"), lastsSeconds: 30 },
      },
      {
        name: "Unavailable for 10 s",
        sentence: "Every call gets a 503.",
        rule: { match: { path: api }, kind: "empty", status: 503, lastsSeconds: 10 },
      },
      {
        name: "Quota exceeded at the next create",
        sentence: "The next service or endpoint is refused as one too many: Endpoint.1018.",
        rule: {
          match: { method: "POST", path: creates },
          kind: "status",
          errorCode: "Endpoint.1018",
          times: 1,
        },
      },
      {
        name: "Clock off by 20 minutes",
        sentence: "Until it is disarmed, signatures are refused with 401: the gateway takes 15 minutes.",
        rule: { kind: "clock-skew", skewSeconds: 1200 },
      },
    ],
  },
  {
    title: "Slow",
    faults: [
      {
        name: "Delay the next change by 20 s",
        sentence: "The next call that writes is carried out, and its response comes 20 seconds later.",
        rule: { match: { path: api, method: "PUT" }, kind: "slow", delayMs: 20_000, times: 1 },
      },
      {
        name: "Never respond to the next call",
        sentence: "The next call is read and nothing else happens: the client has to give up by itself.",
        rule: { match: { path: api }, kind: "stall", times: 1 },
      },
      {
        name: "Close the port for 10 s",
        sentence: "New connections are refused; this page waits with everybody else.",
        rule: { kind: "refuse", forSeconds: 10 },
      },
      {
        name: "Let lists lag by 20 s",
        sentence: "Until it is disarmed, lists leave out what is younger than 20 seconds.",
        rule: { match: { method: "GET", path: services }, kind: "hide", forSeconds: 20 },
      },
    ],
  },
  {
    title: "Garbled",
    faults: [
      {
        name: "A portal's page instead of the next response",
        sentence: "The next call gets an HTML page with status 200, as behind a hotel's Wi-Fi.",
        rule: { match: { path: api }, kind: "html", status: 200, times: 1 },
      },
      {
        name: "Cut the next JSON short",
        sentence: "Status and length are right, and the JSON ends too early.",
        rule: { match: { path: api }, kind: "truncate", complete: true, times: 1 },
      },
      {
        name: "Redirect the next call",
        sentence: "The next call is sent to another address, which a signed call must not follow.",
        rule: { match: { path: api }, kind: "redirect", location: "http://127.0.0.1:9/elsewhere", times: 1 },
      },
      {
        name: "Leave the status out of the next service",
        sentence: "The next service that is read has no status.",
        rule: {
          match: { method: "GET", path: `${services}/*` },
          kind: "drop-fields",
          fields: ["status"],
          times: 1,
        },
      },
    ],
  },
];

/** The gateway's own errors are in no table of the service. */
function gateway(status: number, code: string) {
  return { status, body: { error_code: code, error_msg: "The throttling threshold has been reached." } };
}

/** The name of a rule: of the button that arms it, or of its type. */
export function faultName(rule: FaultRule): string {
  const known = faultGroups.flatMap(({ faults }) => faults).find((each) => isSame(each.rule, rule));
  return known?.name ?? `A rule of the kind ${rule.kind}`;
}

function isSame(known: FaultRule, rule: FaultRule): boolean {
  return Object.entries(known).every(
    ([key, value]) => JSON.stringify(Reflect.get(rule, key)) === JSON.stringify(value),
  );
}
