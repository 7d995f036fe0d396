// The pure parts of the page.

import { faultRuleProblem } from "../../emulator/faults/fault-check";
import { CallLog } from "../../emulator/page/app/call-log";
import { sentKeys } from "../../emulator/page/app/changed-keys";
import { consumerGroups, mostWaiting, shortName } from "../../emulator/page/app/consumers";
import { asCurl } from "../../emulator/page/app/curl";
import { drawnRange, offsetsOf } from "../../emulator/page/app/drawn-range";
import { faultGroups, faultName } from "../../emulator/page/app/faults";
import { callLines } from "../../emulator/page/app/fold";
import { type Place, readPlace, writePlace } from "../../emulator/page/app/place";
import { pretty } from "../../emulator/page/app/pretty";
import type { AccountView, Json, LoggedEntry, Service } from "../../emulator/page/app/wire";

const entry = (seq: number, more: Partial<LoggedEntry> = {}): LoggedEntry => ({
  seq,
  time: `2026-01-01T00:00:${String(seq).padStart(2, "0")}.000Z`,
  account: "acme",
  method: "GET",
  path: "/v1/p/vpc-endpoint-services/a",
  objects: [],
  bodyBytes: 0,
  status: 200,
  errorCode: null,
  requestId: "",
  connection: 1,
  fault: null,
  over: true,
  ...more,
});

describe("the lines of the log", () => {
  const everything = { object: undefined, writesOnly: false };
  const shown = (entries: LoggedEntry[], filter = {}) =>
    callLines(entries, { ...everything, ...filter }).map(({ first, last, count }) => [
      first.seq,
      last.seq,
      count,
    ]);

  test("polls of two objects are a line each, newest first, until something is written", () => {
    const [a, b] = [{ path: "/a" }, { path: "/b" }];
    const polls = [
      entry(1, a),
      entry(2, b),
      entry(3, a),
      entry(4, b),
      entry(5, { method: "PUT" }),
      entry(6, a),
    ];
    expect(shown(polls)).toEqual([
      [6, 6, 1],
      [5, 5, 1],
      [2, 4, 2],
      [1, 3, 2],
    ]);
  });

  test.each<[string, Partial<LoggedEntry>]>([
    ["another status", { status: 404 }],
    ["another account", { account: "shop" }],
    ["a fault", { fault: { rule: 0, kind: "reset", at: "before" } }],
    ["no response yet", { over: false, status: null }],
  ])("%s is a line of its own", (_what, more) => {
    expect(shown([entry(1), entry(2, more), entry(3)])).toEqual([
      [2, 2, 1],
      [1, 3, 2],
    ]);
  });

  test("a write that is filtered out ends a run all the same", () => {
    const entries = [
      entry(1, { objects: ["o"] }),
      entry(2, { method: "POST" }),
      entry(3, { objects: ["o"] }),
    ];
    expect(shown(entries, { object: "o" })).toEqual([
      [3, 3, 1],
      [1, 1, 1],
    ]);
    expect(shown(entries, { writesOnly: true })).toEqual([[2, 2, 1]]);
  });
});

test("news change entries in place, add later ones in order, and forget those that are no longer kept", () => {
  const news = (entries: LoggedEntry[], more = {}) => ({ fresh: false, oldestSeq: 1, entries, ...more });
  const log = new CallLog().with(news([entry(1, { over: false }), entry(2)], { fresh: true }));
  const later = log.with(news([entry(4), entry(1), entry(3)])).with(news([entry(4)]));
  expect(later.entries.map(({ seq, over }) => [seq, over])).toEqual([
    [1, true],
    [2, true],
    [3, true],
    [4, true],
  ]);
  expect(later.with(news([], { oldestSeq: 3 })).entries.map(({ seq }) => seq)).toEqual([3, 4]);
  expect(later.with(news([entry(1)], { fresh: true })).entries.map(({ seq }) => seq)).toEqual([1]);
});

test.each<[Json, Json, boolean]>([
  ["new", "old", true],
  ["same", "same", false],
  [true, null, true],
  [[{ client_port: 1 }], [{ client_port: 1, protocol: "TCP" }], false],
  [[{ client_port: 2 }], [{ client_port: 1, protocol: "TCP" }], true],
  [[{ client_port: 1 }, { client_port: 2 }], [{ client_port: 1 }], true],
  [[], [{ client_port: 1 }], true],
  [{ a: [1] }, { a: [1] }, false],
  [{}, "text", true],
])("%j after %j is a changed key: %s", (sent, was, changed) => {
  expect(sentKeys({ key: sent }, { key: was })).toEqual([{ key: "key", sent, was, changed }]);
});

test("a place is the same after a reload, and what is no place is the first view", () => {
  const place: Place = {
    tab: "calls",
    find: "a&b=c #",
    waitingOnly: true,
    object: "id",
    writesOnly: true,
    open: 12,
  };
  expect(readPlace(writePlace(place))).toEqual(place);
  const first = {
    tab: "links",
    find: "",
    waitingOnly: false,
    object: undefined,
    writesOnly: false,
    open: undefined,
  };
  for (const hash of ["", "#", "#nowhere?open=x", "#links?writes=2"]) expect(readPlace(hash)).toEqual(first);
  expect(writePlace(readPlace(""))).toBe("#links");
});

test("only what is between two heights is drawn", () => {
  const offsets = offsetsOf(Array(20_000).fill(40));
  expect(drawnRange(offsets, 0, 800)).toEqual([0, 20]);
  expect(drawnRange(offsets, 4000, 4799)).toEqual([100, 119]);
  expect(drawnRange(offsets, 1e9, 1e9)).toEqual([19_999, 19_999]);
  expect(drawnRange(offsets, -500, -1)).toEqual([0, 0]);
  expect(drawnRange(offsetsOf([]), 0, 800)).toEqual([0, 0]);
});

test("every fault with a name is a rule that the emulator takes, and is recognised by it", () => {
  const faults = faultGroups.flatMap((group) => group.faults);
  expect(faults.length).toBeGreaterThan(12);
  for (const { name, sentence, rule } of faults) {
    expect([name, faultRuleProblem(rule)]).toEqual([name, undefined]);
    expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(faultName({ ...rule, ...{ number: 3, seen: 1, hits: 1 } })).toBe(name);
  }
  expect(faultName({ kind: "empty" })).toBe("A rule of the kind empty");
});

describe("as curl", () => {
  const request = { ...entry(1), body: null, before: null };
  const account = {
    name: "acme",
    users: [{ name: "admin", password: "p" }],
    projects: [],
  } as unknown as AccountView;

  test("what a shell would take for its own is text", () => {
    const path = "/v1/p/x?a='$(touch /tmp/x)'";
    expect(asCurl("http://e", { ...request, path }, undefined)).toBe(
      `curl -i 'http://e/v1/p/x?a='\\''$(touch /tmp/x)'\\'''`,
    );
  });

  test.each<[string, object]>([
    [
      "a login, whose body is not kept whole",
      { method: "POST", path: "/v3/auth/tokens", body: {}, bodyBytes: 2 },
    ],
    ["a body that is not kept", { method: "PUT", bodyBytes: 70_000 }],
  ])("there is none for %s", (_what, more) => {
    expect(asCurl("http://e", { ...request, ...more }, account)).toBeUndefined();
  });
});

test("a service with many consumers shows those that wait, each where it was", () => {
  const connections = ["a", "b", "c", "d"].map((id) => ({
    id,
    domain_id: id < "c" ? "one" : "two",
    status: id === "d" ? "pendingAcceptance" : "accepted",
    description: "",
  }));
  const groups = consumerGroups({ connections } as Service, new Map(), []);
  const ids = (most: number) =>
    mostWaiting(groups, most).map(({ name, consumers }) => [
      name,
      consumers.map(({ connection }) => connection.id),
    ]);
  expect(ids(2)).toEqual([
    ["one", ["a"]],
    ["two", ["d"]],
  ]);
  expect(ids(9)).toEqual([
    ["one", ["a", "b"]],
    ["two", ["c", "d"]],
  ]);
});

test.each([
  ["cn-north-4.orders.0f3c", "orders"],
  ["cn-north-4.a.b.0f3c", "a.b"],
  ["cn-north-4.0f3c", "0f3c"],
  ["bare", "0f3c"],
])("the short name of %s is %s", (service_name, name) => {
  expect(shortName({ service_name, id: "0f3c" })).toBe(name);
});

test("JSON to read has on one line what fits", () => {
  expect(pretty([{ a: 1, b: "x" }])).toBe('[{ "a": 1, "b": "x" }]');
  const long = "x".repeat(70);
  expect(pretty({ a: [long], b: {}, c: [] })).toBe(
    `{\n  "a": [\n    "${long}"\n  ],\n  "b": {},\n  "c": []\n}`,
  );
});
