import type { HintFor } from "../api/api-call";
import type { Settings } from "./settings";

/** What to do when the machine's metadata gives no keys. */
export function createMetadataHints({ useMetadata }: Settings): HintFor {
  return () =>
    `Only a virtual machine of the cloud has metadata: on another one, log in otherwise (see ${useMetadata.key}, ${useMetadata.variable}, or the profile's mode).`;
}

/** What to do about a login that failed. A code of the identity service says it better than the HTTP status. */
export function createIdentityHints({ endpoints, region, caFile }: Settings): HintFor {
  const byCode: Record<string, string> = {
    "iam.0002":
      "The user or agency lacks a right for this call: let the account's administrator grant it (for an agency: Agent Operator).",
    "iam.0004": "Check the names of agency, account and identity provider: one of them does not exist.",
    "iam.0061":
      "The user is locked after wrong passwords: wait as long as the account's administrator has set.",
    "iam.0083": `The user has no access to this region: check ${region.key}.`,
  };
  return ({ outcome, code = "", usesSecurityToken }) =>
    byCode[code.toLowerCase()] ??
    {
      unauthorized: usesSecurityToken
        ? "The temporary credentials expired or were rejected: get new ones."
        : "Check user, password and account, or the keys: nothing is sent again, for wrong passwords lock a user.",
      breaker:
        "Two requests of this run were rejected (HTTP 401), and the cloud locks a key after more than five: nothing more is sent. Check the keys.",
      forbidden: "The user or key lacks a right for this call: let the account's administrator grant it.",
      notSent: `Check region and endpoints (${region.key}, ${endpoints.key}), the network and HTTPS_PROXY.`,
      ambiguous: "No response came: run it again later.",
      unavailable: "The identity service had a failure of its own: run it again later.",
      throttled: "The identity service limits its calls: run it again later.",
      malformed:
        "Something between here and the identity service may have answered in its place: check endpoints and proxy.",
      redirect: `Redirects are not followed: set the identity service's own address in ${endpoints.key}.`,
      tls: `If a private certificate authority signs for this host, name its PEM file in ${caFile.key} (${caFile.variable}).`,
    }[outcome as string];
}
