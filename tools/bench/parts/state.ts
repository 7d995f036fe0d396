// P8: what a resource takes in the state, where the engine writes it at every step.
import type { Properties, ResourceState } from "../../../tests/helpers/engine";
import { type BenchResource, RESOURCES, richArgs } from "../resources";
import { exact, type Finding } from "../table";
import { inCloud } from "../virtual-cloud";

const UPDATES = 100;

export interface StateBytes {
  type: string;
  /** The provider's text, which stands there twice. */
  provider: number;
  /** Inputs and outputs without it. */
  rest: number;
  /** The object as the API shows it, with its path. */
  object: number;
  /** After a hundred updates that end where they began. */
  growth: number;
}

export function stateBytes(resource: BenchResource): Promise<StateBytes> {
  return inCloud({ settleSeconds: 0 }, async (cloud) => {
    const [least = {}] = await resource.prepare(cloud, 1);
    const args = richArgs(resource, least);
    const stack = cloud.stack(resource.handlers, "orders");
    await stack.up(args);
    // Once there and back, so that all that an update leaves is there before.
    const change = resource.changes["one scalar"] ?? ((given: Properties) => given);
    const andBack = async () => {
      await stack.up(change(args));
      await stack.up(args);
    };
    await andBack();
    const { provider, rest } = sizeOf(stack.state);
    for (let update = 2; update < UPDATES; update += 2) await andBack();
    const growth = sizeOf(stack.state).rest - rest;
    // What a read of it brings, the object or a list with it alone, and where: a connection's service and project are told
    // by its path alone.
    const { firstBody, requests } = await cloud.observe(() => stack.refresh());
    const object = Buffer.byteLength(`${requests[0]?.path}${firstBody}`);
    return { type: resource.type, provider, rest, object, growth };
  });
}

function sizeOf(state: ResourceState | undefined) {
  const { inputs = {}, outputs = {} } = state ?? {};
  const bare = ({ __provider: _text, ...others }: Properties) => others;
  const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
  return {
    provider: Buffer.byteLength(String(inputs.__provider)),
    rest: bytes(bare(inputs)) + bytes(bare(outputs)),
  };
}

export async function state(): Promise<Finding> {
  const found: StateBytes[] = [];
  for (const resource of Object.values(RESOURCES)) found.push(await stateBytes(resource));
  const rows = found.flatMap(({ type, provider, rest, object, growth }) => [
    exact({
      metric: "P8",
      what: `${type}: the provider's text in the state, bytes`,
      limit: 1024,
      value: provider,
    }),
    exact({
      metric: "P8",
      what: `${type}: the rest over the API's object with its path`,
      limit: 2.5,
      value: rest / object,
      unit: " ×",
      more: `${rest} and ${object} bytes`,
    }),
    exact({ metric: "P8", what: `${type}: growth after ${UPDATES} updates, bytes`, limit: 0, value: growth }),
  ]);
  return { rows };
}
