import { createHash } from "node:crypto";
import type { EmulatorOptions } from "./options";
import { UserError } from "./user-error";
import { isAccountId, isPathId } from "./world/ids";

/** In Huawei Cloud a project belongs to one region; the emulated account has one project in each of its regions. */
export interface RegionProject {
  region: string;
  projectId: string;
}

export interface RegionOption {
  region: string;
  /** Default: derived from the region's name. */
  projectId?: string;
}

type Filled<T> = readonly [T, ...T[]];
export type Regions = Filled<RegionProject>;

const defaultRegion = "cn-north-4";
const defaultProjectId = "0e5a1e5f4b7c4d0f9a3c2b1d00000001";

/** What the options say; what a state file was made with stays and comes first. */
export function regionsFrom(options: EmulatorOptions, saved?: Regions): Regions {
  const [first, ...further] = optionsOf(options, saved?.[0].region ?? defaultRegion);
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

function optionsOf({ region = [], projectId }: EmulatorOptions, fallback: string): Filled<RegionOption> {
  const given = typeof region === "string" ? [region] : region;
  const [first = { region: fallback }, ...further] = given.map((each) => {
    return typeof each === "string" ? { region: each } : each;
  });
  if (projectId === undefined) return [first, ...further];
  if (first.projectId !== undefined && first.projectId !== projectId) {
    throw new UserError(
      `The project of ${first.region} is given twice: ${first.projectId} and ${projectId}.`,
    );
  }
  return [{ ...first, projectId }, ...further];
}

/** The same project for a region at every start, wherever it stands among the others. */
function withProject({ region, projectId }: RegionOption): RegionProject {
  const derived = createHash("sha256").update(`emulated project of ${region}`).digest("hex").slice(0, 32);
  return { region, projectId: projectId ?? derived };
}

/** What a state file holds was made under these ids and makes sense under no others. */
export function sameAsSaved(
  { statePath }: EmulatorOptions,
  what: string,
  saved: string,
  given: string | undefined,
): void {
  if (given === undefined || saved === given) return;
  throw new UserError(
    `The state file ${statePath} was made with the ${what} ${saved}, not ${given}: leave that option out, or give another --state.`,
  );
}

/** Every id has to be one that the emulator's own checks let in, and a project tells which region is meant. */
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
