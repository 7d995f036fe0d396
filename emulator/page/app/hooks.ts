import { useEffect, useState } from "preact/hooks";
import { ControlError } from "./control-routes";
import type { Live, Snapshot } from "./live";
import { type Place, readPlace, writePlace } from "./place";

export function useSnapshot(live: Live): Snapshot {
  const [snapshot, setSnapshot] = useState(live.snapshot);
  useEffect(() => live.subscribe(() => setSnapshot(live.snapshot)), [live]);
  return snapshot;
}

/** Changes part of the place; another tab is a step for the back button. */
export type Move = (change: Partial<Place>) => void;

export function usePlace(): [Place, Move] {
  const [place, setPlace] = useState(() => readPlace(location.hash));
  useEffect(() => {
    const follow = () => {
      scrollTo(0, 0);
      setPlace(readPlace(location.hash));
    };
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  const move: Move = (change) => {
    const next = { ...readPlace(location.hash), ...change };
    history.replaceState(null, "", writePlace(next));
    setPlace(next);
  };
  return [place, move];
}

/** What the last thing that the user did has led to, for eyes and screen readers. */
export interface Notice {
  text: string;
  isProblem: boolean;
}

/** Does something for the user, and says how it went. */
export type Act = (action: () => Promise<unknown>, done: string) => Promise<void>;

const shownMs = 6000;

export function useNotice(): [Notice | undefined, Act] {
  const [notice, setNotice] = useState<Notice>();
  useEffect(() => {
    if (notice === undefined || notice.isProblem) return;
    const timer = setTimeout(() => setNotice(undefined), shownMs);
    return () => clearTimeout(timer);
  }, [notice]);
  const act: Act = async (action, done) => {
    try {
      await action();
      setNotice({ text: done, isProblem: false });
    } catch (error) {
      if (!(error instanceof ControlError)) throw error;
      setNotice({ text: error.message, isProblem: true });
    }
  };
  return [notice, act];
}
