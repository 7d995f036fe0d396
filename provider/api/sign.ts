import { createHash, createHmac } from "node:crypto";

/** What a call is signed with. */
export interface Credentials {
  accessKey: string;
  secretKey: string;
  /** Goes with temporary keys only. */
  securityToken?: string;
}

/** Signed with `SDK-HMAC-SHA256`, step by step as in the API Request Signing Guide. Every function is pure. */
export interface SignableRequest {
  method: string;
  /** Decoded path, with a leading slash. */
  path: string;
  /** Decoded pairs. */
  query: readonly (readonly [string, string])[];
  /** Exactly the headers to sign; `x-sdk-date` among them. */
  headers: Readonly<Record<string, string>>;
  /** The text whose UTF-8 bytes are sent; "" for none. */
  body: string;
}

const ALGORITHM = "SDK-HMAC-SHA256";

/** The value of the `Authorization` header. */
export function authorization(request: SignableRequest, key: Credentials): string {
  return `${ALGORITHM} Access=${key.accessKey}, SignedHeaders=${signedHeaders(request)}, Signature=${signature(request, key)}`;
}

/** Signed with the secret key as it is: this algorithm derives no key from date, region or service. */
export function signature(request: SignableRequest, key: Credentials): string {
  if (key.secretKey === "") throw new TypeError("cannot sign without a secret key");
  return createHmac("sha256", key.secretKey).update(stringToSign(request)).digest("hex");
}

export function stringToSign(request: SignableRequest): string {
  const date = sortedHeaders(request).find(([name]) => name === "x-sdk-date")?.[1];
  if (date === undefined) throw new TypeError("cannot sign without the header x-sdk-date");
  return [ALGORITHM, date, sha256Hex(canonicalRequest(request))].join("\n");
}

export function canonicalRequest(request: SignableRequest): string {
  return [
    request.method.toUpperCase(),
    canonicalUri(request.path),
    canonicalQuery(request.query),
    ...sortedHeaders(request).map(([name, value]) => `${name}:${value}`),
    "", // the guide ends every header with a line feed
    signedHeaders(request),
    sha256Hex(request.body),
  ].join("\n");
}

/** Ends with a slash, which the request line does not. */
export function canonicalUri(path: string): string {
  const encoded = path.split("/").map(percentEncode).join("/");
  return encoded.endsWith("/") ? encoded : `${encoded}/`;
}

/** Sorted by key, then by value; also the query to put on the wire. */
export function canonicalQuery(query: SignableRequest["query"]): string {
  return query
    .map(([key, value]) => [percentEncode(key), percentEncode(value)] as const)
    .sort(([keyA, valueA], [keyB, valueB]) => compare(keyA, keyB) || compare(valueA, valueB))
    .map(([key, value]) => `${key}=${value}`)
    .join("&");
}

export function signedHeaders(request: Pick<SignableRequest, "headers">): string {
  const names = sortedHeaders(request).map(([name]) => name);
  return names.join(";");
}

/** `YYYYMMDDTHHMMSSZ`, the form of `X-Sdk-Date`. */
export function sdkDate(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
}

/** Unreserved characters stay; everything else is `%XX` in upper case, byte by byte of its UTF-8. */
export function percentEncode(text: string): string {
  const inHex = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replace(/[!'()*]/g, inHex);
}

function sortedHeaders({ headers }: Pick<SignableRequest, "headers">) {
  return Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value.trim()] as const)
    .sort(([a], [b]) => compare(a, b));
}

// By code unit: a locale would sort "-" and letters differently from machine to machine.
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sha256Hex(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
