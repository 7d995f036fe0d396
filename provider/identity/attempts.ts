import { isApiError } from "../api/errors";

/** Sends a login, unless one of the same user was refused; gives what came of it. */
export type Attempts = <T>(user: string, login: () => Promise<T>) => Promise<T>;

/**
 * A wrong password is wrong for every project, region and provider, and a few of them lock the user. So until one login of
 * a user was accepted, the next one waits for the one before, and a refusal is the refusal of all.
 */
export function createAttempts(): Attempts {
  const latest = new Map<string, Promise<unknown>>();
  const accepted = new Set<string>();
  return (user, login) => {
    if (accepted.has(user)) return login();
    const attempt = async () => {
      const result = await login();
      accepted.add(user);
      return result;
    };
    const next = (latest.get(user) ?? Promise.resolve()).then(attempt, (error) => {
      if (isApiError(error) && error.outcome === "unauthorized") throw error;
      return attempt();
    });
    latest.set(user, next);
    return next;
  };
}
