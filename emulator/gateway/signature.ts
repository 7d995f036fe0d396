import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** A request as it arrived: nothing decoded, nothing reordered. */
export interface WireRequest {
  method: string;
  /** Path and query of the request line. */
  target: string;
  /** Names and values alternate, as in Node's rawHeaders. */
  rawHeaders: readonly string[];
  body: Buffer;
}

export interface Credential {
  accessKey: string;
  signedHeaders: string[];
  signature: string;
}

const algorithm = "SDK-HMAC-SHA256";

/** API Request Signing Guide: `SDK-HMAC-SHA256 Access=…, SignedHeaders=…, Signature=…`. */
export function readAuthorization(value: string): Credential | undefined {
  const found =
    /^SDK-HMAC-SHA256 +Access=([^,\s]+), *SignedHeaders=([^,\s]+), *Signature=([0-9a-f]{64})$/i.exec(
      value.trim(),
    );
  const [, accessKey, signedHeaders, signature] = found ?? [];
  if (accessKey === undefined || signedHeaders === undefined || signature === undefined) return undefined;
  return {
    accessKey,
    signedHeaders: signedHeaders.toLowerCase().split(";"),
    signature: signature.toLowerCase(),
  };
}

/** Built from the headers that the client claims to have signed, as they arrived, and the raw bytes of the body. */
export function canonicalRequest(request: WireRequest, signedHeaders: readonly string[]): string {
  const [path = "", ...query] = request.target.split("?");
  return [
    request.method.toUpperCase(),
    canonicalUri(path),
    canonicalQuery(query.join("?")),
    signedHeaders.map((name) => headerLines(request.rawHeaders, name)).join(""),
    signedHeaders.join(";"),
    statedHash(request, signedHeaders) ?? sha256(request.body),
  ].join("\n");
}

const hashHeader = "x-sdk-content-sha256";

/** The hash that the client states itself. Unless it is signed too, anyone could have added it. */
function statedHash(request: WireRequest, signedHeaders: readonly string[]): string | undefined {
  return signedHeaders.includes(hashHeader) ? headerValues(request.rawHeaders, hashHeader)[0] : undefined;
}

/** Whether the body is the one that was signed; a client may also declare that it did not sign the body. */
export function isSignedBody(request: WireRequest, signedHeaders: readonly string[]): boolean {
  const stated = statedHash(request, signedHeaders);
  if (stated === undefined || stated === "UNSIGNED-PAYLOAD") return true;
  return stated.toLowerCase() === sha256(request.body);
}

export function signatureOf(canonical: string, sdkDate: string, secretKey: string): string {
  const stringToSign = [algorithm, sdkDate, sha256(canonical)].join("\n");
  return createHmac("sha256", secretKey).update(stringToSign).digest("hex");
}

export function sameSignature(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

export function headerValues(rawHeaders: readonly string[], name: string): string[] {
  const values: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() === name) values.push(rawHeaders[at + 1] ?? "");
  }
  return values;
}

function headerLines(rawHeaders: readonly string[], name: string): string {
  const values = headerValues(rawHeaders, name).sort();
  return values.map((value) => `${name}:${value.trim()}\n`).join("");
}

function canonicalUri(path: string): string {
  const encoded = path.split("/").map((segment) => percentEncode(percentDecode(segment)));
  const joined = encoded.join("/");
  return joined.endsWith("/") ? joined : `${joined}/`;
}

function canonicalQuery(query: string): string {
  if (query === "") return "";
  const pairs = query.split("&").map(readPair);
  pairs.sort((a, b) => byteOrder(a[0], b[0]) || byteOrder(a[1], b[1]));
  return pairs.map(([key, value]) => `${percentEncode(key)}=${percentEncode(value)}`).join("&");
}

/** Some HTTP libraries encode a space as `+`, as in forms. */
function readPair(part: string): [string, string] {
  const [key = "", ...value] = part.replaceAll("+", " ").split("=");
  return [percentDecode(key), percentDecode(value.join("="))];
}

function byteOrder(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The guide's alphabet: letters, digits and `-_.~` stay, every other byte becomes %XX in upper case. */
function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}
