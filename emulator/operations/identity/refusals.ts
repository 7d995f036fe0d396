import { Refusal } from "../../gateway/errors";

/*
 * The identity service has three forms of errors: `/v3` knows no codes but the HTTP status, `/v3.0` has those below,
 * STS (`/v5`) has codes of its own, of which only PAP5.0001 is published.
 */

const iamCodes = {
  "IAM.0001": [401, "Authentication failed."],
  "IAM.0002": [403, "You have no right to do this action."],
  "IAM.0004": [404, "Could not find the requested resource."],
  "IAM.0007": [400, "Request parameter is invalid."],
  "IAM.0011": [400, "Request body is invalid."],
  "IAM.0066": [401, "The token has expired."],
  "IAM.0067": [401, "The token is invalid."],
} as const satisfies Record<string, readonly [number, string]>;

export function iamRefusal(code: keyof typeof iamCodes, detail?: string): Refusal {
  const [status, text] = iamCodes[code];
  return new Refusal(status, code, detail === undefined ? text : `${text} (${detail})`);
}

export function v3Refusal(status: number, message: string): Refusal {
  return new Refusal(status, String(status), message, "v3");
}

export function stsRefusal(status: number, message: string): Refusal {
  return new Refusal(status, "PAP5.0001", message, "requestId");
}
