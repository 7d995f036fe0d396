/** Milliseconds since the epoch; injected, so that a test can stand still, jump or be wrong by hours. */
export type Clock = () => number;

/** Timestamps of the API: UTC, second resolution, `YYYY-MM-DDTHH:MM:SSZ`. */
export function apiTime(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}

/** Timestamps of tokens carry microseconds (API page: "Obtaining a User Token"). */
export function tokenTime(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 23)}000Z`;
}
