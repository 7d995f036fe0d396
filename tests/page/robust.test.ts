// The page under hostile values, without a mouse, for screen readers, and while the emulator comes and goes.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { newService, services } from "../emulator/client";
import { startBuilt } from "../helpers/browser";
import { until, usePage } from "./world";

const world = usePage();
const markup = "<img src=x onerror=alert(1)>\"'`</script><script>alert(2)</script>";

/** A service with a consumer that waits and one that is connected, a modify call, and an armed fault. */
async function scene(): Promise<string> {
  const id = await newService(world.emulator, { service_name: "orders" });
  await world.newConnection(id);
  await world.newConnection(id, "accepted");
  await world.newConnection(id, "rejected");
  await world.calls().put(`${services}/${id}`, { description: "x" });
  await world.emulator.control("POST", "faults", { kind: "empty", match: { path: "/x" } });
  return id;
}

test("every value is text, however it looks", async () => {
  const id = await newService(world.emulator);
  const odd = await newService(world.emulator, { ports: [{ client_port: 1, server_port: 1 }] });
  const shapes = { error: 5, description: { a: 1 }, tcp_proxy: null, approval_enabled: [] };
  await world.emulator.control("PATCH", `services/${odd}`, shapes);
  const connection = { domain_id: markup, description: markup };
  const long = markup + "x".repeat(10_000);
  await world.emulator.control("PATCH", `services/${id}`, {
    service_name: `cn-north-4.${markup}.${id}`,
    description: long,
    server_type: markup,
    port_id: markup,
    status: markup,
    error: [{ error_code: markup, error_message: markup }],
    ports: [{ client_port: markup, server_port: 1, protocol: markup }],
  });
  await world.emulator.control("POST", `services/${id}/connections`, connection);
  await world.emulator.control("POST", "faults", {
    kind: "status",
    status: 400,
    errorCode: markup,
    times: 1,
  });
  await world.calls().put(`${services}/${id}`, { description: markup, [markup]: { [markup]: long } });
  const page = await world.openAt("#links");
  await page.getByRole("article").nth(1).waitFor();
  const names = await page.getByRole("heading", { level: 3 }).allTextContents();
  expect(names).toContain(markup);
  for (const view of ["Calls", "Break it", "Settings"]) {
    await page.getByRole("link", { name: view }).click();
    if (view === "Calls") await page.locator(".call", { hasText: "PUT" }).click();
    await page.locator("main :is(.details table, .fault, .pointing)").first().waitFor();
    expect(await page.locator("img, script:not([src])").count()).toBe(0);
    const { scroll, width } = await page.evaluate<{ scroll: number; width: number }>(
      "({ scroll: document.documentElement.scrollWidth, width: innerWidth })",
    );
    expect(scroll).toBeLessThanOrEqual(width);
  }
});

test.each([
  ["light", 1280],
  ["dark", 390],
] as const)("axe finds nothing serious in any view (%s, %s px wide)", async (colorScheme, width) => {
  await scene();
  const page = await world.open(world.emulator.page, {
    colorScheme,
    viewport: { width, height: 800 },
    // For axe's own script alone: it is put into the page, which the page's policy forbids.
    bypassCSP: true,
  });
  await page.evaluate(axe.source);
  for (const view of ["Private links", "Calls", "Break it", "Settings"]) {
    await page.getByRole("link", { name: view }).click();
    if (view === "Calls") await page.locator(".call", { hasText: "PUT" }).click();
    await page.locator("main :is(article, .details footer, .fault, .pointing)").first().waitFor();
    const { violations } = await page.evaluate<axe.AxeResults>("axe.run()");
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect(serious.map(({ id, nodes }) => [view, id, nodes.map(({ html }) => html)])).toEqual([]);
  }
});

test("without a mouse: a view, a decision, a call and back", async () => {
  const id = await scene();
  const page = await world.openAt("#links");
  await page.getByRole("article").waitFor();
  const press = async (key: string, times = 1) => {
    for (let count = 0; count < times; count += 1) await page.keyboard.press(key);
  };
  const focused = () =>
    page.evaluate<string>("document.activeElement.ariaLabel ?? document.activeElement.innerText");
  const tabTo = async (name: RegExp) => {
    for (let presses = 0; presses < 40; presses += 1) {
      await press("Tab");
      if (name.test(await focused())) return;
    }
    throw new Error(`Tab does not lead to ${name}.`);
  };
  await tabTo(/^Accept endpoint/);
  await press("Enter");
  await page.locator(".consumer", { hasText: "waiting" }).waitFor({ state: "detached" });
  // The focus stays in the row whose button is gone.
  await press("Tab");
  expect(await focused()).toMatch(/^Reject endpoint/);
  await page.reload();
  await tabTo(/^Calls/);
  await press("Enter");
  await page.locator(".call").first().waitFor();
  await tabTo(/PUT/);
  await press("ArrowDown");
  await until(async () => /POST/.test(await focused()));
  await press("Home");
  await until(async () => /PUT/.test(await focused()));
  await press("Enter");
  await page.locator(".details mark", { hasText: "description" }).waitFor();
  expect(await page.locator(".call").first().getAttribute("aria-expanded")).toBe("true");
  await press("Enter");
  await page.locator(".details").waitFor({ state: "detached" });
  const { connections } = (await world.calls().get(`${services}/${id}/connections?status=accepted`)).body;
  expect(connections).toHaveLength(2);
});

test("a page that is not seen asks for nothing, and is whole again when it is seen", async () => {
  const page = await world.openAt("#calls");
  await world.calls().get("quotas?first");
  await page.getByText("1 call", { exact: true }).waitFor();
  const see = (hidden: boolean) =>
    page.evaluate(
      `Object.defineProperty(document, "hidden", { value: ${hidden}, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"))`,
    );
  await see(true);
  for (const name of ["second", "third"]) await world.calls().get(`quotas?${name}`);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await see(false);
  await page.getByText("3 calls").waitFor();
  expect(asked[0]).toMatch(/events\?after=[0-9a-f]{32}\.\d+\.\d+$/);
  const paths = await page.locator(".path").allTextContents();
  expect(paths.map((path) => path.split("?")[1])).toEqual(["third", "second", "first"]);
});

test("a fault that strikes the page's own connections leaves nothing stale", async () => {
  const page = await world.openAt("#links");
  await page.getByText("No services yet.").waitFor();
  await page.route("**/state", (route) => route.abort(), { times: 1 });
  await newService(world.emulator, { service_name: "late" });
  await page.getByRole("article", { name: "Service late" }).waitFor();
});

test("two pages show the same, and an emulator that is started again is found again, with another log", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vpcep-page-"));
  const state = ["--settle-seconds", "0", "--state", join(folder, "state.json")];
  const first = await startBuilt(...state);
  const port = new URL(first.url).port;
  try {
    const pages: Page[] = [await world.open(`${first.page}#links`), await world.open(`${first.page}#calls`)];
    await newService(first, { service_name: "kept" });
    const [links, calls] = pages as [Page, Page];
    await links.getByRole("article", { name: "Service kept" }).waitFor();
    await calls.locator(".call", { hasText: "POST" }).waitFor();
    await first.stop();
    await calls.getByText("The emulator does not respond; trying again…").waitFor();
    const second = await startBuilt(...state, "--port", port);
    await calls.getByText("Live").waitFor();
    await calls.getByText("No calls yet.").waitFor();
    await links.getByText("Live").waitFor();
    await second.control("DELETE", `services/${(await second.control("GET", "state")).services[0].id}`);
    await links.getByText("No services yet.").waitFor();
    await second.stop();
  } finally {
    await first.stop();
    rmSync(folder, { recursive: true });
  }
});
