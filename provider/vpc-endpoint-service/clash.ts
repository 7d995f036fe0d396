import * as pulumi from "@pulumi/pulumi";
import type { VpcEndpointServiceArgs } from "./args";
import { sharedPorts } from "./ports";

/** Where a service listens, resolved. */
interface Place {
  name: string;
  region: unknown;
  projectId: unknown;
  portId: unknown;
  ports: unknown;
}

/** What stands for the provider that Pulumi makes by itself. */
const DEFAULT_PROVIDER = {};

/**
 * The services seen so far, by run of a program and provider. A process may run more than one program, one after
 * another or side by side (Automation API), each with an engine connection of its own.
 */
const seen = new WeakMap<object, WeakMap<object, Place[]>>();
const NO_ENGINE = {};

function placesOf(provider: object): Place[] {
  const run = pulumi.runtime.getMonitor() ?? NO_ENGINE;
  const byProvider = seen.get(run) ?? new WeakMap<object, Place[]>();
  seen.set(run, byProvider);
  const places = byProvider.get(provider) ?? [];
  byProvider.set(provider, places);
  return places;
}

/**
 * Refuses two services of one program that the API would refuse: they share region, project and `portId`, and a pair of
 * server port and protocol (API page, `ports`; EndPoint.3044). The provider's check sees one resource at a time, so the
 * program has to look; it compares what is known once it is, also in a preview.
 *
 * Gives the arguments back with a `portId` that waits for the verdict, so that nothing is created before it.
 */
export function refuseClash(
  name: string,
  args: VpcEndpointServiceArgs,
  opts: pulumi.CustomResourceOptions,
): VpcEndpointServiceArgs {
  // Without an engine these are unit tests with mocks: several tests of one file share a monitor, but are not one program.
  if (pulumi.runtime.getEngine() === undefined) return { ...args };
  const provider =
    opts.provider ?? opts.parent?.getProvider("pulumi-nodejs:dynamic:Resource") ?? DEFAULT_PROVIDER;
  const places = placesOf(provider);
  const { portId, ports } = args;
  const region = args.region ?? settingOf(provider, "region", "HW_REGION_NAME");
  const projectId = args.projectId ?? settingOf(provider, "projectId", "HW_PROJECT_ID");
  const verdict = () =>
    pulumi.all([portId, ports, region, projectId]).apply(([portId, ports, region, projectId]) => {
      refuseSecond(places, { name, region, projectId, portId, ports });
      return portId;
    });
  const checked = pulumi.output(portId).apply(async (id) => {
    const known = await Promise.all([ports, region, projectId].map(isKnown));
    return (known.every(Boolean) ? verdict() : id) as string;
  });
  return { ...args, portId: checked };
}

/** A `portId` that waited for an unknown value would be shown as unknown itself, which it is not. */
function isKnown(value: unknown): Promise<boolean> {
  const { isKnown = Promise.resolve(true) } = pulumi.output(value) as { isKnown?: Promise<boolean> };
  return isKnown;
}

/** The default of a resource that names no region or project itself; an explicit provider's is its own. */
function settingOf(provider: object, key: string, variable: string): string | undefined {
  if (provider !== DEFAULT_PROVIDER) return undefined;
  return new pulumi.Config("huaweicloud").get(key) ?? process.env[variable];
}

function refuseSecond(places: Place[], place: Place): void {
  const others = [...places];
  places.push(place);
  for (const other of others) {
    const shared = clashOf(place, other);
    if (shared.length > 0)
      throw withoutStack(
        `VpcEndpointService "${place.name}" and "${other.name}" share portId ${place.portId} and ${shared.join(", ")}: services with the same backend port must differ in serverPort or protocol.`,
      );
  }
}

/** The SDK inspects an error that has a stack, with everything that hangs on the output it came from: half a minute. */
function withoutStack(message: string): pulumi.RunError {
  return Object.assign(new pulumi.RunError(message), { stack: "" });
}

function clashOf(one: Place, other: Place): string[] {
  if (one.portId !== other.portId || one.region !== other.region || one.projectId !== other.projectId)
    return [];
  return sharedPorts(one.ports, other.ports);
}
