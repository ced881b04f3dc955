import { planDependency } from "../../plan/python/plan-dependency.js";
import type { PythonTarget } from "../../target/python/python-target.js";
import type { Finding } from "../check.js";

/** Whether whoever installs the project gets Loguru. */
export async function checkLoguru(target: PythonTarget): Promise<Finding> {
  const clause = "repo:loguru";
  const { steps, notes } = await planDependency(target);
  const faults = [
    ...steps.map((step) => `'${step.path}' lacks it: run create-logging`),
    ...notes.map(
      ({ file, line, text }) => `${file}${line === undefined ? "" : `:${line}`} ${text}`,
    ),
  ];
  if (faults.length > 0) return { clause, verdict: "fail", evidence: faults.join("; ") };
  const [first] = target.dependencyFiles;
  return { clause, verdict: "pass", evidence: first?.file ?? "no file keeps the dependencies" };
}
