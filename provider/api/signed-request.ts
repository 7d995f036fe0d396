import type { ApiCall } from "./api-call";
import { pathSegment } from "./identifiers";
import { authorization, type Credentials, canonicalQuery, sdkDate } from "./sign";
import type { TransportRequest } from "./transport";

/** Where requests go, and as whom. */
export interface Origin {
  /** Without a slash at the end. */
  baseUrl: string;
  projectId: string;
  credentials: Credentials;
}

/** `/v1/{project_id}/…`; throws `InvalidIdError` before anything is sent. */
export function apiPath(projectId: string, segments: readonly string[], version = "v1"): string {
  return [`/${version}`, ...[projectId, ...segments].map(pathSegment)].join("/");
}

/** Pure: URL, headers and body as they go out, signed for the given time. Built anew for each attempt. */
export function signedRequest(
  call: Pick<ApiCall, "method" | "version" | "segments" | "query" | "body">,
  { baseUrl, projectId, credentials }: Origin,
  userAgent: string,
  signingTimeMs: number,
): Pick<TransportRequest, "method" | "url" | "headers" | "body"> {
  const { method } = call;
  const base = new URL(baseUrl);
  const path = `${base.pathname.replace(/\/$/, "")}${apiPath(projectId, call.segments, call.version)}`;
  const query = Object.entries(call.query ?? {}).flatMap(([key, value]): [string, string][] =>
    value === undefined ? [] : [[key, String(value)]],
  );
  const body = call.body && JSON.stringify(call.body);
  const headers: Record<string, string> = {
    "content-type": "application/json",
    host: base.host,
    "x-project-id": projectId,
    "x-sdk-date": sdkDate(signingTimeMs),
    ...(credentials.securityToken !== undefined && { "x-security-token": credentials.securityToken }),
  };
  const signed = authorization({ method, path, query, headers, body: body ?? "" }, credentials);
  const search = query.length === 0 ? "" : `?${canonicalQuery(query)}`;
  return {
    method,
    url: `${base.origin}${path}${search}`,
    headers: { ...headers, authorization: signed, accept: "application/json", "user-agent": userAgent },
    ...(body !== undefined && { body }),
  };
}
