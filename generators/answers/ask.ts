import { InterruptedError } from "../errors.js";

/** What opens the questions: inquirer's own module, loaded when the first one is asked. */
export type Prompts = Pick<typeof import("@inquirer/prompts"), "checkbox" | "confirm" | "input">;

/** Loads inquirer. */
export async function loadPrompts(): Promise<typeof import("@inquirer/prompts")> {
  return import("@inquirer/prompts");
}

/** Asks one question, on standard error: standard output is for the plan. Ctrl+C is an InterruptedError. */
export async function ask<Answer>(
  load: () => Promise<Prompts>,
  open: (prompts: Prompts, context: { output: NodeJS.WritableStream }) => Promise<Answer>,
): Promise<Answer> {
  const prompts = await load();
  try {
    return await open(prompts, { output: process.stderr });
  } catch (error) {
    if (error instanceof Error && error.name === "ExitPromptError") throw new InterruptedError();
    throw error;
  }
}

/** What inquirer wants of a validation: true, or the fault as a sentence. */
export function sentence(subject: string, fault: string | undefined): string | true {
  return fault === undefined ? true : `${subject} ${fault}.`;
}
