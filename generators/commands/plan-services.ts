import { realpathSync } from "node:fs";
import type { Flags } from "../answers/answers.js";
import { refuseTakenNames } from "../answers/ask-services.js";
import { quote } from "../answers/quote.js";
import { readConfig } from "../answers/read-config.js";
import { suggestName } from "../answers/suggest-name.js";
import { findJournal } from "../apply/journal.js";
import { InterruptedError, RefusedError } from "../errors.js";
import { findGitRoot } from "../target/find-workspace-root.js";
import { inspectProject } from "../target/inspect-project.js";
import { readRepoNames } from "../target/note-name-conflicts.js";
import { isPython, type Project } from "../target/project.js";
import type { RepoNames } from "../target/read-name-uses.js";
import { answerQuestions, readConfigText } from "./answer-questions.js";
import type { Terminal } from "./open-terminal.js";
import { type AnsweredPackage, type PlannedPackage, planPackage } from "./plan-package.js";
import { refuseLibrary } from "./refuse-library.js";
import type { Service } from "./scaffold-services.js";
import { settleInterrupted } from "./settle-interrupted.js";

/** What planning a service came to. */
export type Outcome = PlannedService | FailedService;

export interface PlannedService extends PlannedPackage {
  dir: string;
}

export interface FailedService {
  dir: string;
  root: string;
  error: unknown;
}

interface AnsweredService extends AnsweredPackage {
  dir: string;
}

/** Makes every plan before anything is written. Throws a RefusedError when two services would have one name. */
export async function planServices(
  services: readonly Service[],
  flags: Flags,
  terminal: Terminal,
): Promise<Outcome[]> {
  const answered: (AnsweredService | FailedService)[] = [];
  for (const [index, service] of services.entries()) {
    const at = `${index + 1}/${services.length} ${service.dir}:`;
    answered.push(
      await keepFailure(service, () => answer(service, flags, prefix(terminal, at), answered)),
    );
  }
  const usable = answered.flatMap((each) => ("answers" in each ? [each] : []));
  refuseTwins(usable);
  const names = new Map<string, RepoNames>();
  const outcomes: Outcome[] = [];
  for (const [index, each] of answered.entries()) {
    terminal.progress(`${index + 1}/${services.length} ${each.dir}: Planning…`);
    outcomes.push(
      "answers" in each
        ? await keepFailure({ dir: each.dir, root: each.target.root }, () =>
            plan(each, usable, names, flags),
          )
        : each,
    );
  }
  return outcomes;
}

async function answer(
  service: Service,
  flags: Flags,
  terminal: Terminal,
  before: (AnsweredService | FailedService)[],
): Promise<AnsweredService> {
  const { dir, root, error } = service;
  if (error !== undefined) throw error;
  // What was inspected to choose among packages was half written then.
  const isStale = findJournal(realpathSync(root)) !== undefined;
  settleInterrupted(root, flags, terminal);
  terminal.progress("Reading…");
  const target =
    service.target === undefined || isStale
      ? await inspectProject(root, flags.target)
      : service.target;
  await refuseLibrary(target, flags, dir);
  const own = { ...flags };
  if (flags.yes && flags.name === undefined) own.name = await nameWithoutAsking(dir, target);
  else if (terminal.isInteractive) terminal.tell(`\n${terminal.colors.bold(dir)}`);
  const ownerOf = (name: string) =>
    before.find((each) => "answers" in each && each.answers.name === name)?.dir;
  const collected = await answerQuestions(own, target, terminal, (asker) =>
    refuseTakenNames(asker, ownerOf, (text) => terminal.tell(text)),
  );
  return { dir, target, ...collected };
}

async function nameWithoutAsking(dir: string, target: Project): Promise<string> {
  const text = await readConfigText(target.root);
  const config = text === undefined ? {} : await readConfig(text);
  const name = config.name ?? suggestName(target);
  if (name !== undefined) return name;
  throw new RefusedError(
    `${isPython(target) ? "The project" : "Its package.json"} gives the service no usable name. Run create-logging in ${quote(dir)} alone, with --name <name>.`,
  );
}

function refuseTwins(services: AnsweredService[]): void {
  const owners = new Map<string, string>();
  for (const { dir, answers } of services) {
    const owner = owners.get(answers.name);
    if (owner !== undefined)
      throw new RefusedError(
        `${quote(owner)} and ${quote(dir)} would both be named ${quote(answers.name)}, and share a log file. Nothing was written. Run create-logging in one of them alone with another --name, then this again.`,
      );
    owners.set(answers.name, dir);
  }
}

async function plan(
  service: AnsweredService,
  all: AnsweredService[],
  names: Map<string, RepoNames>,
  flags: Flags,
): Promise<PlannedService> {
  const { target, answers } = service;
  // One repository is read once, unless a service calls the variables otherwise.
  const key = JSON.stringify([
    findGitRoot(target.root) ?? target.workspaceRoot,
    answers.standard.variables,
  ]);
  const repo = names.get(key) ?? readRepoNames(target, answers);
  names.set(key, repo);
  const others = all
    .filter((each) => each.target !== target)
    .map((each) => ({ root: each.target.root, answers: each.answers }));
  const planned = await planPackage(service, flags, { surroundings: { others, repo } });
  return { ...planned, dir: service.dir };
}

/** What planning one service came to: a failure there is a value, Ctrl+C is not. */
export async function keepFailure<Result>(
  { dir, root }: Pick<FailedService, "dir" | "root">,
  act: () => Promise<Result>,
): Promise<Result | FailedService> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    return { dir, root, error };
  }
}

function prefix(terminal: Terminal, at: string): Terminal {
  return {
    ...terminal,
    progress: (text) => terminal.progress(text === undefined ? undefined : `${at} ${text}`),
  };
}
