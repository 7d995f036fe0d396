import type { HintFor, HintQuestion } from "../api/api-call";
import type { Outcome } from "../api/retry";
import { GONE, vpcepService } from "../vpcep/codes";
import { lacksRight } from "../vpcep/iam-actions";
import type { Settings } from "./settings";

/** What the codes say to do, and for all other failures hints that name the settings by which to mend them. */
export function createHints(settings: Settings): HintFor {
  const wrongAddress = `The endpoint does not know this call: check ${settings.endpoints.key} and ${settings.region.key}.`;
  const blockedAddress =
    "The cloud does not accept calls from this IP address: check the access control of the account.";
  const byGatewayCode = new Map([
    ["0101", wrongAddress],
    ["0402", blockedAddress],
  ]);
  return (failed) => {
    const { outcome, status } = failed;
    const byOutcome = hintsByOutcome(failed, settings);
    // The last failure had its code, but that the client gave up is what the user has to know.
    if (outcome === "quotaExhausted") return byOutcome.quotaExhausted;
    const code = (failed.code ?? "").toLowerCase();
    const isOfTheService = code.startsWith(vpcepService.codePrefix);
    const ofCode = isOfTheService
      ? vpcepService.meaningOf(code).hint
      : byGatewayCode.get(code.replace(/^apigw?\./, ""));
    if (ofCode !== undefined) return typeof ofCode === "string" ? ofCode : ofCode(failed);
    // What the service cannot find has a code of the service: this 404 comes from something in front of it.
    if (outcome === "refused" && status === 404 && !isOfTheService) return wrongAddress;
    return byOutcome[outcome];
  };
}

function hintsByOutcome(failed: HintQuestion, settings: Settings): Partial<Record<Outcome, string>> {
  const { region, accessKey, secretKey, endpoints, caFile } = settings;
  const keys = failed.usesSecurityToken
    ? "The temporary credentials expired or were rejected: set new access key, secret key and security token."
    : `The signature was rejected: check ${accessKey.key} and ${secretKey.key} (${accessKey.variable}, ${secretKey.variable}).`;
  const clock =
    " Also check this machine's clock (x-sdk-date, 15 min): the response did not show the server's.";
  return {
    notSent: `Check region and endpoint (${region.key}, ${endpoints.key}), the network and HTTPS_PROXY.`,
    ambiguous:
      failed.method === "GET"
        ? "No response came: run it again later."
        : "No response came, and the API may have done the work all the same: run it again, nothing is done twice.",
    throttled: `The API limits its calls; ${failed.throttledSeconds} s were spent waiting for it. Run it again later, with --parallel 1 if there are many resources.`,
    unavailable: "The API had a failure of its own: run it again later.",
    unauthorized: failed.serverClockKnown ? keys : keys + clock,
    forbidden: lacksRight(failed.method, failed.segments),
    notFound: GONE,
    tls: `If a private certificate authority signs for this host, name its PEM file in ${caFile.key} (${caFile.variable}).`,
    redirect: `Redirects are not followed with signed requests: set the API's own address in ${endpoints.key}.`,
    malformed: "Something between here and the API may have answered in its place: check endpoint and proxy.",
    oversize: "Nothing of this API is that large: check endpoint and proxy.",
    breaker:
      "Two requests of this run were rejected (HTTP 401), and the cloud locks a key after more than five: nothing more is sent. Check the keys.",
    quotaExhausted:
      "Retry quota exhausted: too many calls of this run failed. Run it again when the API is well.",
  };
}
