import pc from "picocolors";
import { showPath } from "../apply/confine-path.js";
import type { Note } from "../target/target.js";
import { foldNotes } from "./fold-notes.js";
import type { Plan, Step } from "./plan.js";

export type Colors = ReturnType<typeof pc.createColors>;

const noColors = pc.createColors(false);
const kinds: Step["kind"][] = ["create", "patch", "merge", "delete", "leave"];
const doneWords: Record<Step["kind"], string> = {
  create: "created",
  patch: "patched",
  merge: "merged",
  delete: "deleted",
  leave: "left alone",
};
const paint = {
  create: "green",
  patch: "yellow",
  merge: "magenta",
  delete: "red",
  leave: "dim",
} as const;

/** A plan for people: what happens to each file and why, what was seen, what to do next. */
export function showPlan(
  plan: Plan,
  colors: Colors = noColors,
  options: { applied?: boolean } = {},
): string {
  const sections = [showSteps(plan, colors, options.applied ?? false)];
  if (plan.conflicts.length > 0)
    sections.push(section("Conflicts", plan.conflicts.map(showPath), colors));
  if (plan.notes.length > 0)
    sections.push(section("Notes", foldNotes(plan.notes).map(showNote), colors));
  if (plan.next.length > 0) sections.push(section("Next", plan.next.map(showLine), colors));
  sections.push(section("To repeat this run", [showLine(plan.replay)], colors));
  return sections.join("\n\n");
}

/** A note with the place that it is about. */
export function showNote({ file, line, text }: Note): string {
  if (file === undefined) return showLine(text);
  const place = line === undefined ? showPath(file) : `${showPath(file)}:${line}`;
  return `${place}: ${showLine(text)}`;
}

function showSteps({ steps, idle }: Plan, colors: Colors, isApplied: boolean): string {
  if (steps.length === 0) return idle ?? "Nothing to do: everything is as it should be.";
  const sorted = kinds.flatMap((kind) => fold(steps.filter((step) => step.kind === kind)));
  const word = ({ kind }: Row) =>
    isApplied ? doneWords[kind] : kind === "leave" ? "leave alone" : kind;
  const wordWidth = Math.max(...sorted.map((step) => word(step).length));
  const pathWidth = Math.min(40, Math.max(...sorted.map(({ path }) => showPath(path).length)));
  return sorted
    .map((step) => {
      const painted = colors[paint[step.kind]](word(step).padEnd(wordWidth));
      const path = showPath(step.path).padEnd(pathWidth);
      return `${painted}  ${path}  ${colors.dim(showLine(step.reason))}`;
    })
    .join("\n");
}

interface Row {
  kind: Step["kind"];
  path: string;
  reason: string;
}

// The whole of a folder that comes or goes is one thing to a reader: its files are in `--diff` and `--json`.
function fold(steps: Row[]): Row[] {
  const rows = new Map<string, Row & { count: number }>();
  for (const { kind, path, reason } of steps) {
    const isFolded = kind === "create" || kind === "delete";
    const folder = isFolded ? path.slice(0, path.lastIndexOf("/") + 1) : "";
    const key = folder === "" ? path : `${folder} ${reason}`;
    rows.set(key, { kind, path, reason, count: (rows.get(key)?.count ?? 0) + 1 });
  }
  return [...rows.values()].map(({ count, ...row }) => {
    if (count === 1) return row;
    const folder = row.path.slice(0, row.path.lastIndexOf("/") + 1);
    return { ...row, path: folder, reason: `${count} files, ${row.reason}` };
  });
}

function section(title: string, lines: string[], colors: Colors): string {
  return [colors.bold(title), ...lines.map((line) => `  ${line}`)].join("\n");
}

// A name or a path in it may hold anything that a file system allows.
function showLine(text: string): string {
  return showPath(text);
}
