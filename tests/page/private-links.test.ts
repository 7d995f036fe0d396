// The view of the services, their consumers, and what waits for the owner.
import { newService, portId, services } from "../emulator/client";
import { usePage } from "./world";

const world = usePage();

const statusOf = async (endpointId: string) => {
  const { endpoints } = await world.emulator.control("GET", "state");
  return endpoints.find(({ id }: { id: string }) => id === endpointId).status;
};

test("a service has its name, status, backend and ports, and its consumers by account with a line to each", async () => {
  const id = await newService(world.emulator, { service_name: "orders" });
  await world.newConnection(id, "accepted");
  await world.newConnection(id);
  const page = await world.openAt("#links");
  const card = page.getByRole("article", { name: "Service orders" });
  await expect(card.getByRole("heading", { level: 3 }).textContent()).resolves.toBe("orders");
  const text = await card.textContent();
  for (const part of ["available", portId.slice(0, 8), "8080 → 80", "by the owner"])
    expect(text).toContain(part);
  const acme = card.getByRole("region", { name: "Account acme" });
  expect(await acme.getByRole("listitem").count()).toBe(2);
  const tones = await card
    .locator("svg path")
    .evaluateAll((paths) => paths.map((path) => path.getAttribute("data-tone")));
  expect(tones.sort()).toEqual(["good", "wait"]);
});

test("Accept and Reject decide as the owner does, and what waits is counted", async () => {
  const id = await newService(world.emulator, { service_name: "orders" });
  const endpoint = await world.newConnection(id);
  const page = await world.openAt("#links");
  await page.getByRole("link", { name: "Private links 1 waiting for approval" }).waitFor();
  await page.getByRole("button", { name: /^Accept endpoint/ }).click();
  await page.locator(".consumer", { hasText: "accepted" }).waitFor();
  expect(await statusOf(endpoint)).toBe("accepted");
  await page.getByRole("button", { name: /^Reject endpoint/ }).click();
  await page.locator(".consumer", { hasText: "rejected" }).waitFor();
  expect(await statusOf(endpoint)).toBe("rejected");
  expect((await world.calls().get(`${services}/${id}/connections`)).body.connections[0].status).toBe(
    "rejected",
  );
});

test("what cannot be decided is said in one sentence", async () => {
  const id = await newService(world.emulator, { service_name: "orders" });
  await world.newConnection(id);
  const page = await world.openAt("#links");
  const accept = page.getByRole("button", { name: /^Accept endpoint/ });
  await accept.waitFor();
  await page.route("**/accept", (route) =>
    route.fulfill({ status: 400, body: '{"error":"The endpoint is deleting."}' }),
  );
  await accept.click();
  await page.getByText("The endpoint is deleting.").waitFor();
});

test("services are found by name, and those with something to approve alone", async () => {
  const first = await newService(world.emulator, { service_name: "orders" });
  await newService(world.emulator, { service_name: "invoices", ports: [{ client_port: 1, server_port: 1 }] });
  await world.newConnection(first);
  const page = await world.openAt("#links");
  const cards = page.getByRole("article");
  await page.getByText("2 services").waitFor();
  await page.getByLabel("Find").fill("invo");
  await page.getByText("1 of 2 services").waitFor();
  expect(await cards.allInnerTexts()).toEqual([expect.stringContaining("invoices")]);
  await page.getByLabel("Find").fill("");
  await page.getByLabel(/Waiting for approval only/).check();
  await page.getByText("1 of 2 services").waitFor();
  expect(await cards.allInnerTexts()).toEqual([expect.stringContaining("orders")]);
});
