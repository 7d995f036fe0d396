import type { ApiCall } from "./api-call";
import type { Credentials } from "./credentials";
import { pathSegment } from "./identifiers";
import { authorization, canonicalQuery, sdkDate } from "./sign";
import type { TransportRequest } from "./transport";

export interface RequestSender {
  baseUrl: string;
  projectId: string;
  credentials: Credentials;
  userAgent: string;
}

/** `/v1/{project_id}/…`; throws on an id that is none, before anything is sent. */
export function apiPath(projectId: string, segments: readonly string[]): string {
  return ["/v1", pathSegment(projectId), ...segments.map(pathSegment)].join("/");
}

/** Pure: URL, headers and body as they go out, signed for the given time. Built anew for each attempt. */
export function signedRequest(
  parts: Pick<ApiCall, "method" | "segments" | "query" | "body">,
  sender: RequestSender,
  signingTimeMs: number,
): Omit<TransportRequest, "freshConnection" | "timeouts"> {
  const base = new URL(sender.baseUrl);
  const path = `${base.pathname.replace(/\/$/, "")}${apiPath(sender.projectId, parts.segments)}`;
  const query = definedPairs(parts.query ?? {});
  const body = parts.body === undefined ? undefined : JSON.stringify(parts.body);
  const { credentials } = sender;
  const headers: Record<string, string> = {
    "content-type": "application/json",
    host: base.host,
    "x-project-id": sender.projectId,
    "x-sdk-date": sdkDate(signingTimeMs),
    ...(credentials.securityToken !== undefined && { "x-security-token": credentials.securityToken }),
  };
  const signature = authorization(
    { method: parts.method, path, query, headers, body: body ?? "" },
    credentials,
  );
  const search = query.length === 0 ? "" : `?${canonicalQuery(query)}`;
  return {
    method: parts.method,
    url: `${base.origin}${path}${search}`,
    headers: {
      ...headers,
      authorization: signature,
      accept: "application/json",
      "user-agent": sender.userAgent,
    },
    ...(body !== undefined && { body }),
  };
}

function definedPairs(query: Record<string, string | number | undefined>): [string, string][] {
  return Object.entries(query).flatMap(([key, value]): [string, string][] =>
    value === undefined ? [] : [[key, String(value)]],
  );
}
