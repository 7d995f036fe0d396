/** Where each item of a list begins, and at the end where the last one ends. */
export function offsetsOf(heights: readonly number[]): number[] {
  const offsets = [0];
  let end = 0;
  for (const height of heights) {
    end += height;
    offsets.push(end);
  }
  return offsets;
}

/** The item at a height, found by halving; the last one below the list's end. */
export function itemAt(offsets: readonly number[], y: number): number {
  let [low, high] = [0, Math.max(0, offsets.length - 2)];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** First and last item between two heights, both of them drawn. */
export function drawnRange(offsets: readonly number[], top: number, bottom: number): [number, number] {
  return [itemAt(offsets, top), itemAt(offsets, bottom)];
}
