import { quote } from "../answers/quote.js";
import { RefusedError } from "../errors.js";

/** What plop's own inquirer gave so far: bypassed prompts too. */
export type GivenAnswers = Record<string, unknown>;

/** The questions of one generator, which plop asks or is given the answers to. */
export interface Questions {
  /** Whether a person was asked any: then they also confirm the plan. */
  wasAsked: boolean;
  /**
   * What to ask, as plop wants it. It is called for questions that are really asked, and for no others; throws a
   * RefusedError where nobody can be asked.
   */
  message(text: string): (answers: GivenAnswers) => string;
}

/** Watches the prompts of a generator; `names` are theirs, in order. */
export function openQuestions(generator: string, names: readonly string[]): Questions {
  const questions: Questions = {
    wasAsked: false,
    message: (text) => (answers) => {
      if (!hasTerminal()) throw refuseToAsk(generator, names, answers);
      questions.wasAsked = true;
      return text;
    },
  };
  return questions;
}

/** What plop wants of a validation: true, or the fault as a sentence, which is its error when a bypass is at fault. */
export function sayFault(subject: string, value: string, fault: string | undefined): string | true {
  return fault === undefined ? true : `${subject} ${quote(value)} ${fault}.`;
}

/** Values given as one text, with commas. */
export function splitList(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

// plop asks on standard output, and the plan is confirmed on standard error.
function hasTerminal(): boolean {
  const { stdin, stdout, stderr } = process;
  return stdin.isTTY === true && stdout.isTTY === true && stderr.isTTY === true;
}

function refuseToAsk(
  generator: string,
  names: readonly string[],
  answers: GivenAnswers,
): RefusedError {
  const missing = names.filter((name) => !(name in answers));
  const order = names.map((name) => `<${name}>`).join(" ");
  const flags = missing.map((name) => `--${name} <${name}>`).join(" ");
  return new RefusedError(
    `There is no terminal to ask at, and answers are missing: ${missing.join(", ")}. Pass all in this order: plop ${generator} ${order}; or by name: -- ${flags}. An empty one, "", takes the default.`,
  );
}
