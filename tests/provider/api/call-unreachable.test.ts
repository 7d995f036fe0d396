// A hundred calls behind the closed gate, and a network that lets none of them through.

import type { ApiError } from "../../../provider/api/errors";
import { TransportFailure } from "../../../provider/api/transport";
import { createVpcepClient } from "../../../provider/vpcep-client";
import { VirtualTime } from "../../helpers/virtual-time";
import { config, create } from "./bench";
import { connectionsOver } from "./fakes";

/** A hundred creates, whose connections fail after a while. */
async function hundredCalls(failure: TransportFailure, afterMs: number) {
  const time = new VirtualTime();
  const startedMs = time.nowMs;
  let requests = 0;
  const client = createVpcepClient({
    config,
    region: "cn-north-4",
    projectId: "p1",
    runtime: time.runtime,
    connections: connectionsOver({
      async send() {
        requests++;
        await time.sleep(afterMs);
        throw failure;
      },
    }),
  });
  const context = { deadlineMs: startedMs + 600_000, log: { info() {}, warn() {} }, subject: "x" };
  const results = await Promise.allSettled(Array.from({ length: 100 }, () => client.call(create, context)));
  const errors = results.map((result) => (result as PromiseRejectedResult).reason as ApiError);
  return { errors, requests, seconds: (time.nowMs - startedMs) / 1000 };
}

test("an endpoint that nobody answers at: all know after three attempts, not one after the other", async () => {
  const failure = new TransportFailure("notSent", "no connection to h:443 within 10 s");
  const { errors, requests, seconds } = await hundredCalls(failure, 10_000);
  expect(new Set(errors.map(({ outcome, attempts }) => `${outcome} ${attempts}`))).toEqual(
    new Set(["notSent 3"]),
  );
  expect(errors[99]?.message).toContain("no connection to h:443 within 10 s");
  expect(seconds).toBeLessThan(32);
  expect(requests).toBe(3);
});

test("a certificate that is not trusted: one handshake tells all", async () => {
  const failure = new TransportFailure("tls", "TLS with h:443 failed: the certificate has expired");
  const { errors, requests, seconds } = await hundredCalls(failure, 1000);
  expect(errors.every(({ outcome, attempts }) => outcome === "tls" && attempts === 1)).toBe(true);
  expect([requests, seconds]).toEqual([1, 1]);
});

test("a response that got lost says nothing to the others: they take their turns", async () => {
  const { errors, requests } = await hundredCalls(new TransportFailure("ambiguous", "broke"), 1000);
  expect(errors.every(({ outcome, attempts }) => outcome === "ambiguous" && attempts === 1)).toBe(true);
  expect(requests).toBe(100);
});
