import * as net from "node:net";
import { type Lab, service } from "../../helpers/in-process";
import { closeServers, startTcp } from "../../provider/api/servers";
import { idsInCloud, lab, lookups } from "../support";

afterEach(closeServers);

interface Cut {
  /** Whose bytes are counted, the client's or the server's. */
  of: "request" | "response";
  /** That many go through, then the connection breaks. */
  after: number;
  how: "reset" | "end";
}

/** In front of the API: the first connection that carries a create is cut, every other one is left alone. */
async function cutting(
  { port }: { port: number },
  cut: () => Cut,
  onLength: (cut: Cut) => void,
): Promise<string> {
  let isSpent: Cut | undefined;
  const front = await startTcp((client) => {
    const upstream = net.connect(port, "127.0.0.1");
    let mine = false;
    let [sent, received] = [0, 0];
    const breakOff = () => {
      if (cut().how === "reset") client.resetAndDestroy();
      else client.end();
      upstream.destroy();
    };
    const part = (of: Cut["of"], bytes: Buffer, before: number) =>
      mine && cut().of === of ? bytes.subarray(0, Math.max(0, cut().after - before)) : bytes;
    client.on("data", (bytes) => {
      const isCreate = sent === 0 && /^POST \S+\/vpc-endpoint-services /.test(bytes.toString("latin1"));
      if (isCreate && isSpent !== cut()) {
        mine = true;
        isSpent = cut();
      }
      const kept = part("request", bytes, sent);
      sent += bytes.length;
      upstream.write(kept);
      if (mine) onLength({ of: "request", after: sent, how: cut().how });
      if (kept.length < bytes.length) upstream.end(breakOff);
    });
    upstream.on("data", (bytes) => {
      const kept = part("response", bytes, received);
      received += bytes.length;
      if (mine) onLength({ of: "response", after: received, how: cut().how });
      if (kept.length < bytes.length) client.write(kept, () => setImmediate(breakOff));
      else client.write(kept);
    });
    upstream.on("error", () => client.destroy());
    upstream.on("close", () => client.end());
    client.on("close", () => upstream.destroy());
  });
  return `http://127.0.0.1:${front.port}`;
}

const far = Number.MAX_SAFE_INTEGER;

/** Every nth byte, `CUT_STEP=1` for all of them, and the last ones each by itself. */
function points(length: number): number[] {
  const step = Number(process.env["CUT_STEP"] ?? 13);
  return Array.from({ length }, (_, at) => at).filter((at) => at % step === 0 || at > length - 4);
}

async function createWith(one: Lab): Promise<void> {
  one.emulator.reset();
  one.restart();
  one.stacks.length = 0;
  const stack = one.newStack("orders");
  await stack.up(service());
  expect(idsInCloud(one)).toEqual([stack.id]);
  expect(await stack.up(service())).toBe("same");
}

test.each(["request", "response"] as const)(
  "fault 92: the connection breaks at any byte of the %s, and one object is in the cloud and in the state",
  async (of) => {
    let cut: Cut = { of, after: far, how: "reset" };
    let length = 0;
    const seen = (found: Cut) => {
      if (found.of === of) length = found.after;
    };
    const one = await lab({ endpoint: (emulator) => cutting(emulator, () => cut, seen) });
    await createWith(one);
    expect(length).toBeGreaterThan(500);
    for (const how of ["reset", "end"] as const) {
      for (const after of points(length)) {
        cut = { of, after, how };
        await createWith(one);
        const posts = one.emulator.requests().filter(({ method }) => method === "POST");
        // Whatever was cut, the response or a part of the request was missed: nobody took it for a success.
        expect(lookups(one)).toBeGreaterThan(0);
        expect(posts.filter(({ status }) => status === 200)).toHaveLength(1);
      }
    }
  },
  60_000,
);
