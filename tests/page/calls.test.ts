// The view of the request log.
import { execFileSync } from "node:child_process";
import type { Page } from "playwright-core";
import { newService, services } from "../emulator/client";
import { copied, usePage } from "./world";

const world = usePage();
const shownCall = (page: Page, text: string) => page.locator(".call", { hasText: text }).first();

test("a modify call opens to its keys beside what they were, with exactly the changed ones marked", async () => {
  const id = await newService(world.emulator, { service_name: "orders", description: "old" });
  const page = await world.openAt("#calls");
  const ports = [{ client_port: 8080, server_port: 80 }];
  await world.calls().put(`${services}/${id}`, { approval_enabled: true, ports, description: "new" });
  await shownCall(page, "PUT").click();
  // What the call held is fetched when it is opened.
  await page.locator("mark").first().waitFor();
  expect(await page.locator("mark").allInnerTexts()).toEqual(["description"]);
  const row = page.getByRole("row", { name: /description/ });
  expect(await row.getByRole("cell").allInnerTexts()).toEqual(['"old"', '"new"']);
  expect(await page.getByRole("row", { name: /as it was/ }).count()).toBe(2);
});

test("polls are one line with a count, until something is written", async () => {
  const id = await newService(world.emulator);
  const page = await world.openAt("#calls");
  for (let poll = 0; poll < 3; poll += 1) await world.calls().get(`${services}/${id}`);
  await page.locator(".call", { hasText: "×3" }).waitFor();
  await world.calls().put(`${services}/${id}`, { description: "x" });
  await world.calls().get(`${services}/${id}`);
  await page.locator(".call").nth(3).waitFor();
  const counts = await page
    .locator(".call")
    .evaluateAll((rows) =>
      rows.map((row) => [
        row.querySelector(".method")?.textContent,
        row.querySelector(".times")?.textContent,
      ]),
    );
  expect(counts).toEqual([
    ["GET", undefined],
    ["PUT", undefined],
    ["GET", "×3 times"],
    ["POST", undefined],
  ]);
});

test("lines can be narrowed to an object and to writes; a reload keeps that, and the line that is open", async () => {
  const id = await newService(world.emulator, { service_name: "orders" });
  await newService(world.emulator, { service_name: "other", ports: [{ client_port: 1, server_port: 1 }] });
  await world.calls().get(`${services}/${id}`);
  await world.calls().put(`${services}/${id}`, { description: "x" });
  const page = await world.openAt("#links");
  await page.getByRole("link", { name: "Calls" }).click();
  await page.getByLabel("About").selectOption({ label: "service orders" });
  await page.getByLabel("Writes only").check();
  await shownCall(page, "PUT").click();
  await page.locator(".details mark").waitFor();
  const methods = () => page.locator(".method").allInnerTexts();
  expect(await methods()).toEqual(["PUT", "POST"]);
  await page.reload();
  await page.locator(".details mark").waitFor();
  expect(await methods()).toEqual(["PUT", "POST"]);
  expect(await page.getByLabel("Writes only").isChecked()).toBe(true);
});

test.each(["GET", "PUT"])("%s copied as curl runs, and gets the same status", async (method) => {
  const id = await newService(world.emulator);
  if (method === "GET") await world.calls().get(`${services}/${id}`);
  else await world.calls().put(`${services}/${id}`, { description: "it's $HOME `new`" });
  const page = await world.openAt("#calls");
  await shownCall(page, method).click();
  await page.getByRole("button", { name: "Copy as curl" }).click();
  await page.getByText("Copied as curl").waitFor();
  const command = await copied(page);
  const output = execFileSync("sh", ["-c", command], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  expect(output).toMatch(/^HTTP\/1.1 200 OK/);
  const [last] = (await world.emulator.control("GET", "requests")).requests.slice(-1);
  expect(last).toMatchObject({ method, account: "emulator-account", status: 200 });
  if (method === "PUT") expect(last.body).toEqual({ description: "it's $HOME `new`" });
});
