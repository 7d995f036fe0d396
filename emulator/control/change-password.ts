import type { User } from "../world/identity";
import { UserError } from "../world/user-input";
import type { World } from "../world/world";

/** As at the console. What was issued to the user ends at once. */
export function changePassword(
  world: World,
  userName: string,
  password: string,
  accountName: string | undefined,
): void {
  const [first, ...others] = world.settings.accounts;
  const name = accountName ?? first.name;
  const account = [first, ...others].find((each) => each.name === name);
  const user = account?.users.find((each) => each.name === userName);
  if (account === undefined || user === undefined)
    throw new UserError(`The account ${name} has no user ${userName}.`);
  const changedUser = (each: User) => (each === user ? { ...user, password } : each);
  const [firstUser, ...otherUsers] = account.users;
  const users = [changedUser(firstUser), ...otherUsers.map(changedUser)] as const;
  const changed = (each: typeof account) => (each === account ? { ...account, users } : each);
  world.settings.accounts = [changed(first), ...others.map(changed)];
  for (const issued of [world.tokens, world.keys]) issued.expire(({ principal }) => principal.id === user.id);
}
