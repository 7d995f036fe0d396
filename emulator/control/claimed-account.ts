import { headerValues, readAuthorization } from "../gateway/signature";
import type { Holder } from "../world/tokens";
import type { World } from "../world/world";

/** The name of the account that a call claims to come from: by its key, its token, or the project in its path. */
export function claimedAccount(world: World, rawHeaders: string[], path: string): string | null {
  const header = (name: string) => headerValues(rawHeaders, name)[0];
  const accessKey = readAuthorization(header("authorization") ?? "")?.accessKey;
  const holder: Holder | undefined =
    accessKey === undefined ? world.tokens.find(header("x-auth-token")) : world.keys.find(accessKey);
  const project = path.split("/")[2];
  const found = world.settings.accounts.find(
    (account) =>
      account.accessKey === accessKey ||
      account.domainId === holder?.domainId ||
      (accessKey === undefined && account.projects.some(({ projectId }) => projectId === project)),
  );
  return found?.name ?? null;
}
