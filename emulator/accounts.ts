import { createHash } from "node:crypto";
import type { AccountIdentity, Project } from "./world/identity";
import { isPathId } from "./world/ids";
import type { Account, AccountIds, Accounts, Regions } from "./world/settings";
import { UserError } from "./world/user-input";

/** The first account and those of the names, in the same regions and with sub-projects of the same names. */
export function accountsFrom(
  first: Omit<Account, keyof AccountIdentity>,
  names: readonly string[],
  subProjects: readonly string[],
): Accounts {
  for (const name of names) {
    if (!isPathId(name))
      throw new UserError(
        `The name of an account is 1 to 64 letters, digits, - and _, not ${JSON.stringify(name)}.`,
      );
  }
  const all = [first.name, ...names];
  const twice = all.find((name, place) => all.indexOf(name) !== place);
  if (twice !== undefined) throw new UserError(`Two accounts have the same name, ${twice}.`);
  const complete = (account: typeof first) => ({ ...account, ...identityOf(account, subProjects) });
  return [complete(first), ...names.map((name) => complete(namedAccount(name, first.regions)))];
}

/** Everything follows from the name, so that it is the same at every start, with a state file or without. */
function namedAccount(name: string, regions: Regions): Omit<Account, keyof AccountIdentity> {
  const project = ({ region }: Regions[number]) => ({
    region,
    projectId: derived(name, `project in ${region}`, 32),
  });
  const [first, ...further] = regions;
  return {
    name,
    domainId: derived(name, "id", 32),
    accessKey: `EMULATOR${derived(name, "access key", 12).toUpperCase()}`,
    secretKey: derived(name, "secret key", 40),
    regions: [project(first), ...further.map(project)],
  };
}

/** Names and passwords that can be written down in a README: they open nothing but an emulator. */
function identityOf(account: AccountIds & { name: string }, subProjects: readonly string[]): AccountIdentity {
  const { name, domainId, regions } = account;
  const agency = (named: string, trusts: string) => {
    const urn = `iam::${domainId}:agency:${named}`;
    return { id: derived(name, `agency ${named}`, 32), name: named, urn, trusts };
  };
  const provider = `${name}-idp`;
  const builtIn = regions.map((place) => ({ ...place, name: place.region, parentId: domainId }));
  return {
    users: [{ id: derived(name, "user admin", 32), name: "admin", password: `${name}-password` }],
    projects: [...builtIn, ...subProjects.map((each) => subProject(account, each))],
    agencies: [agency("open-agency", "*"), agency("own-agency", domainId)],
    identityProvider: {
      id: provider,
      urn: `iam::${domainId}:oidcProvider:${provider}`,
      idTokens: [`${name}-id-token`],
    },
  };
}

/** IAM: "Creating a Project": the name begins with that of the region and has at most 64 characters. */
function subProject({ name, regions }: AccountIds & { name: string }, projectName: string): Project {
  const parent = regions.find(({ region }) => projectName.startsWith(`${region}_`));
  if (parent === undefined || !isPathId(projectName)) {
    throw new UserError(
      `The name of a sub-project is that of a region, _ and more letters, digits, - and _, up to 64 in all, not ${JSON.stringify(projectName)}.`,
    );
  }
  const projectId = derived(name, `project ${projectName}`, 32);
  return { name: projectName, region: parent.region, projectId, parentId: parent.projectId };
}

function derived(account: string, what: string, length: number): string {
  const text = `emulated ${what} of the account ${account}`;
  return createHash("sha256").update(text).digest("hex").slice(0, length);
}
