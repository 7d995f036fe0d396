import { createHash } from "node:crypto";
import { isAccountId, isPathId } from "./world/ids";
import type { RegionProject, Regions } from "./world/settings";
import { UserError } from "./world/user-input";

export interface RegionOption {
  region: string;
  /** Default: derived from the region's name. */
  projectId?: string;
}

export interface RegionOptions {
  /** One region or several, each with a project of its own. Default cn-north-4. */
  region?: string | readonly (string | RegionOption)[];
  /** The project in the first region. */
  projectId?: string;
}

/** The error about an option that contradicts the state file names it. */
interface WithStateFile {
  statePath?: string;
}

const defaultRegion = "cn-north-4";
const defaultProjectId = "0e5a1e5f4b7c4d0f9a3c2b1d00000001";

/** The regions of the options; those of a state file stay and come first. */
export function regionsFrom(options: RegionOptions & WithStateFile, saved?: Regions): Regions {
  const [first, ...further] = regionOptions(options, saved?.[0].region ?? defaultRegion);
  if (saved === undefined) {
    const { region, projectId = defaultProjectId } = first;
    return checked([{ region, projectId }, ...further.map(withProject)]);
  }
  sameAsSaved(options, "region", saved[0].region, first.region);
  const isNew = ({ region, projectId }: RegionOption) => {
    const known = saved.find((each) => each.region === region);
    if (known !== undefined) sameAsSaved(options, "projectId", known.projectId, projectId);
    return known === undefined;
  };
  return checked([...saved, ...[first, ...further].filter(isNew).map(withProject)]);
}

function regionOptions(
  { region = [], projectId }: RegionOptions,
  fallback: string,
): readonly [RegionOption, ...RegionOption[]] {
  const given = typeof region === "string" ? [region] : region;
  const [first = { region: fallback }, ...further] = given.map((each) =>
    typeof each === "string" ? { region: each } : each,
  );
  if (projectId === undefined) return [first, ...further];
  if (first.projectId !== undefined && first.projectId !== projectId) {
    throw new UserError(
      `The project of ${first.region} is given twice: ${first.projectId} and ${projectId}.`,
    );
  }
  return [{ ...first, projectId }, ...further];
}

/** The same project for a region at every start, whatever its position among the others. */
function withProject({ region, projectId }: RegionOption): RegionProject {
  const derived = createHash("sha256").update(`emulated project of ${region}`).digest("hex").slice(0, 32);
  return { region, projectId: projectId ?? derived };
}

/** Everything in a state file was made under these ids and makes sense under no others. */
export function sameAsSaved(
  { statePath }: WithStateFile,
  what: string,
  saved: string,
  given: string | undefined,
): void {
  if (given === undefined || saved === given) return;
  throw new UserError(
    `The state file ${statePath} was made with the ${what} ${saved}, not ${given}: leave that option out, or give another --state.`,
  );
}

/** Every id has to pass the checks of requests, and a project id has to identify its region. */
function checked(regions: Regions): Regions {
  for (const { region, projectId } of regions) {
    if (!isPathId(region))
      throw new UserError(`The region is 1 to 64 letters, digits, - and _, not ${JSON.stringify(region)}.`);
    checkAccountId(projectId);
  }
  for (const key of ["region", "projectId"] as const) {
    const values = regions.map((each) => each[key]);
    const twice = values.find((value, place) => values.indexOf(value) !== place);
    if (twice !== undefined) throw new UserError(`Two regions have the same ${key}, ${twice}.`);
  }
  return regions;
}

export function checkAccountId(id: string): void {
  if (isAccountId(id)) return;
  throw new UserError(
    `The ids of project and account are 1 to 64 letters and digits, not ${JSON.stringify(id)}.`,
  );
}
