// The packages of others that users get, and what their licences allow.

/** @typedef {{ path: string, name: string, version: string, licence: string }} Package */

/** @typedef {{ version: string, license?: string, dev?: boolean, devOptional?: boolean, peer?: boolean }} Locked */

/** Licences under which this package may bring others along: each asks for no more than its text. */
export const ALLOWED = [
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
  "(BSD-3-Clause AND Apache-2.0)",
  "(MIT OR CC0-1.0)",
];

/**
 * What installing the package brings along.
 * @param {{ packages: Record<string, Locked> }} lock
 * @returns {Package[]}
 */
export function runtimePackages(lock) {
  return Object.entries(lock.packages)
    .filter(([path, { dev, devOptional, peer }]) => path !== "" && !dev && !devOptional && !peer)
    .map(([path]) => packageAt(lock, path));
}

/**
 * @param {{ packages: Record<string, Locked> }} lock
 * @param {string} path such as `node_modules/got`
 * @returns {Package}
 */
export function packageAt(lock, path) {
  const locked = lock.packages[path];
  if (locked === undefined) throw new Error(`the lock file has no ${path}`);
  const name = path.split("node_modules/").at(-1) ?? path;
  return { path, name, version: locked.version, licence: locked.license ?? "none" };
}

/**
 * @param {Package[]} packages
 * @returns {string[]} a line for each whose licence is not among the allowed ones
 */
export function licenceProblems(packages) {
  return packages
    .filter(({ licence }) => !ALLOWED.includes(licence))
    .map(({ name, version, licence }) => `${name} ${version} is under ${licence}, which is not allowed`);
}
