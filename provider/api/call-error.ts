import type { FailedVerdict } from "./classify";
import type { Credentials } from "./credentials";
import { ApiError } from "./errors";
import { withoutSecrets } from "./redact";
import type { HintFor } from "./service";
import { cleanText } from "./text";

export interface FailedCall {
  method: string;
  path: string;
  segments: readonly string[];
  credentials: Credentials;
  status?: number | undefined;
  serverClockKnown: boolean;
  attempts: number;
  maxAttempts: number;
  seconds: number;
  throttledSeconds: number;
  possiblySent: boolean;
}

/** The last failure of a call as the error that its caller sees. */
export function callError(failure: FailedVerdict, hintFor: HintFor, facts: FailedCall): ApiError {
  const { credentials, segments, serverClockKnown, throttledSeconds, ...reported } = facts;
  const said = (text: string | undefined, maxCharacters: number) =>
    text === undefined ? undefined : cleanText(withoutSecrets(text, credentials), maxCharacters);
  return new ApiError({
    ...reported,
    outcome: failure.outcome,
    apiMessage: said(failure.message, 500) ?? "",
    code: said(failure.code, 64),
    requestId: said(failure.requestId, 64),
    hint: hintFor({
      method: facts.method,
      segments,
      outcome: failure.outcome,
      status: facts.status,
      code: failure.code,
      usesSecurityToken: credentials.securityToken !== undefined,
      serverClockKnown,
      throttledSeconds,
    }),
  });
}
