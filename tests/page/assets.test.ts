// The page's files as the built emulator serves them, without a browser.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { plain } from "../emulator/client";
import { type BuiltEmulator, startBuilt } from "../helpers/browser";
import { root } from "../helpers/readme";

const folder = join(root, "dist", "emulator", "page", "app");
let emulator: BuiltEmulator;
beforeAll(async () => {
  emulator = await startBuilt();
});
afterAll(() => emulator?.stop());

test.each([
  ["", "text/html; charset=utf-8"],
  ["page.js", "text/javascript; charset=utf-8"],
  ["page.css", "text/css; charset=utf-8"],
])("%j is sent as %s, and lets the page do nothing but what it does", async (path, type) => {
  const { status, headers } = await plain(emulator.page + path);
  expect(status).toBe(200);
  expect(Object.fromEntries(headers)).toMatchObject({
    "content-type": type,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
  });
  const policy = headers.get("content-security-policy");
  for (const part of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"])
    expect(policy).toContain(part);
  expect(policy).not.toContain("unsafe");
});

test("the address works without its last slash, and nothing else is served beside the page", async () => {
  expect((await plain(emulator.page.slice(0, -1))).text).toContain("<title>VPC Endpoint emulator</title>");
  for (const path of ["page.ts", "app/page.js", "..%2fassets.js", "../package.json"])
    expect((await plain(emulator.page + path)).status).not.toBe(200);
});

test("the page has no inline script, names no other address, and says whose work is in it", () => {
  const html = readFileSync(join(folder, "index.html"), "utf8");
  const script = readFileSync(join(folder, "page.js"), "utf8");
  expect(html).not.toMatch(/<script(?![^>]*src=)|\son\w+=|style=/);
  const addresses = `${html}${script}`.match(/https?:\/\/[\w.-]+/g) ?? [];
  const namespaces = ["http://www.w3.org", "http://127.0.0.1"];
  expect(addresses.filter((address) => !namespaces.includes(address))).toEqual([]);
  expect(script).toContain("Copyright (c) 2015-present Jason Miller");
});

test("all of it is 60 KB at the most, compressed", () => {
  const bytes = readdirSync(folder).map((file) => gzipSync(readFileSync(join(folder, file))).length);
  expect(bytes.length).toBe(3);
  expect(bytes.reduce((sum, size) => sum + size)).toBeLessThan(60_000);
});
