import type { Answers } from "../answers/answers.js";
import { collectAnswers } from "../answers/collect-answers.js";
import { quote } from "../answers/quote.js";
import { configFileName, readConfig } from "../answers/read-config.js";
import { RefusedError } from "../errors.js";
import type { Project } from "../target/project.js";
import { readConfigText } from "./answer-questions.js";

const setUpFirst = ". Run create-logging there first.";

/** What `readSetUp` says next where a child is to be declared. */
export const parentFirst =
  ": a parent's logging comes before its children's. Run create-logging in the service that starts the child, then this there.";

/** The answers of a service that has its logging, and the text of the `create-logging.json` they came from. */
export async function readSetUp(
  target: Project,
  next = setUpFirst,
): Promise<{ answers: Answers; configText: string }> {
  const refuse = (fault: string) => new RefusedError(`${quote(target.root)} ${fault}${next}`);
  const configText = await readConfigText(target.root);
  if (configText === undefined) throw refuse(`has no '${configFileName}'`);
  const config = await readConfig(configText);
  if (config.name === undefined || config.entries === undefined)
    throw refuse(`has a '${configFileName}' that does not name the service and its entries`);
  const { answers } = await collectAnswers(plain, config, target);
  return { answers, configText };
}

/** No flag was said: `create-logging.json` decides. */
export const plain = {
  yes: true,
  force: false,
  dryRun: false,
  diff: false,
  json: false,
  install: true,
} as const;
