import type { Account, RegionProject } from "../world/settings";

type Pointed = Pick<Account, "accessKey" | "secretKey">;

/** The lines that differ between the regions of an account. */
export function placeInStack({ region, projectId }: RegionProject): string[] {
  return [
    `pulumi config set huaweicloud:region ${region}`,
    `pulumi config set huaweicloud:projectId ${projectId}`,
  ];
}

/** What points a Pulumi stack at an emulator, line by line. */
export function stackLines(url: string, { accessKey, secretKey }: Pointed, place: RegionProject): string[] {
  return [
    ...placeInStack(place),
    `pulumi config set huaweicloud:accessKey ${accessKey}`,
    `pulumi config set --secret huaweicloud:secretKey ${secretKey}`,
    `pulumi config set huaweicloud:endpoints '{"vpcep":"${url}"}'`,
  ];
}

export function placeInShell({ region, projectId }: RegionProject): string[] {
  return [`export HW_REGION_NAME=${region}`, `export HW_PROJECT_ID=${projectId}`];
}

/** The same for a shell. */
export function shellLines(url: string, { accessKey, secretKey }: Pointed, place: RegionProject): string[] {
  return [
    ...placeInShell(place),
    `export HW_ACCESS_KEY=${accessKey}`,
    `export HW_SECRET_KEY=${secretKey}`,
    `export HW_VPCEP_ENDPOINT=${url}`,
  ];
}
