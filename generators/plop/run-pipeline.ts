import type { NodePlopAPI } from "node-plop";
import type { Terminal } from "../commands/open-terminal.js";
import type { InterruptWatch } from "../commands/watch-interrupt.js";
import { describeError, type ExitCode, exitCodes, InterruptedError } from "../errors.js";
import { findPackage } from "./find-package.js";
import { stopSpinner } from "./stop-spinner.js";

/** What a command does with a package. */
type Story = (root: string, terminal: Terminal, interrupts: InterruptWatch) => Promise<ExitCode>;

/**
 * Runs a command's story as the one action of a generator, at plop's terminal. Whatever keeps it from the end is thrown
 * with the words that plop is to show; plop's exit code is 1 then.
 */
export async function runPipeline(plop: NodePlopAPI, story: Story): Promise<void> {
  await stopSpinner();
  const [{ openTerminal }, { watchInterrupt }] = await Promise.all([
    import("../commands/open-terminal.js"),
    import("../commands/watch-interrupt.js"),
  ]);
  const terminal = openTerminal({ json: false });
  const interrupts = watchInterrupt(() => terminal.tell(new InterruptedError().message));
  let code: ExitCode;
  try {
    code = await story(findPackage(plop.getDestBasePath()), terminal, interrupts);
  } catch (error) {
    throw new Error(describeError(error), { cause: error });
  } finally {
    terminal.progress();
    await interrupts.stop();
  }
  const fault = faultOf(code);
  if (fault !== undefined) throw new Error(fault);
}

function faultOf(code: ExitCode): string | undefined {
  if (code === exitCodes.done) return undefined;
  if (code === exitCodes.conflicts) return "There are conflicts to resolve; they are named above.";
  return "All files are in place, but the package manager did not finish; see above.";
}
