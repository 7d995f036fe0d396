import { isDeepStrictEqual } from "node:util";
import type { TransportRequest, TransportResponse } from "../../../provider/api/transport";

/** A spoilt response that is not broken but false: a client cannot but believe it. */
export interface Lie {
  method: string;
  path: string;
  /** That something failed, or is refused, which was done; that an object is gone; or something else about it. */
  says: "refused" | "gone" | "other";
}

/** What is false in a response that was delivered; undefined when it is true, or so broken that it says nothing. */
export function lieIn(
  { method, url }: TransportRequest,
  real: TransportResponse,
  delivered: TransportResponse,
): Lie | undefined {
  const { pathname: path } = new URL(url);
  const lie = (says: Lie["says"]): Lie => ({ method, path, says });
  if (isSameResponse(real, delivered)) return undefined;
  const { status } = delivered;
  const body = jsonOf(delivered.body);
  if (status < 200) return undefined;
  if (status >= 500) return real.status === status || codeOf(body) === "" ? undefined : lie("refused");
  if (status >= 400) return lie(saysGone(delivered, body) ? "gone" : "refused");
  if (status >= 300) return lie("refused");
  // A success without a body is one where none is read.
  if (delivered.body.trim() === "") return method === "GET" ? undefined : lie("other");
  if (!isRecord(body)) return undefined;
  return lie(isWithout(body) ? "gone" : "other");
}

function isSameResponse(real: TransportResponse, delivered: TransportResponse): boolean {
  if (real.status !== delivered.status) return false;
  if (real.body === delivered.body && isDeepStrictEqual(real.headers, delivered.headers)) return true;
  const [was, is] = [jsonOf(real.body), jsonOf(delivered.body)];
  return real.status < 300 && was !== undefined && isDeepStrictEqual(was, is);
}

/** In the service's own words: the codes of the reference, or a 404 without a code. */
function saysGone({ status }: TransportResponse, body: unknown): boolean {
  if ([401, 403, 429].includes(status)) return false;
  const code = codeOf(body);
  if (/^endpoint\.(0005|2003|2006|2007|2008)$/i.test(code)) return true;
  return status === 404 && (code === "" || /^endpoint\./i.test(code));
}

/** A list that lacks something, or an object that calls itself deleted. */
const isWithout = (body: Record<string, unknown>) =>
  body.status === "deleted" || Object.values(body).some((value) => Array.isArray(value));

function codeOf(body: unknown): string {
  return /"(?:error_code|errorCode|code)":"?([^",}]*)/.exec(JSON.stringify(body) ?? "")?.[1] ?? "";
}

/** Nothing for what nests without end, either: it can be read, but not compared or written. */
function jsonOf(text: string): unknown {
  try {
    const read: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    JSON.stringify(read);
    return read;
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
