/**
 * When V8 pauses: for every error that is thrown, for those that nobody seems to catch, or not at all. Only
 * when it is off does an `await` not cost 0.4 µs more, as it does with any debugger.
 */
export type PauseState = "all" | "uncaught" | "off";

export interface PauseLimit {
  /** Counts a pause, and the time that `use` takes. */
  spend(isCaught: boolean, use: () => void): void;
  /** From here on nothing pauses, and nothing is set. */
  end(): void;
}

// A pause costs one or two milliseconds: 10 in a second are about 1 %. At the start there is no second
// to wait for, and an error in the body of an ES module seems caught to V8: Node's loader takes it.
const atStart = { caught: 50, uncaught: 50 };
const perSecond = { caught: 5, uncaught: 5 };
const maxMs = 100;

/**
 * Keeps a program that throws a lot from paying for it: once the pauses of a second are used up, V8
 * pauses for fewer errors, or for none, until it is over.
 */
export function limitPauses(setState: (state: PauseState) => void): PauseLimit {
  let left = { ...atStart };
  let isStart = true;
  let isWaiting = false;
  let isOver = false;
  let spentMs = 0;

  function refill(): void {
    if (isOver) return;
    isStart = false;
    isWaiting = false;
    spentMs = 0;
    left = { ...perSecond };
    measure(() => setState("all"));
  }

  function measure(use: () => void): void {
    const startedAt = performance.now();
    use();
    spentMs += performance.now() - startedAt;
  }

  function wait(): void {
    if (isStart || isWaiting) return;
    isWaiting = true;
    // Whatever there is to show, and however many scripts V8 tells of when it is on again: 2 % of the time.
    setTimeout(refill, Math.max(1000, 50 * spentMs)).unref();
  }

  setState("all");
  setImmediate(refill).unref();
  return {
    spend(isCaught, use) {
      measure(use);
      left[isCaught ? "caught" : "uncaught"] -= 1;
      if (left.uncaught <= 0 || (!isStart && spentMs > maxMs)) setState("off");
      else if (left.caught <= 0) setState("uncaught");
      else return;
      wait();
    },
    end() {
      isOver = true;
    },
  };
}
