import type { PythonTarget } from "../../target/python/python-target.js";
import type { Note } from "../../target/target.js";
import type { Step } from "../plan.js";

export interface DependencyPlan {
  steps: Step[];
  needsInstall: boolean;
  install?: string;
  notes: Note[];
}

export async function planDependency(_target: PythonTarget): Promise<DependencyPlan> {
  throw new Error("stub");
}
