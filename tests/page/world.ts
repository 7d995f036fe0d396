// What the tests of the page share: one browser and one built emulator a file, empty again for each test.
import type { Page } from "playwright-core";
import { callsOf } from "../emulator/client";
import { type Browsing, type BuiltEmulator, startBuilt, useBrowser } from "../helpers/browser";

export interface PageWorld extends Browsing {
  readonly emulator: BuiltEmulator;
  /** Signed calls of the first account. */
  calls(): ReturnType<typeof callsOf>;
  /** The page, at such as `#calls`; it may use the clipboard. */
  openAt(hash: string): Promise<Page>;
  /** A connection of the account "acme" to a service; gives its endpoint's id. */
  newConnection(serviceId: string, status?: string): Promise<string>;
}

export function usePage(...options: string[]): PageWorld {
  const browsing = useBrowser();
  let emulator: BuiltEmulator;
  beforeAll(async () => {
    emulator = await startBuilt("--settle-seconds", "0", "--account", "acme", ...options);
  }, 20_000);
  beforeEach(() => emulator.control("POST", "reset"));
  afterAll(() => emulator?.stop());
  return {
    ...browsing,
    get emulator() {
      return emulator;
    },
    calls: () => callsOf(emulator),
    openAt: (hash) =>
      browsing.open(emulator.page + hash, { permissions: ["clipboard-read", "clipboard-write"] }),
    async newConnection(serviceId, status = "pendingAcceptance") {
      const { accounts } = await emulator.control("GET", "settings");
      const plan = { domain_id: accounts[1].domainId, status };
      return (await emulator.control("POST", `services/${serviceId}/connections`, plan)).id;
    },
  };
}

export function copied(page: Page): Promise<string> {
  return page.evaluate("navigator.clipboard.readText()");
}

/** Asks again until it is so; a test that waits for ever fails by its time limit. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}
