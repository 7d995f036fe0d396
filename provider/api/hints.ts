import type { Outcome } from "./errors";
import { iamActionFor } from "./iam-actions";

/** What a hint can be chosen by. */
export interface HintQuestion {
  method: string;
  /** The path behind `/v1/{project_id}/`, split. */
  segments: readonly string[];
  outcome: Outcome;
  status?: number | undefined;
  code?: string | undefined;
  usesSecurityToken: boolean;
  /** False when the answer had no Date header by which the clock could have been checked. */
  serverClockKnown: boolean;
  /** Spent waiting for the API's limit. */
  throttledSeconds: number;
}

/** In plain words, what to do about a failed call; nothing when the API's own words are all there is to say. */
export function hintFor(question: HintQuestion): string | undefined {
  // The last failure had its code, but that the client gave up is what the user has to know.
  if (question.outcome === "quotaExhausted") return OUTCOME_HINTS.quotaExhausted;
  const code = (question.code ?? "").toLowerCase();
  const key = code.replace(/^(?:endpoint|apigw?)\./, "");
  if (code.startsWith("endpoint.") && key === "0004") return forbiddenHint(question);
  const byCode = code.startsWith("endpoint.") ? CODE_HINTS.get(key) : GATEWAY_HINTS.get(key);
  if (byCode !== undefined) return byCode;
  // What the service cannot find has a code of the service: this 404 comes from something in front of it.
  if (question.outcome === "refused" && question.status === 404 && !code.startsWith("endpoint."))
    return WRONG_ADDRESS;
  return hintForOutcome(question);
}

const WRONG_ADDRESS =
  "The endpoint does not know this call: check huaweicloud:endpoints and huaweicloud:region.";
const GONE = "If it was deleted outside Pulumi, run `pulumi refresh`, then `pulumi up`.";

function hintForOutcome(question: HintQuestion): string | undefined {
  if (question.outcome === "unauthorized") return unauthorizedHint(question);
  if (question.outcome === "forbidden") return forbiddenHint(question);
  if (question.outcome === "ambiguous" && question.method === "GET")
    return "No response came: run it again later.";
  if (question.outcome === "throttled") {
    return `The API limits its calls; ${question.throttledSeconds} s were spent waiting for it. Run it again later, with --parallel 1 if there are many resources.`;
  }
  return OUTCOME_HINTS[question.outcome];
}

function unauthorizedHint(question: HintQuestion): string {
  const keys = question.usesSecurityToken
    ? "The temporary credentials expired or were rejected: set new access key, secret key and security token."
    : "The signature was rejected: check huaweicloud:accessKey and huaweicloud:secretKey (HW_ACCESS_KEY, HW_SECRET_KEY).";
  return question.serverClockKnown
    ? keys
    : `${keys} Also check this machine's clock (x-sdk-date, 15 min): the response did not show the server's.`;
}

function forbiddenHint(question: HintQuestion): string {
  const action = iamActionFor(question.method, question.segments);
  return `The account of this key lacks a right in this project: allow the IAM action ${action}, or use a key of the project.`;
}

const OUTCOME_HINTS: Partial<Record<Outcome, string>> = {
  notSent:
    "Check region and endpoint (huaweicloud:region, huaweicloud:endpoints), the network and HTTPS_PROXY.",
  ambiguous:
    "No response came, and the API may have done the work all the same: run it again, nothing is done twice.",
  notFound: GONE,
  unavailable: "The API had a failure of its own: run it again later.",
  tls: "If a private certificate authority signs for this host, name its PEM file in huaweicloud:caFile (HW_CA_FILE).",
  redirect:
    "Redirects are not followed with signed requests: set the API's own address in huaweicloud:endpoints.",
  malformed: "Something between here and the API may have answered in its place: check endpoint and proxy.",
  oversize: "Nothing of this API is that large: check endpoint and proxy.",
  breaker:
    "Two requests of this run were rejected (HTTP 401), and the cloud locks a key after more than five: nothing more is sent. Check the keys.",
  quotaExhausted:
    "Retry quota exhausted: too many calls of this run failed. Run it again when the API is well.",
};

// Keys are the digits of the code. The input named is the provider's own, not the API's field.
const CODE_HINTS = new Map(
  Object.entries({
    "0001": "The API had a failure of its own: run it again later.",
    "0002":
      "One of the inputs is not accepted: compare serviceName, serverType, ports, tcpProxy and tags with their rules.",
    "0005": GONE,
    "0014": "Check projectId: it must be the id of the project in this region.",
    "0020": "Check vpcId: it must be the id of a VPC of this project.",
    "1003": "Check serviceName: at most 16 letters, digits, underscores and hyphens.",
    "1018":
      "The quota of the account for this kind of resource is used up: delete some, or ask for a higher quota (My Quotas in the console, or a service ticket).",
    "2001": "Check vpcId: this VPC does not exist in the region.",
    "2003": GONE,
    "2004": "The service is not usable now: wait until its status is available.",
    "2011": "Set vpcId.",
    "2012": "The account is not on the service's list: its owner must add it to permissions.",
    "2029": "Check existingId, or the id given to get: it is empty.",
    "3002": 'Check permissions: "iam:domain::<account id>", or "*" alone for everyone.',
    "3003":
      "Check portId: for LB the port of the load balancer's private address, for VM the server's network card.",
    "3004": "Check ports: clientPort and serverPort must lie between 1 and 65535.",
    "3005": "The service could not be deleted: run it again, and open a service ticket if it stays.",
    "3006": "Endpoints are still connected to the service.",
    "3008": "Check portId: this port does not exist.",
    "3010": "Check ip: it is not an address that can be used here.",
    "3011": "Leave ip out: a service of type interface takes none.",
    "3021": "Check serverType: LB or VM.",
    "3036": "Check permissions and organizationPermissions: the list has an entry that is not accepted.",
    "3042": "Check portId and vpcId: the port does not lie in this VPC.",
    "3043": "Check ports: clientPort and serverPort must lie between 1 and 65535.",
    "3044": "Another service with the same portId already uses one of these serverPort and protocol pairs.",
    "3045": "The service is not in a state that allows this: wait until its status is available.",
    "3046": "Check ip: another service uses it.",
    "3049": "The list of permissions is full: remove entries that are no longer needed.",
    "3052": "Set portId or ip, not both.",
    "3054": "portId of this service cannot be changed: replace the service.",
    "3055": "ip of this service cannot be changed: replace the service.",
    "3056": "Check portId: too many services share its address.",
    "3062": "Check existingId, or the id given to get: it must be a UUID.",
    "3063": "Check portId: it must be the id of a port (a UUID).",
    "3066": "Check tags: a tag is empty.",
    "3067": "Check tags: a key is given twice.",
    "3068": "Check tags: a key or value has a character that is not accepted.",
    "3069": "Check tags: there are too many for one resource.",
    "3071": "Check tags: a value is given twice.",
    "3072": "Check tags: a key is too long or empty.",
    "3073": "Check tags: a value is too long.",
    "3074": "Check ports: at most 200 mappings.",
    "3075": "Check ports: protocol must be TCP.",
    "3076": "Check serviceName: at most 16 letters, digits, underscores and hyphens.",
  }),
);

const GATEWAY_HINTS = new Map(
  Object.entries({
    "0101": WRONG_ADDRESS,
    "0402": "The cloud does not accept calls from this IP address: check the access control of the account.",
  }),
);
