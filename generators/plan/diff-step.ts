import { decodeText } from "./file-text.js";
import type { Step } from "./plan.js";

/** The unified diff of one step; of binary content it says only that it differs. */
export async function diffStep(step: Exclude<Step, { kind: "leave" }>): Promise<string> {
  const before = step.kind === "create" ? undefined : decodeText(step.before);
  const after = step.kind === "delete" ? undefined : decodeText(step.after);
  const names = [
    step.kind === "create" ? "/dev/null" : nameInDiff(`a/${step.path}`),
    step.kind === "delete" ? "/dev/null" : nameInDiff(`b/${step.path}`),
  ] as const;
  const isBinary =
    (before === undefined && step.kind !== "create") ||
    (after === undefined && step.kind !== "delete");
  if (isBinary) return `Binary files ${names[0]} and ${names[1]} differ\n`;
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import("diff");
  return createTwoFilesPatch(
    ...names,
    before?.text ?? "",
    after?.text ?? "",
    undefined,
    undefined,
    { context: 3, headerOptions: FILE_HEADERS_ONLY },
  );
}

// As git does: a name with a character that would end the header line is quoted.
function nameInDiff(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  return /[\u0000-\u001f"\\\u007f]/.test(name) ? JSON.stringify(name) : name;
}
