import { request } from "node:http";
import { authorization, sdkDate } from "./client";

/*
 * A model of golangsdk, the library under the Terraform provider, as far as an emulator can notice it: which headers
 * are signed and which are added afterwards, the newline behind every JSON body, which statuses count as success,
 * and how lists are paged.
 */

export interface GolangOptions {
  accessKey: string;
  secretKey: string;
  nowMs: () => number;
  projectId?: string;
  domainId?: string;
}

export class UnexpectedStatus extends Error {
  constructor(
    readonly status: number,
    readonly text: string,
  ) {
    super(`unexpected status ${status}: ${text}`);
  }
}

const okCodes: Record<string, number[]> = {
  GET: [200],
  POST: [200, 201, 202],
  PUT: [200, 201, 202],
  DELETE: [200, 202, 204],
};

// biome-ignore lint/suspicious/noExplicitAny: the emulator responds with any JSON
type Body = any;

export class GolangClient {
  constructor(readonly options: GolangOptions) {}

  async send(method: string, url: string, body?: object, accepted = okCodes[method] ?? []): Promise<Body> {
    const text = body === undefined ? "" : `${JSON.stringify(body)}\n`;
    const target = new URL(url);
    const headers: Record<string, string> = {
      accept: "application/json",
      ...(body !== undefined && { "content-type": "application/json" }),
      "user-agent": "terraform-provider-iac golangsdk/2.0.0",
      "x-sdk-date": sdkDate(this.options.nowMs()),
    };
    const { accessKey, secretKey, projectId, domainId } = this.options;
    headers["authorization"] = authorization(method, target, text, headers, accessKey, secretKey);
    if (projectId !== undefined) headers["x-project-id"] = projectId;
    if (domainId !== undefined) headers["x-domain-id"] = domainId;
    const reply = await exchange(method, target, { ...headers, "accept-encoding": "gzip" }, text);
    if (!accepted.includes(reply.status)) throw new UnexpectedStatus(reply.status, reply.text);
    return reply.status === 204 ? undefined : JSON.parse(reply.text);
  }

  /** Offset paging: on by as many as came, until a page is empty; it fails on anything but a list. */
  async allPages(url: string, key: string): Promise<Body[]> {
    const found: Body[] = [];
    for (;;) {
      const next = found.length === 0 ? url : `${url}?offset=${found.length}`;
      const items = (await this.send("GET", next))[key];
      if (!Array.isArray(items)) throw new Error(`${key} is not a list`);
      if (items.length === 0) return found;
      found.push(...items);
    }
  }

  /** Paging by links, as the identity service does it. */
  async linkedPages(url: string, key: string): Promise<Body[]> {
    const page = await this.send("GET", url);
    expect(page.links.next).toBeNull();
    return page[key];
  }
}

function exchange(
  method: string,
  url: URL,
  headers: Record<string, string>,
  text: string,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    // The path goes out as it was written: fetch would tidy doubled slashes.
    const path = `${url.pathname}${url.search}`;
    const length = text === "" ? {} : { "content-length": String(Buffer.byteLength(text)) };
    const options = { method, host: url.hostname, port: url.port, path, headers: { ...headers, ...length } };
    const sent = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") }),
      );
    });
    sent.on("error", reject);
    sent.end(text);
  });
}
