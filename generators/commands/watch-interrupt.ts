import { setImmediate as nextTurn } from "node:timers/promises";
import { exitCodes } from "../errors.js";

/** Ends the process at Ctrl+C, until a stage that can't just be left listens itself. */
export interface InterruptWatch {
  /** Lets every signal in that is on its way, then stops watching. */
  stop(): Promise<void>;
}

/** Watches SIGINT, and leaves the words to the CLI: until something is written, ending at once leaves nothing behind. */
export function watchInterrupt(tidy: () => void): InterruptWatch {
  const onInterrupt = (): void => {
    tidy();
    // A question hides the cursor while a list is open.
    if (process.stderr.isTTY) process.stderr.write("\x1b[?25h\n");
    process.exit(exitCodes.interrupted);
  };
  process.on("SIGINT", onInterrupt);
  return {
    async stop() {
      await letSignalsIn();
      process.off("SIGINT", onInterrupt);
    },
  };
}

/** Waits until signals that came while the thread was busy have reached their listeners: the second turn's poll brings them. */
export async function letSignalsIn(): Promise<void> {
  await nextTurn();
  await nextTurn();
}
