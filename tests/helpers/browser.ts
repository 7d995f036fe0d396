// A real browser for tests of the emulator's page, and the emulator as users run it.
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { greeted } from "../emulator/built";
import { launch } from "./launch";
import { root } from "./readme";

/** Nothing but what the tests ask for. */
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface Browsing {
  /** A page in a profile of its own. What it logs as an error, such as what its policy forbids, fails the test. */
  open(url: string, options?: BrowserContextOptions): Promise<Page>;
}

/** Call it at the top of a file: one browser, and no page is left open after a test. */
export function useBrowser(): Browsing {
  // A page is loaded, drawn and clicked: more than a function takes.
  jest.setTimeout(60_000);
  let browser: Browser;
  let problems: string[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath(), args });
  }, 30_000);
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    const seen = problems;
    problems = [];
    expect(seen).toEqual([]);
  });
  afterAll(() => browser?.close());
  return {
    async open(url, options = {}) {
      const context = await browser.newContext({ timezoneId: "UTC", ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      page.on("pageerror", (error) => problems.push(String(error)));
      page.on("console", (message) => {
        if (message.type() === "error" && !isLostConnection(message.text())) problems.push(message.text());
      });
      page.on("request", (request) => {
        if (!["127.0.0.1", ""].includes(new URL(request.url()).hostname))
          problems.push(`a request to ${request.url()}`);
      });
      await page.goto(url);
      return page;
    },
  };
}

/** A browser logs what a test does on purpose when it stops an emulator. */
function isLostConnection(text: string): boolean {
  return /net::ERR_(CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING|FAILED|EMPTY_RESPONSE|CONNECTION_RESET)|40[03] \(/.test(
    text,
  );
}

/** The browser that `npm test` has found; jest started by hand asks the setup step itself. */
function chromiumPath(): string {
  const prepared = process.env["VPCEP_TEST_CHROMIUM"];
  if (prepared) return prepared;
  const asked = spawnSync(process.execPath, [join(root, "tools", "chromium.mjs")], { encoding: "utf8" });
  if (asked.status !== 0) throw new Error(asked.stderr);
  return asked.stdout.trim().split("\n").at(-1) ?? "";
}

export interface BuiltEmulator {
  url: string;
  /** The page's address. */
  page: string;
  accessKey: string;
  secretKey: string;
  projectId: string;
  /** A call of a control route; its parsed response. */
  // biome-ignore lint/suspicious/noExplicitAny: the point of these tests is what the response holds
  control(method: string, path: string, body?: unknown): Promise<any>;
  stop(): Promise<void>;
}

/** The emulator of `dist/`, as a program of its own. */
export async function startBuilt(...options: string[]): Promise<BuiltEmulator> {
  const main = join(root, "dist", "emulator", "main.js");
  const given = options.includes("--port") ? options : ["--port", "0", ...options];
  const launched = launch(process.execPath, [main, ...given]);
  const facts = await greeted(launched);
  return {
    ...facts,
    page: `${facts.url}/__emulator/`,
    async control(method, path, body) {
      const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) };
      const response = await fetch(`${facts.url}/__emulator/${path}`, init);
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return text === "" ? undefined : JSON.parse(text);
    },
    async stop() {
      if (launched.child.exitCode === null) {
        launched.child.kill("SIGTERM");
        await once(launched.child, "exit");
      }
    },
  };
}
