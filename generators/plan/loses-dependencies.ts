import { isRecord } from "../is-record.js";
import type { Step } from "./plan.js";

/** Whether a plan takes dependencies out of package.json, so that the package manager has to follow. */
export function losesDependencies(steps: Step[]): boolean {
  const step = steps.find(({ path, kind }) => path === "package.json" && kind === "patch");
  if (step?.kind !== "patch") return false;
  const after = new Set(listDependencies(step.after));
  return listDependencies(step.before).some((name) => !after.has(name));
}

function listDependencies(bytes: Uint8Array): string[] {
  try {
    const text = Buffer.from(bytes).toString("utf8");
    const json: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    const dependencies = isRecord(json) ? json["devDependencies"] : undefined;
    return isRecord(dependencies) ? Object.keys(dependencies) : [];
  } catch {
    return [];
  }
}
