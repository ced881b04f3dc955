import { availableParallelism } from "node:os";
import { Broken, type Finding, type Lab, type Scenario } from "./check.js";

// Some scenarios wait; a few more processes than cores keep the cores busy.
const fewest = 3;
const most = 8;

/** Plays scenarios side by side; tells of each as it is done. */
export async function runScenarios(
  scenarios: readonly Scenario[],
  lab: Lab,
  onDone: (clause: string) => void,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const queue = [...scenarios];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      findings.push(await playOne(next, lab));
      onDone(next.clause);
    }
  };
  const width = Math.min(most, Math.max(fewest, availableParallelism() + 1));
  await Promise.all(Array.from({ length: width }, work));
  return findings;
}

async function playOne({ clause, skip, play }: Scenario, lab: Lab): Promise<Finding> {
  const reason = skip?.(lab);
  if (reason !== undefined) return { clause, verdict: "skipped", evidence: reason };
  try {
    return { clause, verdict: "pass", evidence: await play(lab) };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const evidence = error instanceof Broken ? text : `it could not be looked at: ${text}`;
    return { clause, verdict: "fail", evidence };
  }
}
