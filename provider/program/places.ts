import * as pulumi from "@pulumi/pulumi";
import { withoutStack } from "./run-error";
import { hasOutput } from "./secrets";

/** The arguments that say where a resource listens. */
interface PlaceArgs {
  region?: pulumi.Input<string | undefined>;
  projectId?: pulumi.Input<string | undefined>;
  portId: pulumi.Input<string>;
  ports: pulumi.Input<unknown>;
}

type Place = Record<"region" | "projectId" | "portId" | "ports", unknown>;

/** The name of the resource that was the first to serve a pair of a port; the key holds region and project too. */
type Holders = Map<string, string>;

/**
 * Where the holders are kept: on the explicit provider that the resources share, else on the root of the stack. Either
 * lives as long as one run of a program, of which a process may have more than one (Automation API); a collection of this
 * module would outlive them all, and would have to be told when a run begins.
 */
const HOLDERS = Symbol("pulumi-huaweicloud-vpcep.holders");

/**
 * Refuses two services of one program that the API would refuse: they share region, project and `portId`, and a pair of
 * server port and protocol (API page, `ports`; EndPoint.3044). The provider's check sees one resource at a time, so the
 * program has to look: at once where the arguments are plain values, else as soon as they are known, also in a preview.
 *
 * Returns the arguments. A `portId` that could clash later waits for the verdict, so that nothing is created before it.
 *
 * @param pairsOf The pairs of server port and protocol in resolved `ports`, such as `80/TCP`.
 */
export function refuseClash<Args extends PlaceArgs>(
  name: string,
  args: Args,
  opts: pulumi.CustomResourceOptions,
  pairsOf: (ports: unknown) => string[],
): Args {
  // Without an engine these are unit tests with mocks: several tests of one file share a process, but are not one program.
  if (pulumi.runtime.getEngine() === undefined) return args;
  const provider = opts.provider ?? opts.parent?.getProvider("pulumi-nodejs:dynamic:Resource");
  const owner = provider ?? pulumi.runtime.getStackResource();
  if (owner === undefined) return args;
  const holders = holdersOf(owner);
  const { portId, ports } = args;
  // An explicit provider has a region and a project of its own.
  const region = args.region ?? (provider ? undefined : settingOf("region", "HW_REGION_NAME"));
  const projectId = args.projectId ?? (provider ? undefined : settingOf("projectId", "HW_PROJECT_ID"));
  const place = { region, projectId, portId, ports };
  const claim = (resolved: Place) => claimPairs(holders, name, resolved, pairsOf(resolved.ports));
  if (hasOutput(place)) return { ...args, portId: portIdAfter(claim, place) };
  claim(place);
  return args;
}

function holdersOf(owner: pulumi.Resource & { [HOLDERS]?: Holders }): Holders {
  owner[HOLDERS] ??= new Map();
  return owner[HOLDERS];
}

/** The default of a resource that names no region or project itself. */
function settingOf(key: string, variable: string): string | undefined {
  return new pulumi.Config("huaweicloud").get(key) ?? process.env[variable];
}

/** The `portId`, once the claim has been made. One that waited for an unknown value would be shown as unknown itself. */
function portIdAfter(
  claim: (resolved: Place) => void,
  { portId, ...others }: Place & Pick<PlaceArgs, "portId">,
): pulumi.Output<string> {
  return pulumi.output(portId).apply(async (id) => {
    const known = await Promise.all(Object.values(others).map(isKnown));
    const verdict = () =>
      pulumi.output(others).apply((resolved) => {
        claim({ ...(resolved as typeof others), portId: id });
        return id;
      });
    // Pulumi resolves an output in a promise too, but its types do not say so.
    return (known.every(Boolean) ? verdict() : id) as string;
  });
}

function isKnown(value: unknown): Promise<boolean> {
  const { isKnown = Promise.resolve(true) } = pulumi.output(value) as { isKnown?: Promise<boolean> };
  return isKnown;
}

function claimPairs(
  holders: Holders,
  name: string,
  { region, projectId, portId }: Place,
  pairs: string[],
): void {
  const keyOf = (pair: string) => JSON.stringify([region, projectId, portId, pair]);
  const holderOf = (pair: string) => holders.get(keyOf(pair));
  const holder = pairs.map(holderOf).find((other) => other !== undefined);
  if (holder !== undefined) {
    const shared = pairs.filter((pair) => holderOf(pair) === holder).join(", ");
    throw withoutStack(
      `VpcEndpointService "${name}" and "${holder}" share portId ${portId} and ${shared}: services with the same backend port must differ in serverPort or protocol.`,
    );
  }
  for (const pair of pairs) holders.set(keyOf(pair), name);
}
