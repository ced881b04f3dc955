import type { Note } from "../target/target.js";
import { type Insertion, isErased, loadedBy } from "./find-insertion.js";
import type { OwnImports } from "./find-own-imports.js";
import { isPure } from "./is-pure.js";
import { isInstrumentation } from "./must-be-first.js";
import { lineOf } from "./parse-source.js";
import type { FileContext } from "./read-context.js";

/** Says what starts ahead of the guard because it must be first. */
export function noteAhead(context: FileContext, insertion: Insertion): Note[] {
  const { after } = insertion;
  const modules = insertion.ahead.filter(isInstrumentation);
  if (!after || modules.length === 0) return [];
  const names = modules.map((module) => `'${module}'`).join(", ");
  return [
    {
      file: context.file,
      line: lineOf(context, after),
      text: `${names} must be loaded first: what it prints while it starts comes before the guard and is not in the log.`,
    },
  ];
}

/** Whether a note says that the setup has lost its place. */
export function isLateSetup({ text }: Note): boolean {
  return text.includes(tooLate);
}

const tooLate = "which therefore runs before the guard";

/** Says what is loaded ahead of a setup import that has lost its place. */
export function noteLateSetup(
  context: FileContext,
  form: "import" | "require",
  { envFile, setup }: OwnImports,
  insertion: Insertion,
): Note[] {
  const { tree } = context;
  if (!setup) return [];
  const early = tree.statements.find(
    (statement) =>
      statement.pos >= (insertion.after?.end ?? 0) &&
      statement.end <= setup.pos &&
      statement !== envFile &&
      (form === "import"
        ? !isErased(context.ts, statement) && loadedBy(context, statement).length > 0
        : !isPure(context, statement)),
  );
  if (!early) return [];
  return [
    {
      file: context.file,
      line: lineOf(context, setup),
      text: `${setup.getText(tree)} comes after line ${lineOf(context, early)}, ${tooLate}. Move it above that line.`,
    },
  ];
}
