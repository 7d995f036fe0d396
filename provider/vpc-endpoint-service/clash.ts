import * as pulumi from "@pulumi/pulumi";
import type { VpcEndpointServiceArgs } from "./args";
import { sharedPorts } from "./diff";

/** Where a service listens, resolved. */
interface Place {
  name: string;
  region: unknown;
  projectId: unknown;
  portId: unknown;
  ports: unknown;
}

/** The services of this program, per provider instance that makes them. */
const placesOf = new Map<unknown, Place[]>();
const DEFAULT_PROVIDER = "default provider";

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
  const provider =
    opts.provider ?? opts.parent?.getProvider("pulumi-nodejs:dynamic:Resource") ?? DEFAULT_PROVIDER;
  const { portId, ports, region, projectId } = args;
  const verdict = () =>
    pulumi.all([portId, ports, region, projectId]).apply(([portId, ports, region, projectId]) => {
      refuseSecond(provider, { name, region, projectId, portId, ports });
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

function refuseSecond(provider: unknown, place: Place): void {
  const places = placesOf.get(provider) ?? [];
  placesOf.set(provider, [...places, place]);
  for (const other of places) {
    const shared = clashOf(place, other);
    if (shared.length > 0)
      throw new pulumi.RunError(
        `VpcEndpointService "${place.name}" and "${other.name}" share portId ${place.portId} and ${shared.join(", ")}: services with the same backend port must differ in serverPort or protocol.`,
      );
  }
}

function clashOf(one: Place, other: Place): string[] {
  if (one.portId !== other.portId || one.region !== other.region || one.projectId !== other.projectId)
    return [];
  return sharedPorts(one.ports, other.ports);
}
