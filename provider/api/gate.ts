import type { TransportFailure } from "./transport";

/** While closed, calls pass one at a time, each after the one before has left; while open, all pass at once. */
export interface Gate {
  /** Waits for its turn and gives the function that leaves the gate, to be called once; throws when turned away. */
  enter(): Promise<() => void>;
  /** All who wait at this moment get this failure instead of a turn: they would only find out the same, one by one. */
  turnAway(failure: TransportFailure): void;
  open(): void;
  close(): void;
}

export function createGate(): Gate {
  let isOpen = false;
  let inside = 0;
  const waiting: { admit: () => void; refuse: (failure: TransportFailure) => void }[] = [];

  const mayPass = () => isOpen || inside === 0;
  const admitWaiting = () => {
    while (mayPass()) {
      const next = waiting.shift();
      if (next === undefined) return;
      inside++;
      next.admit();
    }
  };
  const leave = () => {
    inside--;
    admitWaiting();
  };
  return {
    async enter() {
      if (mayPass()) inside++;
      else await new Promise<void>((admit, refuse) => waiting.push({ admit, refuse }));
      return leave;
    },
    turnAway(failure) {
      for (const { refuse } of waiting.splice(0)) refuse(failure);
    },
    open() {
      isOpen = true;
      admitWaiting();
    },
    close() {
      isOpen = false;
    },
  };
}
