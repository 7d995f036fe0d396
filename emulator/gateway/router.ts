import type { BodyNeed } from "./body-fields";
import type { ServiceCode } from "./errors";
import type { Operation } from "./operation";

export interface Route {
  method: string;
  /** Segments in braces are parameters. */
  pattern: string;
  operation: Operation;
  /** none: open to everyone, or the operation itself asks who calls; account: signed, or with any token; project: and the project in the path is the caller's. */
  access: "none" | "account" | "project";
  body: BodyNeed;
  /** Parameters that must look like ids, each with the error code if it does not; checked before the body. */
  ids: Record<string, ServiceCode>;
}

export interface RouteMatch {
  route: Route;
  params: Record<string, string>;
}

/** Literal segments win over parameters when they come first in the table (`public` and `describe`). */
export function findRoute(routes: readonly Route[], method: string, path: string): RouteMatch | undefined {
  const segments = splitPath(path);
  for (const route of routes) {
    if (route.method !== method) continue;
    const params = matchSegments(splitPath(route.pattern), segments);
    if (params !== undefined) return { route, params };
  }
  return undefined;
}

/** Whether a call, known or not, is meant for the identity service: IAM or STS, even behind a wrong base path. */
export function isIdentityPath(path: string): boolean {
  const segments = splitPath(path).flatMap((segment) => decode(segment).split("/"));
  return segments.some((segment) => ["v3", "v3.0", "v5"].includes(segment));
}

/** Base URLs with and without a trailing slash lead to doubled and trailing ones; both are ignored. */
function splitPath(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}

function matchSegments(pattern: string[], segments: string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [place, expected] of pattern.entries()) {
    const actual = decode(segments[place] ?? "");
    if (expected.startsWith("{")) params[expected.slice(1, -1)] = actual;
    else if (expected !== actual) return undefined;
  }
  return params;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
