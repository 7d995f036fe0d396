// The view of the settings and accounts.
import { copied, until, usePage } from "./world";

const world = usePage();

test("settle time, quota and limits are set at once, and shown when set elsewhere", async () => {
  const page = await world.openAt("#settings");
  await page.getByLabel("Services per region, at most").fill("1");
  await page.getByLabel("Services per region, at most").press("Enter");
  await page.getByLabel("Seconds that create").fill("0.5");
  await page.keyboard.press("Tab");
  await page.getByLabel("Calls per account and second").fill("5");
  await page.keyboard.press("Tab");
  await page.getByLabel("Limits of").selectOption("huawei");
  await page.getByText("Saved.").waitFor();
  const wanted = { quota: 1, rules: "huawei", requestLimits: [{ requests: 5, seconds: 1 }] };
  const settled = { settleSeconds: { create: 0.5, delete: 0.5 } };
  await until(async () => {
    const now = await world.emulator.control("GET", "settings");
    return Object.entries({ ...wanted, ...settled }).every(
      ([name, value]) => JSON.stringify(now[name]) === JSON.stringify(value),
    );
  });
  await page.getByLabel("Seconds that create").fill("");
  await page.keyboard.press("Tab");
  await until(async () => (await world.emulator.control("GET", "settings")).settleSeconds.create === null);
  await world.emulator.control("PATCH", "settings", { quota: 7 });
  await until(async () => (await page.getByLabel("Services per region, at most").inputValue()) === "7");
});

test("each account has its keys, and the greeting's lines to copy", async () => {
  const page = await world.openAt("#settings");
  const own = page.getByRole("region", { name: "Account emulator-account" });
  const text = await own.textContent();
  expect(text).toContain(world.emulator.secretKey);
  expect(text).toContain(`pulumi config set huaweicloud:projectId ${world.emulator.projectId}`);
  expect(text).toContain(`export HW_VPCEP_ENDPOINT=${world.emulator.url}`);
  await page.getByRole("button", { name: "Copy the lines for a stack of acme" }).click();
  await page.getByText("Copied: the lines for a stack of acme.").waitFor();
  const lines = (await copied(page)).trim().split("\n");
  expect(lines).toHaveLength(5);
  expect(lines[2]).toMatch(/^pulumi config set huaweicloud:accessKey EMULATOR/);
  expect(lines[2]).not.toContain(world.emulator.accessKey);
});
