import type { ApiService, CodeMeaning } from "../api/api-call";

// Without its agency nobody can log in, but the object that a login was for stands all the same.
const NOT_GONE: CodeMeaning = { isGone: false };

/** What codes of the identity service mean beyond their HTTP status (IAM API Reference, "Status Codes" and "Error Codes"). */
const CODES: Record<string, CodeMeaning> = {
  "0012": { outcome: "throttled" },
};

export const identityService: ApiService = {
  userAgent: "pulumi-huaweicloud-vpcep",
  codePrefix: "iam.",
  meaningOf: (code) => {
    const digits = code.slice("iam.".length);
    return (Object.hasOwn(CODES, digits) ? CODES[digits] : undefined) ?? NOT_GONE;
  },
};
