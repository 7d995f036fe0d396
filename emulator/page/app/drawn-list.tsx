import type { ComponentChild } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { drawnRange, itemAt, offsetsOf } from "./drawn-range";

interface Props<Item> {
  label: string;
  items: readonly Item[];
  keyOf(item: Item): string;
  /** In pixels, for an item that has not been drawn yet. */
  estimate(item: Item): number;
  render(item: Item): ComponentChild;
  /** The key of an item to scroll to once it is there. */
  reveal?: string | undefined;
}

/** Drawn above and below what is seen, so that scrolling shows no gaps. */
const marginPx = 600;
/** So much of an item has to be seen. */
const revealedPx = 120;

/**
 * A list in the page's own scroll of which only what is seen is drawn, with the item that has the focus. What is read
 * stays where it is when items are added above it.
 */
export function DrawnList<Item>({ label, items, keyOf, estimate, render, reveal }: Props<Item>) {
  const box = useRef<HTMLUListElement>(null);
  const heights = useRef(new Map<string, number>());
  const [, setDrawings] = useState(0);
  const [focused, setFocused] = useState<string>();
  const { top, bottom } = useSeen(box);
  const observer = useHeights(heights.current, () => setDrawings((count) => count + 1));

  const keys = items.map(keyOf);
  const offsets = offsetsOf(
    items.map((item, place) => heights.current.get(keys[place] ?? "") ?? estimate(item)),
  );
  const [first, last] = drawnRange(offsets, top - marginPx, bottom + marginPx);
  forgetOthers(heights.current, keys);
  useAnchor(box, keys, offsets, top);
  useReveal(box, reveal, offsets[keys.indexOf(reveal ?? "")]);

  const drawn = [...items.keys()].slice(first, last + 1);
  const withFocus = focused === undefined ? -1 : keys.indexOf(focused);
  if (withFocus >= 0 && (withFocus < first || withFocus > last)) drawn.push(withFocus);
  return (
    <ul
      ref={box}
      class="drawn"
      aria-label={label}
      style={{ height: `${offsets.at(-1)}px` }}
      onFocusIn={(event) => setFocused(keyAround(event.target))}
    >
      {drawn.map((place) => {
        const item = items[place];
        const key = keys[place] ?? "";
        return (
          item !== undefined && (
            <li
              key={key}
              ref={observer}
              data-key={key}
              aria-setsize={items.length}
              aria-posinset={place + 1}
              style={{ transform: `translateY(${offsets[place]}px)` }}
            >
              {render(item)}
            </li>
          )
        );
      })}
    </ul>
  );
}

/** The part of a list that is in the window, from the list's top. */
function useSeen(box: { current: HTMLElement | null }): { top: number; bottom: number } {
  const [seen, setSeen] = useState({ top: 0, bottom: innerHeight });
  useEffect(() => {
    const look = () => {
      const top = -(box.current?.getBoundingClientRect().top ?? 0);
      setSeen({ top, bottom: top + innerHeight });
    };
    look();
    addEventListener("scroll", look, { passive: true });
    addEventListener("resize", look);
    return () => {
      removeEventListener("scroll", look);
      removeEventListener("resize", look);
    };
  }, [box]);
  return seen;
}

/** Remembers how high each drawn item turned out; a ref for the items. */
function useHeights(heights: Map<string, number>, changed: () => void) {
  const [observer] = useState(
    () =>
      new ResizeObserver((entries) => {
        let differs = false;
        for (const { target } of entries) {
          const { dataset, offsetHeight } = target as HTMLElement;
          const key = dataset["key"] ?? "";
          if (!target.isConnected || heights.get(key) === offsetHeight) continue;
          heights.set(key, offsetHeight);
          differs = true;
        }
        if (differs) changed();
      }),
  );
  useEffect(() => () => observer.disconnect(), [observer]);
  const [watch] = useState(() => (item: HTMLElement | null) => {
    if (item !== null) observer.observe(item);
  });
  return watch;
}

/** A page that is open for days sees many items come and go. */
function forgetOthers(heights: Map<string, number>, keys: readonly string[]): void {
  if (heights.size <= 2 * keys.length + 1000) return;
  const present = new Set(keys);
  for (const key of heights.keys()) if (!present.has(key)) heights.delete(key);
}

/** Keeps the first item in the window where it is, unless the list's beginning is in the window. */
function useAnchor(
  box: { current: HTMLElement | null },
  keys: readonly string[],
  offsets: readonly number[],
  top: number,
): void {
  const anchor = useRef<{ key: string; offset: number } | undefined>(undefined);
  useLayoutEffect(() => {
    const { current } = anchor;
    const listTop = -(box.current?.getBoundingClientRect().top ?? 0);
    if (current !== undefined && listTop > 0) {
      const place = keys.indexOf(current.key);
      const moved = (offsets[place] ?? current.offset) - current.offset;
      if (place >= 0 && moved !== 0) scrollBy(0, moved);
    }
    const place = itemAt(offsets, Math.max(0, top));
    anchor.current = { key: keys[place] ?? "", offset: offsets[place] ?? 0 };
  });
}

/** Once for each item that is asked for, and only if it is out of sight. */
function useReveal(
  box: { current: HTMLElement | null },
  key: string | undefined,
  offset: number | undefined,
): void {
  const isThere = offset !== undefined;
  useEffect(() => {
    const listTop = box.current?.getBoundingClientRect().top;
    if (offset === undefined || listTop === undefined) return;
    const y = listTop + offset;
    if (y < 0 || y > innerHeight - revealedPx) scrollBy(0, y - innerHeight / 3);
  }, [key, isThere]);
}

function keyAround(target: EventTarget | null): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>("[data-key]")?.dataset["key"] : undefined;
}
