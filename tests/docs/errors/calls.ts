// Calls that fail in one way for all: a read and a create show it.
import { startHttps, startTcp } from "../../provider/api/servers";
import { type FailingCall, failing, failingAt, status } from "./attempts";

const protocolChange = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n";
const unknownCall = { error_code: "APIGW.0101", error_msg: "no" };

export const calls: Record<string, FailingCall> = {
  "connection refused by …": failingAt(async () => "http://127.0.0.1:9"),
  "host name … not found …": failingAt(async () => "https://vpcep.nowhere.invalid"),
  "no connection to … within …": failingAt(async () => {
    const silent = await startTcp(() => undefined);
    return `https://127.0.0.1:${silent.port}`;
  }),
  "connection to … broke before the response was complete …": failing({ kind: "reset" }),
  "no complete response from … within …": failing({ kind: "stall" }, { timeouts: { responseMs: 100 } }),
  "the other side changed the protocol (HTTP 101)": failingAt(async () => {
    const other = await startTcp((socket) => socket.once("data", () => socket.write(protocolChange)));
    return `http://127.0.0.1:${other.port}`;
  }),
  "HTTP 5… The API had a failure of its own: run it again later.": failing(status(503)),
  "HTTP 504 EndPoint.0011…": failing(status(504, "EndPoint.0011")),
  "HTTP 504 EndPoint.0012…": failing(status(504, "EndPoint.0012")),
  "HTTP 403… The account of this key lacks a right in this project: allow the IAM action …, or use a key of the project.":
    failing(status(403, "EndPoint.0004")),
  "HTTP 4…": failing(status(400, "EndPoint.3042")),
  "HTTP 404… The endpoint does not know this call: check huaweicloud:endpoints and huaweicloud:region.":
    failing({ kind: "status", status: 404, body: unknownCall }),
  "TLS with … failed: …": failingAt(async () => {
    const stranger = await startHttps("server", (_, response) => response.end("{}"));
    return `https://127.0.0.1:${stranger.port}`;
  }),
  "redirect not followed (to …)…": failing({ kind: "redirect", location: "https://elsewhere.example.com" }),
  "malformed response: …": failing({ kind: "html" }),
  "the response is larger than the limit of 8 MiB …": failing({ kind: "oversize" }),
};
