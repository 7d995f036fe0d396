import type { Properties } from "../helpers/engine";
import { expectNoop, type Lab, type LabOptions, openLab, service } from "../helpers/in-process";

// Waits are virtual and take no time, but a machine may be busy with something else.
jest.setTimeout(60_000);

/** What fault rules match, by the operation that they spoil. */
const services = "/v1/*/vpc-endpoint-services";
export const post = { method: "POST", path: services };
export const list = { method: "GET", path: services };
export const get = { method: "GET", path: `${services}/*` };
export const put = { method: "PUT", path: `${services}/*` };
export const remove = { method: "DELETE", path: `${services}/*` };
export const tags = { method: "POST", path: "/v1/*/endpoint_service/*/tags/action" };
export const whitelist = { method: "POST", path: `${services}/*/permissions/action` };
export const whitelistRead = { method: "GET", path: `${services}/*/permissions` };
export const connections = { method: "GET", path: `${services}/*/connections` };
export const connectionAction = { method: "POST", path: `${services}/*/connections/action` };

export { otherPort } from "../helpers/samples";

const open: Lab[] = [];

/** A lab that closes itself with the test. */
export async function lab(options: LabOptions = {}): Promise<Lab> {
  const opened = await openLab(options);
  open.push(opened);
  return opened;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

/** A lab whose service stands, with an empty request log. */
export async function standing(options: LabOptions = {}, args = service()): Promise<Lab> {
  const one = await lab(options);
  await one.stack.up(args);
  one.forget();
  return one;
}

/** How many of the calls since the last `forget` begin like this. */
export function count({ calls }: Lab, begin: string): number {
  return calls().filter((call) => call.startsWith(begin)).length;
}

/** Creates, and nothing below a service. */
export const posts = ({ calls }: Lab) =>
  calls().filter((call) => call === "POST /vpc-endpoint-services").length;
export const lookups = (one: Lab) => count(one, "GET /vpc-endpoint-services?");

/** The create came through, with this many POSTs and look-ups, and nothing is left to do. */
export async function expectCreated(one: Lab, wantedPosts: number, wantedLookups: number): Promise<void> {
  expect(one.stack.outputs).toMatchObject({ status: "available", portId: service().portId });
  expect([posts(one), lookups(one)]).toEqual([wantedPosts, wantedLookups]);
  await expectNoop(one);
}

/** What was begun goes on with the service that stands, without a second create, and nothing is left to do. */
export async function expectResumed(one: Lab, wanted = service()): Promise<void> {
  one.emulator.clearFaults();
  one.forget();
  expect(await one.stack.up(wanted)).toBe("update");
  expect([posts(one), count(one, "PUT")]).toEqual([0, 0]);
  await expectNoop(one, wanted);
}

/** Every id of a service in the cloud. */
export function idsInCloud({ emulator }: Lab): string[] {
  return emulator.state().services.map(({ id }) => String(id));
}

/** The bodies of the requests with this method since the last `forget`. */
export function bodies({ emulator }: Lab, method: string): unknown[] {
  return emulator.requests().flatMap((request) => (request.method === method ? [request.body] : []));
}

/** Calls that are not reads. */
export function writes({ calls }: Lab): string[] {
  return calls().filter((call) => !call.startsWith("GET"));
}

/** The one service in the cloud, in the API's words. */
export function inCloud({ emulator }: Lab): Properties {
  const [found, ...others] = emulator.state().services;
  expect(others).toEqual([]);
  return found as Properties;
}
