// Exchanges as the recorder makes them, from calls that a test makes itself.

import { type Exchange, exchangeOf } from "../../../tools/acceptance/shape.cjs";
import type { Callee } from "../../emulator/client";
import { call, plain } from "../../emulator/client";

/** Calls the emulator, signed, and gives the shape of what came back with the body. */
export async function exchange(
  emulator: Callee,
  method: string,
  path: string,
  body?: unknown,
  // biome-ignore lint/suspicious/noExplicitAny: the point of these tests is what the body holds
): Promise<{ shape: Exchange; body: any }> {
  const target = path.startsWith("/") ? path : `/v1/${emulator.projectId}/${path}`;
  const reply = await call(emulator, method, path, body);
  return { shape: shapeOf(method, target, reply, body), body: reply.body };
}

/** The versions of the API are asked for without a signature, and are no calls of a project. */
export async function versions({ url }: Callee, path: string): Promise<Exchange> {
  const reply = await plain(url + path);
  const made = shapeOf("GET", "/v1/p/quotas", reply);
  return { ...made, path: path === "/" ? "/" : "/{id}" };
}

function shapeOf(
  method: string,
  target: string,
  { status, text }: { status: number; text: string },
  body?: unknown,
): Exchange {
  const requestBody = body === undefined ? "" : JSON.stringify(body);
  const made = exchangeOf({ method, target, requestBody, status, responseBody: text });
  if (made === undefined) throw new Error(`${target} is not a call of the API`);
  return made;
}
