// Both sides of private links, in any order.
import fc from "fast-check";
import { vpcEndpoint } from "../../../provider/vpc-endpoint/lifecycle";
import { vpcEndpointConnection } from "../../../provider/vpc-endpoint-connection/lifecycle";
import { vpcEndpointServicePermission } from "../../../provider/vpc-endpoint-service-permission/lifecycle";
import type { Properties } from "../../helpers/engine";
import { type Lab, service } from "../../helpers/in-process";
import { networkId, otherVpc, vpcId } from "../../helpers/samples";
import type { Stack } from "../../helpers/stack";
import { inCloud, standing, writes } from "../support";
import { runs } from "./services";

const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const tags = fc.dictionary(fc.constantFrom("team", "tier", "Ab-1"), fc.constantFrom("", "a", "b c"), {
  noNullPrototype: true,
});

/** What a program may say of an endpoint; of a field that is undefined it says nothing. */
const anyEndpoint = fc.record({
  whitelist: optional(fc.uniqueArray(fc.constantFrom("192.0.2.1", "192.0.2.2", "198.51.100.0/24"))),
  enableWhitelist: optional(fc.boolean()),
  tags: optional(tags),
  description: optional(fc.constantFrom("", "the shop")),
  enableDns: optional(fc.boolean()),
});
type EndpointSaid = typeof anyEndpoint extends fc.Arbitrary<infer Said> ? Said : never;

const defaults = { whitelist: [], enableWhitelist: false, tags: {}, description: "", enableDns: false };
const inOrder = ({ whitelist, ...others }: Properties) => ({
  ...others,
  whitelist: [...(whitelist as string[])].sort(),
});

/** The endpoint as the cloud has it, in the words of the program. */
function endpointIn({ emulator }: Lab): Properties {
  const [found, ...others] = emulator.state().endpoints;
  expect(others).toEqual([]);
  const { whitelist, enable_whitelist, tags, description, enable_dns } = found as Record<string, unknown>;
  const pairs = (tags as { key: string; value: string }[]).map(({ key, value }) => [key, value]);
  return inOrder({
    whitelist,
    enableWhitelist: enable_whitelist,
    tags: Object.fromEntries(pairs),
    description,
    enableDns: enable_dns,
  });
}

const said = (endpoint: EndpointSaid): Properties =>
  Object.fromEntries(Object.entries(endpoint).filter(([, value]) => value !== undefined));

test("link 27: an endpoint made as A and updated to B is B in the cloud, with one call a group that differs", async () => {
  const one = await standing({}, service({ approvalEnabled: false }));
  const where = { endpointServiceId: one.stack.id, vpcId, subnetId: networkId };
  const property = fc.asyncProperty(anyEndpoint, anyEndpoint, async (a, b) => {
    const stack = one.siblingStack(vpcEndpoint, "shop");
    await stack.up({ ...where, ...said(a) });
    const before = endpointIn(one);
    expect(before).toEqual(inOrder({ ...defaults, ...said(a) }));
    one.forget();
    const step = await stack.up({ ...where, ...said(b) });
    const after = endpointIn(one);
    // What only a replacement changes goes back to its default with one, and stays where nothing replaces.
    const stays = step === "replace" ? {} : { description: before.description, enableDns: before.enableDns };
    expect(after).toEqual(inOrder({ ...defaults, ...stays, ...said(b) }));
    if (step !== "replace") {
      const differs = (...names: string[]) =>
        names.some((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
      const modified = differs("whitelist", "enableWhitelist") ? 1 : 0;
      expect(writes(one).filter((call) => call.startsWith("PUT"))).toHaveLength(modified);
      expect(writes(one).length - modified).toBeLessThanOrEqual(differs("tags") ? 2 : 0);
    }
    one.forget();
    expect(await stack.up({ ...where, ...said(b) })).toBe("same");
    expect(one.calls()).toEqual([]);
    await stack.destroy();
  });
  await fc.assert(property, runs(200));
}, 120_000);

const accounts = ["iam:domain::1", "iam:domain::2", "organizations:orgPath::o-1", "*"];
const records = fc.dictionary(fc.constantFrom(...accounts), fc.constantFrom("", "a", "b"), {
  noNullPrototype: true,
});

test("link 28: records of several stacks: each has its own in the cloud, and nobody's else are touched", async () => {
  const theirs = "iam:domain::9";
  const one = await standing();
  const endpointServiceId = one.stack.id;
  const add = (stack: Stack, permission: string, description?: string) =>
    stack.up({ endpointServiceId, permission, ...(description && { description }) });
  await add(one.siblingStack(vpcEndpointServicePermission, "theirs"), theirs);
  const property = fc.asyncProperty(fc.array(records, { minLength: 1, maxLength: 4 }), async (programs) => {
    const stacks = new Map<string, Stack>();
    for (const program of [...programs, {}]) {
      for (const [permission, stack] of stacks) {
        if (permission in program) continue;
        await stack.destroy();
        stacks.delete(permission);
      }
      for (const [permission, description] of Object.entries(program)) {
        const stack = stacks.get(permission) ?? one.siblingStack(vpcEndpointServicePermission, permission);
        stacks.set(permission, stack);
        await add(stack, permission, description);
      }
      const found = inCloud(one).permissions as { permission: string; description?: string }[];
      const listed = found.map(({ permission, description = "" }) => [permission, description]);
      expect(Object.fromEntries(listed)).toEqual({ ...program, [theirs]: "" });
    }
  });
  await fc.assert(property, runs(100));
}, 120_000);

/** What may happen to a link: the consumer's program, the owner's program, and the owner at the console. */
const event = fc.record({
  link: fc.constantFrom(0, 1, 2),
  what: fc.constantFrom(
    "consume",
    "leave",
    "accept",
    "reject",
    "consoleAccepts",
    "consoleRejects",
    "refresh",
  ),
});
const subnets = [vpcId, otherVpc, networkId];

test("link 29: owners decide and consumers come and go in any order: in the end the state and the cloud agree", async () => {
  const one = await standing({}, service({ approvalEnabled: true }));
  const endpointServiceId = one.stack.id;
  const property = fc.asyncProperty(fc.array(event, { maxLength: 12 }), async (events) => {
    const console = one.another();
    const links = subnets.map((subnetId, index) => ({
      consumer: one.siblingStack(vpcEndpoint, `consumer-${index}`),
      owner: one.siblingStack(vpcEndpointConnection, `owner-${index}`),
      args: { endpointServiceId, vpcId, subnetId } as Properties,
      wanted: undefined as Properties | undefined,
    }));
    const decide = (at: Lab, endpointId: string, accepted: boolean) =>
      at.siblingStack(vpcEndpointConnection, "console").up({ endpointServiceId, endpointId, accepted });
    for (const { link, what } of events) {
      const one = links[link] as (typeof links)[number];
      const { consumer, owner } = one;
      if (what === "consume") await consumer.up(one.args);
      const isThere = consumer.state !== undefined;
      if (what === "leave" && isThere) {
        await owner.destroy();
        await consumer.destroy();
        one.wanted = undefined;
      }
      if ((what === "accept" || what === "reject") && isThere) {
        one.wanted = { endpointServiceId, endpointId: consumer.id, accepted: what === "accept" };
        await owner.up(one.wanted);
      }
      if (what === "consoleAccepts" && isThere) await decide(console, consumer.id, true);
      if (what === "consoleRejects" && isThere) await decide(console, consumer.id, false);
      if (what === "refresh") for (const stack of [consumer, owner]) await stack.refresh();
    }
    for (const { consumer, owner, args, wanted } of links) {
      for (const stack of [consumer, owner]) await stack.refresh();
      if (consumer.state !== undefined) await consumer.up(args);
      if (wanted !== undefined) await owner.up(wanted);
      await consumer.refresh();
    }
    const inCloudNow = one.emulator.state().endpoints.map(({ id, status }) => [id, status]);
    const inState = links.flatMap(({ consumer }) =>
      consumer.state === undefined ? [] : [[consumer.id, consumer.outputs.status]],
    );
    expect(inState.sort()).toEqual(inCloudNow.sort());
    for (const { owner, consumer, wanted } of links) {
      if (wanted !== undefined)
        expect(consumer.outputs.status).toBe(wanted.accepted === true ? "accepted" : "rejected");
      one.forget();
      if (wanted !== undefined) await owner.up(wanted);
      expect(one.calls()).toEqual([]);
    }
    for (const { owner, consumer } of links) {
      await owner.destroy();
      await consumer.destroy();
    }
    expect(one.emulator.state().endpoints).toEqual([]);
  });
  await fc.assert(property, runs(100));
}, 120_000);
