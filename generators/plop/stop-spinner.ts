import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { listUpward } from "../target/list-upward.js";
import { tryReadPackageJson } from "../target/read-package-json.js";

interface Spinner {
  isSpinning(): boolean;
  stop(): unknown;
}

/**
 * Stops the spinner that plop shows while an action runs: it redraws itself over what we print and ask twenty times a
 * second, and ends the process at Ctrl+C, in the middle of writing too. plop starts it again when the action is done.
 */
export async function stopSpinner(): Promise<void> {
  const main = findPlop(process.argv[1]);
  if (main === undefined) return;
  // The very module that is running: it is in the cache, and nothing is loaded.
  const { progressSpinner } = (await import(pathToFileURL(main).href)) as {
    progressSpinner?: Spinner;
  };
  if (progressSpinner?.isSpinning() === true) progressSpinner.stop();
}

// The plop that runs may be a global one, and not what this package would resolve.
function findPlop(script: string | undefined): string | undefined {
  if (script === undefined || !existsSync(script)) return undefined;
  const program = realpathSync(script);
  for (const dir of listUpward(path.dirname(program))) {
    const found = tryReadPackageJson(dir);
    if (found?.name === "plop") return path.join(dir, found.main ?? "src/plop.js");
    if (found?.name !== undefined) break;
  }
  // A command of its own, made with plop.
  try {
    return createRequire(program).resolve("plop");
  } catch {
    return undefined;
  }
}
