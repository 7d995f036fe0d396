import { readFileSync } from "node:fs";
import { join } from "node:path";
import { helpText } from "../../emulator/cli";
import { faultRuleProblem } from "../../emulator/faults/fault-check";
import type { FaultKind } from "../../emulator/faults/fault-rule";
import { findRoute } from "../../emulator/gateway/router";
import { routes } from "../../emulator/routes";
import { plain, unsigned, useEmulator } from "./client";

const readme = readFileSync(join(__dirname, "../../emulator/README.md"), "utf8");
const section = (title: string) => readme.split(`## ${title}`)[1]?.split("\n## ")[0] ?? "";
const codes = (text: string) => [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code ?? "");

const emulator = useEmulator();

test("the table of options is the command's", () => {
  const named = new Set(codes(readme).flatMap((code) => code.match(/^--[a-z-]+/) ?? []));
  const known = [...helpText.matchAll(/--[a-z-]+/g)].map(([option]) => option);
  expect([...named].sort()).toEqual(
    known.filter((option) => !["--help", "--version"].includes(option)).sort(),
  );
});

test("the example of a fault rule is one, and the table names every kind", () => {
  const example = /```json\n(.*?)```/s.exec(section("Faults"))?.[1] ?? "";
  expect(faultRuleProblem(JSON.parse(example))).toBeUndefined();
  const kinds: Record<FaultKind, true> = {
    refuse: true,
    reset: true,
    stall: true,
    slow: true,
    truncate: true,
    status: true,
    html: true,
    empty: true,
    oversize: true,
    "gzip-bomb": true,
    redirect: true,
    "clock-skew": true,
    hide: true,
    "drop-fields": true,
    "replace-body": true,
  };
  const rows = section("Faults").match(/^\| `.*$/gm) ?? [];
  const named = rows.flatMap((row) => codes(row.split("|")[1] ?? ""));
  expect(named.sort()).toEqual(Object.keys(kinds).sort());
});

test("the login by curl works, and the table of logins has the calls and the names of every account", async () => {
  const text = section("Logging in");
  const [, body = ""] = /-d '(.*?)'/s.exec(text) ?? [];
  expect((await unsigned(emulator, "POST /v3/auth/tokens", JSON.parse(body))).status).toBe(201);
  const [{ name, domainId, users, agencies, identityProvider }] = emulator.accounts;
  const named = codes(text).map((code) => code.replace("ACCOUNT", name).replace("ID", domainId));
  const known = [
    ...users.flatMap((user) => [user.name, user.password]),
    ...agencies.map((agency) => agency.name),
    ...[agencies[0]?.urn, identityProvider.id, identityProvider.urn, ...identityProvider.idTokens],
  ];
  expect(named).toEqual(expect.arrayContaining(known));
  const calls = named.map((code) => /^(GET|PUT|POST) (\/[^?]*)/.exec(code)).filter((call) => call !== null);
  expect(calls.length).toBeGreaterThan(9);
  for (const [call, method = "", path = ""] of calls)
    expect([call, findRoute(routes, method, path)]).toEqual([call, expect.anything()]);
});

test("every control route of the table is there", async () => {
  const routes = codes(section("Control routes"))
    .map((code) => /^(GET|PUT|POST|PATCH|DELETE) ([a-z]+[^ ]*)$/.exec(code))
    .filter((found) => found !== null);
  expect(routes.length).toBeGreaterThanOrEqual(9);
  for (const [, method = "", path = ""] of routes) {
    const url = `${emulator.url}/__emulator/${path.replace(/\{\w+\}/, "x").replace("=N", "=0")}`;
    const reply = await plain(url, { method, ...(method !== "GET" && { body: "{}" }) });
    expect(reply.body?.error ?? "").not.toContain("There is no control route");
  }
});
