import { RefusedError } from "../errors.js";
import { isPython, type Project } from "../target/project.js";
import type { Entrypoint } from "../target/target.js";
import type { DeclaredChild } from "./answers.js";
import { quoteList } from "./quote.js";

/** Detected entrypoints that could be the service's own: all but those declared as a child's. */
export function listCandidates(target: Project, children: readonly DeclaredChild[]): Entrypoint[] {
  const entrypoints: readonly Entrypoint[] = target.entrypoints;
  return entrypoints.filter(({ file }) => !children.some(({ entry }) => entry === file));
}

/** The entrypoints that nobody needs to be asked about: the only one, or all of what belongs together. Undefined where there is a choice. */
export function listClear(candidates: readonly Entrypoint[]): string[] | undefined {
  const files = candidates.map(({ file }) => file);
  const [first] = candidates;
  const areOne =
    first?.belongsTo !== undefined &&
    candidates.every(({ belongsTo }) => belongsTo === first.belongsTo);
  return files.length === 1 || areOne ? files : undefined;
}

/** The entrypoints that nobody needs to be asked about. Throws a RefusedError when there is none, or a choice. */
export function chooseEntries(target: Project, candidates: readonly Entrypoint[]): string[] {
  const clear = listClear(candidates);
  if (clear !== undefined) return clear;
  const [only] = candidates;
  if (only === undefined && target.entrypoints.length > 0)
    throw new RefusedError(
      `What starts this package, ${quoteList(target.entrypoints.map(({ file }) => file))}, is declared as a child's. Pass the parent's own entrypoint with --entry <file>.`,
    );
  if (only === undefined)
    throw new RefusedError(
      [
        `Cannot find an entrypoint: tried ${quoteList(usualEntries(target))}. Pass one with --entry <file>.`,
        // What the inspection says of the package as a whole may be the reason: a workspace root, for one.
        ...target.notes
          .filter(({ file }) => file === undefined)
          .map(({ text }) => `Note: ${text}.`),
      ].join("\n"),
    );
  throw new RefusedError(
    `${describeCandidates(candidates)}\nPass each that is to log with --entry, for example: --entry ${only.file}`,
  );
}

/** Candidates as a person is shown them: each with every place that names it. */
export function describeCandidates(candidates: readonly Entrypoint[]): string {
  const width = Math.max(...candidates.map(({ file }) => file.length));
  const lines = candidates.map(
    ({ file, sources }) => `  ${file.padEnd(width)}  ${sources.join(", ")}`,
  );
  return ["Several files start this service:", ...lines].join("\n");
}

function usualEntries(target: Project): string[] {
  const folders = target.sourceRoot === "" ? [""] : [`${target.sourceRoot}/`, ""];
  if (isPython(target))
    return folders.flatMap((folder) =>
      ["main", "app", "__main__", "manage", "wsgi"].map((stem) => `${folder}${stem}.py`),
    );
  const extension = target.language === "typescript" ? "ts" : "js";
  return folders.flatMap((folder) =>
    ["index", "main", "server", "app"].map((stem) => `${folder}${stem}.${extension}`),
  );
}
