import type { ApiCall } from "./api-call";
import { pathSegment } from "./identifiers";
import { isToken, NOBODY, type Proof } from "./login";
import { authorization, canonicalQuery, type SignableRequest, sdkDate } from "./sign";
import type { TransportRequest } from "./transport";

/** Where requests go, and as whom. */
export interface Origin {
  /** Without a slash at the end. */
  baseUrl: string;
  projectId: string;
}

/** `/v1/{project_id}/…`; throws `InvalidIdError` before anything is sent. */
export function pathOf(
  { path, segments, version }: Pick<ApiCall, "path" | "segments" | "version">,
  projectId: string,
): string {
  return path ?? [`/${version ?? "v1"}`, ...[projectId, ...segments].map(pathSegment)].join("/");
}

/** The operation of a call, without the ids of its path: gateways limit each by itself. */
export function operationOf({ method, version, path, segments }: ApiCall): string {
  const places = segments.map((segment, place) => (place % 2 === 0 ? segment : "*"));
  return `${method} ${path ?? [version ?? "v1", ...places].join("/")}`;
}

/** Pure: URL, headers and body as they go out, proved for the given time. Built anew for each attempt. */
export function signedRequest(
  call: Pick<ApiCall, "method" | "version" | "path" | "headers" | "segments" | "query" | "body">,
  { baseUrl, projectId }: Origin,
  proof: Proof,
  userAgent: string,
  signingTimeMs: number,
): Pick<TransportRequest, "method" | "url" | "headers" | "body"> {
  const { method } = call;
  const base = new URL(baseUrl);
  const path = `${base.pathname.replace(/\/$/, "")}${pathOf(call, projectId)}`;
  const query = Object.entries(call.query ?? {}).flatMap(([key, value]): [string, string][] =>
    value === undefined ? [] : [[key, String(value)]],
  );
  const body = call.body && JSON.stringify(call.body);
  const headers: Record<string, string> = {
    "content-type": "application/json",
    host: base.host,
    ...(projectId !== "" && { "x-project-id": projectId }),
    ...call.headers,
  };
  const proved = withProof({ method, path, query, headers, body: body ?? "" }, proof, signingTimeMs);
  const search = query.length === 0 ? "" : `?${canonicalQuery(query)}`;
  return {
    method,
    url: `${base.origin}${path}${search}`,
    headers: { ...proved, accept: "application/json", "user-agent": userAgent },
    ...(body !== undefined && { body }),
  };
}

/** The headers of a request with what proves who sends it: never a signature and a token together. */
export function withProof(
  request: SignableRequest,
  proof: Proof,
  signingTimeMs: number,
): Readonly<Record<string, string>> {
  if (proof === NOBODY) return request.headers;
  if (isToken(proof)) return { ...request.headers, "x-auth-token": proof.token };
  const headers = {
    ...request.headers,
    "x-sdk-date": sdkDate(signingTimeMs),
    ...(proof.securityToken !== undefined && { "x-security-token": proof.securityToken }),
  };
  return { ...headers, authorization: authorization({ ...request, headers }, proof) };
}
