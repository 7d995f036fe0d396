/** While closed, calls pass one at a time, each after the one before has left; while open, all pass at once. */
export interface Gate {
  /** Waits for its turn and gives the function that leaves the gate, to be called once. */
  enter(): Promise<() => void>;
  open(): void;
  close(): void;
}

export function createGate(): Gate {
  let isOpen = false;
  let inside = 0;
  const waiting: (() => void)[] = [];

  const mayPass = () => isOpen || inside === 0;
  const admitWaiting = () => {
    while (mayPass()) {
      const admit = waiting.shift();
      if (admit === undefined) return;
      inside++;
      admit();
    }
  };
  const leave = () => {
    inside--;
    admitWaiting();
  };
  return {
    async enter() {
      if (mayPass()) inside++;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      return leave;
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
