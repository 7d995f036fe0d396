import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { noOtherReader } from "../control/control-routes";

interface Asset {
  file: string;
  type: string;
}

/** The page's files by their paths below the control routes. */
const assets: Record<string, Asset> = {
  "": { file: "index.html", type: "text/html; charset=utf-8" },
  "page.js": { file: "page.js", type: "text/javascript; charset=utf-8" },
  "page.css": { file: "page.css", type: "text/css; charset=utf-8" },
};

/** The page asks its own server and no other, runs no inline script, and shows in no other page's frame. */
const headers = {
  ...noOtherReader,
  "Content-Security-Policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join("; "),
  "Cross-Origin-Opener-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
};

export function isAsset(path: string): boolean {
  return Object.hasOwn(assets, path);
}

/** `folder` is where the build has put the page's files. */
export async function sendAsset(folder: string, path: string, response: ServerResponse): Promise<void> {
  const { file, type } = assets[path] ?? { file: path, type: "text/plain" };
  try {
    const bytes = await readFile(join(folder, file));
    response.writeHead(200, { ...headers, "Content-Type": type, "Content-Length": bytes.length });
    response.end(bytes);
  } catch {
    response.writeHead(404, { ...headers, "Content-Type": "text/plain; charset=utf-8" });
    response.end(`The page has not been built: ${join(folder, file)} is missing. Run \`npm run build\`.\n`);
  }
}
