import type { Plan, Step } from "../../generators/plan/plan.js";
import type { Tree } from "./apply-tree.js";

/** The plan that leads from one tree to another. */
export function planOf(root: string, before: Tree, after: Tree): Plan {
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));
  const isFile = (name: string) => !name.endsWith("/");
  const steps: Step[] = [];
  for (const path of new Set([...Object.keys(before), ...Object.keys(after)].filter(isFile))) {
    const [old, young] = [before[path], after[path]];
    const reason = "because";
    if (old === undefined && young !== undefined)
      steps.push({ kind: "create", path, after: bytes(young), reason });
    else if (old !== undefined && young === undefined)
      steps.push({ kind: "delete", path, before: bytes(old), reason });
    else if (old !== undefined && young !== undefined)
      steps.push({ kind: "patch", path, before: bytes(old), after: bytes(young), reason });
  }
  return { root, service: "orders", steps, notes: [], conflicts: [], next: [], replay: "" };
}
