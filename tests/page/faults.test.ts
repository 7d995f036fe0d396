// The view of the faults.
import { newService, services } from "../emulator/client";
import { usePage } from "./world";

const world = usePage();

test("a fault is armed by its button, strikes, and shows what it has struck", async () => {
  const page = await world.openAt("#break");
  await page.getByRole("button", { name: "Lose the response to the next create" }).click();
  const armed = page.getByRole("region", { name: "Armed" });
  await armed.getByText("waits for its call").waitFor();
  await expect(newService(world.emulator)).rejects.toThrow("fetch failed");
  await armed.getByText("has struck once").waitFor();
  expect((await world.emulator.control("GET", "state")).services).toHaveLength(1);
  await armed.getByRole("link", { name: /POST/ }).click();
  await page.locator(".details", { hasText: "struck by reset at after-processing" }).waitFor();
  await page.getByRole("link", { name: "Break it" }).click();
  await page
    .getByRole("button", { name: "Remove" })
    .or(page.getByRole("button", { name: /^Disarm:/ }))
    .click();
  await armed.getByText("behaves as the cloud does").waitFor();
  expect((await world.emulator.control("GET", "faults")).faults).toEqual([]);
});

test("the next service fails with the reasons that were given", async () => {
  const page = await world.openAt("#break");
  await page.getByLabel("Reason").fill("no backend");
  await page.getByRole("button", { name: "Fail the next service" }).click();
  await page.getByText("waits for a service to be created").waitFor();
  const id = await newService(world.emulator, { service_name: "orders" });
  const { status, error } = (await world.calls().get(`${services}/${id}`)).body;
  expect([status, error[0].error_message]).toEqual(["failed", "no backend"]);
  await page.getByText("behaves as the cloud does").waitFor();
});
