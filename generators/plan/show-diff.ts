import pc from "picocolors";
import { showPath } from "../apply/confine-path.js";
import { diffStep } from "./diff-step.js";
import { lockFileName } from "./lock-file.js";
import type { Plan } from "./plan.js";
import type { Colors } from "./show-plan.js";

const noColors = pc.createColors(false);

/** Every change of a plan as a unified diff; `git apply` takes it when it has no colours. */
export async function showDiff(plan: Plan, colors: Colors = noColors): Promise<string> {
  const shown: string[] = [];
  for (const step of plan.steps) {
    if (step.kind === "leave") continue;
    if (step.path === lockFileName) {
      shown.push(colors.dim(`${step.kind} ${lockFileName} (for the tool, not shown)\n`));
      continue;
    }
    const diff = await diffStep(step);
    shown.push(colors.isColorSupported ? paintDiff(diff, colors) : diff);
  }
  return shown.join("");
}

// A terminal gets no control character that a file may hold; a patch file gets every byte.
function paintDiff(diff: string, colors: Colors): string {
  const lines = diff.split("\n").map((line) => line.split("\t").map(showPath).join("\t"));
  return lines
    .map((line) => {
      if (/^(---|\+\+\+) /.test(line)) return colors.bold(line);
      if (line.startsWith("@@")) return colors.cyan(line);
      if (line.startsWith("+")) return colors.green(line);
      if (line.startsWith("-")) return colors.red(line);
      return line;
    })
    .join("\n");
}
