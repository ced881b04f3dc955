import type { Note } from "../target/target.js";
import { diffStep } from "./diff-step.js";
import type { Plan, Step } from "./plan.js";

/** What happens to one path. */
export interface StepJson {
  kind: Step["kind"];
  /** POSIX, relative to `root`. */
  path: string;
  reason: string;
  /** Unified diff; absent for `leave`. */
  diff?: string;
  /** The whole content after the run; absent for `leave` and `delete`. */
  after?: string;
  /** How `after` is to be read: `base64` for what isn't UTF-8. */
  encoding?: "utf8" | "base64";
}

/** A plan for programs: what `--json` prints. Keys are only ever added while `planVersion` is 1. */
export interface PlanJson {
  planVersion: 1;
  /** Absolute. */
  root: string;
  service: string;
  steps: StepJson[];
  notes: Note[];
  conflicts: string[];
  next: string[];
  replay: string;
}

/** Turns a plan into plain JSON data. */
export async function planToJson(plan: Plan): Promise<PlanJson> {
  const { root, service, notes, conflicts, next, replay } = plan;
  const steps: StepJson[] = [];
  for (const step of plan.steps) steps.push(await stepToJson(step));
  return { planVersion: 1, root, service, steps, notes, conflicts, next, replay };
}

async function stepToJson(step: Step): Promise<StepJson> {
  const { kind, path, reason } = step;
  if (step.kind === "leave") return { kind, path, reason };
  const diff = await diffStep(step);
  if (step.kind === "delete") return { kind, path, reason, diff };
  const bytes = Buffer.from(step.after);
  const text = bytes.toString("utf8");
  const isText = Buffer.from(text, "utf8").equals(bytes);
  return isText
    ? { kind, path, reason, diff, after: text, encoding: "utf8" }
    : { kind, path, reason, diff, after: bytes.toString("base64"), encoding: "base64" };
}
