// 1,000 services and 20,000 lines: what is not seen is not drawn.

import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { newService } from "../emulator/client";
import { type BuiltEmulator, startBuilt, useBrowser } from "../helpers/browser";

const browsing = useBrowser();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "vpcep-page-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const serviceCount = 1000;
const lineCount = 20_000;

/** Milliseconds from the navigation to the first paint, and until what a locator finds is there. */
async function loadTimes(url: string, selector: string): Promise<{ paint: number; shown: number }> {
  const page = await browsing.open("about:blank");
  const startedAt = performance.now();
  await page.goto(url, { waitUntil: "commit" });
  await page.locator(selector).first().waitFor();
  const shown = performance.now() - startedAt;
  const paint = await page.evaluate<number>(
    "performance.getEntriesByName('first-contentful-paint')[0].startTime",
  );
  await page.close();
  return { paint, shown };
}

/** Unsigned calls without a wait between them: what counts is that each is a line. */
async function fillLog({ url }: BuiltEmulator, count: number): Promise<void> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1").setEncoding("latin1");
  const call = (number: number) => {
    const method = number % 2 === 0 ? "GET" : "DELETE";
    return `${method} /v1/p/vpc-endpoint-services/${number} HTTP/1.1\r\nHost: emulator\r\n\r\n`;
  };
  for (let sent = 0; sent < count; sent += 500) {
    socket.write(Array.from({ length: 500 }, (_, place) => call(sent + place)).join(""));
    let responses = "";
    while (responses.split("HTTP/1.1 ").length <= 500 || !responses.endsWith("}")) {
      const [piece] = await once(socket, "data");
      responses += piece;
    }
  }
  socket.destroy();
}

/** How long a call takes to be a line, seen from the moment that it is sent. */
async function lineMs(page: Page, emulator: BuiltEmulator, number: number): Promise<number> {
  const path = `/late-${number}`;
  const row = page.locator(".call", { hasText: path });
  const startedAt = performance.now();
  const shown = row.waitFor().then(() => performance.now() - startedAt);
  await fetch(emulator.url + path);
  return shown;
}

const median = (numbers: number[]) => numbers.sort((one, other) => one - other)[numbers.length >> 1] ?? 0;

test("it opens in a second, draws little, and shows a new line at once", async () => {
  const small = await startBuilt();
  const empty = await loadTimes(`${small.page}#calls`, "text=No calls yet.");
  await small.stop();
  const emulator = await startBuilt("--state", await manyServices());
  await fillLog(emulator, lineCount);

  for (const [hash, selector] of [
    ["#links", "article"],
    ["#calls", ".call"],
  ] as const) {
    const full = await loadTimes(emulator.page + hash, selector);
    // A machine that is busy is as slow with the empty page.
    expect(full.paint).toBeLessThan(Math.max(1000, 4 * empty.paint));
    expect(full.shown).toBeLessThan(Math.max(2000, 6 * empty.shown));
  }

  const page = await browsing.open(`${emulator.page}#calls`);
  await page.getByText("20,000 calls").waitFor();
  expect(await page.locator(".call").count()).toBeLessThan(100);
  const times: number[] = [];
  for (let number = 0; number < 7; number += 1) times.push(await lineMs(page, emulator, number));
  expect(median(times)).toBeLessThan(Math.max(200, empty.shown));

  await page.getByRole("link", { name: "Private links" }).click();
  await page.getByText("1,000 services").waitFor();
  await page.locator("article").first().waitFor();
  expect(await page.locator("article").count()).toBeLessThan(20);
  await page.evaluate("scrollTo(0, document.body.scrollHeight)");
  await page.getByRole("article", { name: "Service service-999" }).waitFor();
  expect(await page.locator("article").count()).toBeLessThan(20);
  await emulator.stop();
}, 120_000);

/** A state file with copies of one service: to have them made by calls would take longer than all the rest. */
async function manyServices(): Promise<string> {
  const path = join(folder, "state.json");
  const maker = await startBuilt("--state", path, "--settle-seconds", "0");
  const id = await newService(maker, { service_name: "service-0" });
  await maker.stop();
  const saved = JSON.parse(readFileSync(path, "utf8"));
  const service = JSON.stringify(saved.state.services[id]);
  const copies = Array.from({ length: serviceCount }, (_, number) => {
    const copyId = `${String(number).padStart(8, "0")}${id.slice(8)}`;
    const copy = service.replaceAll(id, copyId).replaceAll("service-0", `service-${number}`);
    return [copyId, JSON.parse(copy.replaceAll('"server_port":80', `"server_port":${number + 1}`))];
  });
  saved.state.services = Object.fromEntries(copies);
  writeFileSync(path, JSON.stringify(saved));
  return path;
}
