import { createHash } from "node:crypto";
import { isPathId } from "./world/ids";
import type { Account, Accounts, Regions } from "./world/settings";
import { UserError } from "./world/user-input";

/** The first account and those of the names, in the same regions. */
export function withNamed(first: Account, names: readonly string[]): Accounts {
  for (const name of names) {
    if (!isPathId(name))
      throw new UserError(
        `The name of an account is 1 to 64 letters, digits, - and _, not ${JSON.stringify(name)}.`,
      );
  }
  const all = [first.name, ...names];
  const twice = all.find((name, place) => all.indexOf(name) !== place);
  if (twice !== undefined) throw new UserError(`Two accounts have the same name, ${twice}.`);
  return [first, ...names.map((name) => namedAccount(name, first.regions))];
}

/** Everything follows from the name, so that it is the same at every start, with a state file or without. */
function namedAccount(name: string, regions: Regions): Account {
  const derived = (what: string, length: number) =>
    createHash("sha256").update(`emulated ${what} of the account ${name}`).digest("hex").slice(0, length);
  const project = ({ region }: Regions[number]) => ({
    region,
    projectId: derived(`project in ${region}`, 32),
  });
  const [first, ...further] = regions;
  return {
    name,
    domainId: derived("id", 32),
    accessKey: `EMULATOR${derived("access key", 12).toUpperCase()}`,
    secretKey: derived("secret key", 40),
    regions: [project(first), ...further.map(project)],
  };
}
