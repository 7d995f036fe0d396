/** A name without case and underscores. */
export const plain = (text: string) => text.toLowerCase().replaceAll("_", "");

/** Whether two names differ in nothing but case, underscores, or up to two letters in one place. */
export function isNear(one: string, other: string): boolean {
  const [a, b] = [plain(one), plain(other)];
  if (a === b || Math.min(a.length, b.length) < 3) return a === b;
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  return Math.max(a.length, b.length) - head - tail <= 2;
}
