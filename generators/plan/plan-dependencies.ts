import type { RenderedFile } from "../render/render.js";
import { isPython, type Project } from "../target/project.js";
import type { Note } from "../target/target.js";
import type { Step } from "./plan.js";
import { planPackageJson } from "./plan-package-json.js";
import { planDependency } from "./python/plan-dependency.js";

/** What happens to the files that name a project's dependencies. */
export interface DependenciesPlan {
  steps: Step[];
  notes: Note[];
  /** What a person has to do for what was added, a sentence; undefined where nothing was. */
  install: string | undefined;
}

/** Adds what the emitted code needs: Loguru in Python; in Node nothing but types, and what the plopfile needs. */
export async function planDependencies(
  target: Project,
  rendered: RenderedFile[],
  plop: { version: string } | undefined,
): Promise<DependenciesPlan> {
  if (isPython(target)) {
    const { steps, notes, needsInstall, install } = await planDependency(target);
    const sentence = `Install Loguru where the service runs: ${install}`;
    return { steps, notes, install: needsInstall ? sentence : undefined };
  }
  const { step, notes, needsInstall } = await planPackageJson(target, rendered, plop);
  const sentence = `Install what was added to package.json: ${target.packageManager} install`;
  return {
    steps: step === undefined ? [] : [step],
    notes,
    install: needsInstall ? sentence : undefined,
  };
}
