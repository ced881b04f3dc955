import path from "node:path";
import { Broken, type Lab } from "./check.js";
import { pastGuard } from "./program.js";
import { cut } from "./read-records.js";
import { describeEnd, type Ended } from "./run-probe.js";

/** Why nothing can be judged: a file that can't be imported, or a setup that has no end; undefined where all loads. */
export async function findLoadFault(lab: Lab): Promise<string | undefined> {
  try {
    // The logger comes without a guard, so it must load; of a setup that ends here a guard may be the reason.
    const logger = await lab.run("", { setup: "none" });
    if (logger.code !== 0 || !logger.stdout.includes(pastGuard)) return describeLoad(logger, lab);
    const setups =
      lab.answers.children.length > 0 ? (["setup", "setup-child"] as const) : (["setup"] as const);
    for (const setup of setups) {
      const ended = await lab.run("", { setup });
      if (importFault.test(ended.stderr)) return describeLoad(ended, lab);
    }
    return undefined;
  } catch (error) {
    if (error instanceof Broken) return error.message;
    throw error;
  }
}

const importFault =
  /Cannot find (?:module|package) |does not provide an export named|^(?:ModuleNotFound|Import|Syntax|Indentation|Tab)Error\b/m;

function describeLoad(ended: Ended, { folder }: Lab): string {
  const error = /^\w*Error\b.*$/m.exec(ended.stderr)?.[0];
  if (error === undefined) return describeEnd(ended);
  // Python's own places come last; the one of our file tells most.
  const places = [...ended.stderr.matchAll(/^ +File "(.*)", line (\d+)/gm)];
  const own = places.filter(([, file = ""]) => file.startsWith(folder)).at(-1);
  const place = own ? `${path.basename(own[1] ?? "")}:${own[2]} ` : "";
  return `${place}${cut(error, 200)}`;
}
