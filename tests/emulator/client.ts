import { createHash, createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, type EmulatorOptions, start } from "../../emulator/index";

/** A response as the tests look at it. */
export interface Reply {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: the point of these tests is what the body holds
  body: any;
  text: string;
}

export interface CallOptions {
  /** Epoch milliseconds of X-Sdk-Date; default: what the emulator's clock says. */
  atMs?: number;
  accessKey?: string;
  secretKey?: string;
  headers?: Record<string, string>;
  /** Sent as it is, instead of the body as JSON. */
  rawBody?: string;
}

/** What a call has to know of an emulator. */
export type Callee = Pick<Emulator, "url" | "projectId" | "accessKey" | "secretKey"> & { now?(): number };

const running: Emulator[] = [];

/** An emulator that ends with the test file; `call` signs by its clock. */
export async function startForTest(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = Object.assign(await start(options), { now: options.clock ?? Date.now });
  running.push(emulator);
  return emulator;
}

export async function stopAll(): Promise<void> {
  await Promise.all(running.splice(0).map((emulator) => emulator.close()));
}

/** One emulator for a test file, empty again before each test. */
export function useEmulator(options: EmulatorOptions = {}): Emulator {
  let started: Emulator;
  beforeAll(async () => {
    started = await startForTest(options);
  });
  beforeEach(() => started.reset());
  afterAll(stopAll);
  return new Proxy({} as Emulator, { get: (_target, name) => Reflect.get(started, name) });
}

/** Signed calls of one emulator, one function a method. */
export function callsOf(emulator: Callee) {
  const by = (method: string) => (path: string, body?: unknown, options?: CallOptions) =>
    call(emulator, method, path, body, options);
  return {
    get: (path: string, options?: CallOptions) => call(emulator, "GET", path, undefined, options),
    post: by("POST"),
    put: by("PUT"),
    remove: by("DELETE"),
  };
}

/** A state file in a folder of its own for each test. */
export function useStateFile() {
  const file = { folder: "", path: "", read: () => JSON.parse(readFileSync(file.path, "utf8")) };
  beforeEach(() => {
    file.folder = mkdtempSync(join(tmpdir(), "emulator-state-"));
    file.path = join(file.folder, "deep", "state.json");
  });
  afterEach(async () => {
    await stopAll();
    rmSync(file.folder, { recursive: true, force: true });
  });
  return file;
}

/** Written for these tests from the signing guide, apart from the emulator's own verifier. */
export function authorization(
  method: string,
  url: URL,
  body: string,
  headers: Record<string, string>,
  accessKey: string,
  secretKey: string,
): string {
  const hash = (text: string) => createHash("sha256").update(text).digest("hex");
  const percentEncode = (text: string) =>
    encodeURIComponent(text).replace(
      /[!'()*]/g,
      (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  const names = Object.keys(headers).sort();
  const path = decodeURIComponent(url.pathname).split("/").map(percentEncode).join("/");
  const query = [...url.searchParams]
    .map(([key, value]) => [key, value] as const)
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : 1))
    .map(([key, value]) => `${percentEncode(key)}=${percentEncode(value)}`)
    .join("&");
  const canonical = [
    method,
    path.endsWith("/") ? path : `${path}/`,
    query,
    names.map((name) => `${name}:${headers[name]?.trim()}\n`).join(""),
    names.join(";"),
    headers["x-sdk-content-sha256"] ?? hash(body),
  ].join("\n");
  const toSign = `SDK-HMAC-SHA256\n${headers["x-sdk-date"]}\n${hash(canonical)}`;
  const signature = createHmac("sha256", secretKey).update(toSign).digest("hex");
  return `SDK-HMAC-SHA256 Access=${accessKey}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
}

export function sdkDate(atMs: number): string {
  return `${new Date(atMs).toISOString().replace(/[-:]/g, "").slice(0, 15)}Z`;
}

/** What `fetch` takes for a signed call; `path` begins behind `/v1/<project>/` unless it begins with a slash. */
export function signedCall(
  emulator: Callee,
  method: string,
  path: string,
  body?: unknown,
  options: CallOptions = {},
) {
  const url = new URL(path.startsWith("/") ? path : `/v1/${emulator.projectId}/${path}`, emulator.url);
  const text = options.rawBody ?? (body === undefined ? "" : JSON.stringify(body));
  const { accessKey = emulator.accessKey, secretKey = emulator.secretKey } = options;
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "x-sdk-date": sdkDate(options.atMs ?? emulator.now?.() ?? Date.now()),
    ...options.headers,
  };
  headers["authorization"] = authorization(method, url, text, headers, accessKey, secretKey);
  return [url.href, { method, headers, ...(text !== "" && { body: text }) }] as const;
}

export async function call(...given: Parameters<typeof signedCall>): Promise<Reply> {
  return plain(...signedCall(...given));
}

/** One call as it is, unsigned. */
export async function plain(url: string, init: RequestInit = {}): Promise<Reply> {
  const response = await fetch(url, { redirect: "manual", ...init });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === "" ? undefined : parse(text),
    text,
  };
}

/** A call such as `POST /v3/auth/tokens`, unsigned. */
export function unsigned(
  { url }: Pick<Emulator, "url">,
  line: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const [method = "", path = ""] = line.split(" ");
  return plain(url + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export const services = "vpc-endpoint-services";
export const vpcId = "0da03835-1dcf-4361-9b87-34139d58dd59";
export const portId = "5f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11";

/** The smallest body that creates a service. */
export function serviceBody(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    vpc_id: vpcId,
    port_id: portId,
    server_type: "LB",
    ports: [{ client_port: 8080, server_port: 80 }],
    ...changes,
  };
}

/** Creates a service and waits for nothing: with settle time 0 the next call sees it available. */
export async function newService(emulator: Callee, changes: Record<string, unknown> = {}): Promise<string> {
  const reply = await call(emulator, "POST", services, serviceBody(changes));
  expect(reply.status).toBe(200);
  return reply.body.id;
}

/** The names and types of all fields; of a list the different ones of its items. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) {
    const shapes = value.map((item) => JSON.stringify(shapeOf(item)));
    return [...new Set(shapes)].map((shape) => JSON.parse(shape));
  }
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(fields.map(([name, field]) => [name, shapeOf(field)]));
}
