import * as http from "node:http";
import type { Transport } from "../../provider/api/transport";
import { TransportFailure } from "./in-process";

/**
 * Requests over kept-alive loopback connections without the HTTP library: a third of its cost, for properties that make
 * tens of thousands of them and ask nothing about connections.
 */
export function plainTransport(): Transport {
  const agent = new http.Agent({ keepAlive: true });
  return {
    send: ({ url, method, headers, body }) =>
      new Promise((resolve, reject) => {
        const broken = () => reject(new TransportFailure("ambiguous", "the connection broke"));
        const length = { "content-length": String(Buffer.byteLength(body ?? "")) };
        const request = http.request(
          url,
          { method, agent, headers: { ...headers, ...length } },
          (response) => {
            const chunks: Buffer[] = [];
            response.on("data", (chunk: Buffer) => chunks.push(chunk));
            response.on("error", broken);
            response.on("end", () => {
              if (!response.complete) return broken();
              const pairs = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
              resolve({
                status: response.statusCode ?? 0,
                headers: Object.fromEntries(pairs),
                body: Buffer.concat(chunks).toString("utf8"),
              });
            });
          },
        );
        request.on("error", broken);
        request.end(body);
      }),
  };
}
