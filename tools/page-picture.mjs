// Makes docs/page.png, the picture of the emulator's page, from a small scene: `node tools/page-picture.mjs`. With a
// folder as its argument it writes every view there instead, light and dark, wide and as on a phone, to look at.
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { ensureChromium } from "./chromium.mjs";
import { Failure, runCommand } from "./command.mjs";
import { prepare } from "./prepare.mjs";
import { dist, root } from "./sources.mjs";

/** @typedef {import("../emulator/index.js").Emulator} Emulator */
/** @typedef {import("playwright-core").Page} Page */
/** @typedef {(method: string, path: string, body?: object) => Promise<any>} Calls */

const size = { width: 1280, height: 800 };
const paddingPx = 14;
const mostBytes = 120_000;

await runCommand(async () => {
  await prepare();
  const executablePath = await ensureChromium({ log: (line) => console.log(line) });
  const { start } = createRequire(import.meta.url)(join(dist, "emulator", "index.js"));
  /** @type {Emulator} */
  const emulator = await start({ accounts: ["acme", "shop"], domainName: "orders-team" });
  const browser = await chromium.launch({ executablePath, args: ["--disable-gpu", "--no-sandbox"] });
  try {
    const modifyCall = await playScene(emulator);
    const folder = process.argv[2];
    const openPage = async (/** @type {object} */ options = {}) =>
      browser.newPage({ viewport: size, timezoneId: "UTC", ...options });
    if (folder === undefined) await drawPicture(await openPage(), emulator.url, modifyCall);
    else await drawEverything(openPage, emulator.url, modifyCall, folder);
  } finally {
    await browser.close();
    await emulator.close();
  }
});

/**
 * Three services of one account with consumers in two others; gives the number of a modify call in the log.
 * @param {Emulator} emulator
 */
async function playScene(emulator) {
  const owner = await callsAs(emulator, "orders-team");
  const acme = await callsAs(emulator, "acme");
  const shop = await callsAs(emulator, "shop");
  /** @param {string} name @param {object} more */
  const service = async (name, more) => {
    const { id } = await owner("POST", "vpc-endpoint-services", {
      service_name: name,
      server_type: "LB",
      vpc_id: "4189d3c2-8882-4871-a3c2-d380272eed83",
      ...more,
    });
    const permissions = emulator.accounts.map(({ domainId }) => `iam:domain::${domainId}`);
    await owner("POST", `vpc-endpoint-services/${id}/permissions/action`, { permissions, action: "add" });
    return id;
  };
  const orders = await service("orders", {
    port_id: "5f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11",
    ports: [{ client_port: 443, server_port: 8443, protocol: "TCP" }],
    description: "Orders API",
    approval_enabled: true,
  });
  const invoices = await service("invoices", {
    port_id: "9b7f5a0c-6f0b-4b4a-8a83-3a5c8fd7c0b2",
    ports: [{ client_port: 80, server_port: 8080, protocol: "TCP" }],
    approval_enabled: false,
  });
  await service("search", {
    port_id: "c2b0f6de-3f6e-4d5b-9a51-6c1f0b2f8f10",
    server_type: "VM",
    ports: [{ client_port: 9200, server_port: 9200, protocol: "TCP" }],
    approval_enabled: true,
  });
  /** @param {Calls} calls @param {string} serviceId @param {string} subnet */
  const connect = async (calls, serviceId, subnet) => {
    const { id } = await calls("POST", "vpc-endpoints", {
      endpoint_service_id: serviceId,
      vpc_id: "84758cf5-9c62-43ae-a778-3dbd8370c0a4",
      subnet_id: `16bd5b66-8c4a-4ac7-a3d2-f0bd4b5d0a${subnet}`,
    });
    return id;
  };
  const accepted = await connect(acme, orders, "7e");
  const rejected = await connect(acme, orders, "7f");
  await connect(shop, orders, "80");
  await connect(acme, invoices, "81");
  await connect(shop, invoices, "82");
  emulator.decide(accepted, "accept");
  emulator.decide(rejected, "reject");
  await owner("PUT", `vpc-endpoint-services/${orders}`, {
    approval_enabled: true,
    ports: [{ client_port: 443, server_port: 9443, protocol: "TCP" }],
  });
  const modifyCall = emulator.requests().at(-1)?.seq ?? 0;
  for (let poll = 0; poll < 6; poll += 1) await owner("GET", `vpc-endpoint-services/${orders}`);
  return modifyCall;
}

/**
 * Calls of an account's user, by a token.
 * @param {Emulator} emulator
 * @param {string} name
 * @returns {Promise<Calls>}
 */
async function callsAs({ url, accounts }, name) {
  const account = accounts.find((each) => each.name === name);
  if (account === undefined) throw new Failure(`The scene has no account ${name}.`);
  const { projectId, users } = account;
  const user = { name: users[0].name, password: users[0].password, domain: { name } };
  const identity = { methods: ["password"], password: { user } };
  const login = { auth: { identity, scope: { project: { id: projectId } } } };
  const reply = await fetch(`${url}/v3/auth/tokens`, { method: "POST", body: JSON.stringify(login) });
  const token = reply.headers.get("x-subject-token") ?? "";
  return async (method, path, body) => {
    const headers = { "X-Auth-Token": token, "Content-Type": "application/json" };
    const response = await fetch(`${url}/v1/${projectId}/${path}`, {
      method,
      headers,
      body: body ? JSON.stringify(body) : null,
    });
    const text = await response.text();
    if (!response.ok) throw new Failure(`The scene failed at ${method} ${path}: ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  };
}

/**
 * @param {Page} page
 * @param {string} url
 * @param {number} modifyCall
 */
async function drawPicture(page, url, modifyCall) {
  await show(page, url, "#links");
  const card = await page.locator("article").first().boundingBox();
  const upper = await cut(page, 0, (card?.y ?? 0) + (card?.height ?? 0) + paddingPx);
  await show(page, url, `#calls?open=${modifyCall}`);
  const calls = await page.locator(".calls").boundingBox();
  const details = await page.locator(".details").boundingBox();
  const top = (calls?.y ?? 0) - paddingPx;
  const lower = await cut(page, top, (details?.y ?? 0) + (details?.height ?? 0) - top);
  // Blank, because the page's own policy lets no such document in.
  await page.goto("about:blank");
  const image = (/** @type {Buffer} */ png) =>
    `<img style="display:block;margin-top:12px" src="data:image/png;base64,${png.toString("base64")}">`;
  await page.setContent(`<body style="margin:-12px 0 0;background:#dfe3ea">${image(upper)}${image(lower)}`);
  const picture = await page.locator("body").screenshot();
  if (picture.length > mostBytes)
    throw new Failure(`The picture has ${picture.length} bytes, more than ${mostBytes}.`);
  writeFileSync(join(root, "docs", "page.png"), picture);
  console.log(`docs/page.png: ${picture.length} bytes.`);
}

/**
 * A stripe of the page as wide as the window.
 * @param {Page} page
 * @param {number} y
 * @param {number} height
 */
function cut(page, y, height) {
  return page.screenshot({ clip: { x: 0, y, width: size.width, height } });
}

/**
 * @param {(options?: object) => Promise<Page>} openPage
 * @param {string} url
 * @param {number} modifyCall
 * @param {string} folder
 */
async function drawEverything(openPage, url, modifyCall, folder) {
  for (const colorScheme of ["light", "dark"]) {
    for (const [width, viewport] of Object.entries({ wide: size, phone: { width: 390, height: 844 } })) {
      const page = await openPage({ viewport, colorScheme });
      for (const hash of ["#links", `#calls?open=${modifyCall}`, "#break", "#settings"]) {
        await show(page, url, hash);
        const name = `${/\w+/.exec(hash)}-${colorScheme}-${width}.png`;
        await page.screenshot({ path: join(folder, name) });
      }
    }
  }
}

/**
 * @param {Page} page
 * @param {string} url
 * @param {string} hash
 */
async function show(page, url, hash) {
  await page.goto("about:blank");
  await page.goto(`${url}/__emulator/${hash}`);
  await page.locator("main :is(article, .details footer, .fault, .pointing)").first().waitFor();
  await page.locator("[data-state=live]").waitFor();
}
