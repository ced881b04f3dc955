import { RefusedError } from "../errors.js";
import { findPlopfile } from "../target/find-plopfile.js";
import { isPython, type Project, targetOf } from "../target/project.js";
import type { Entrypoint, Target } from "../target/target.js";
import type { Answers, DeclaredChild, Flags } from "./answers.js";
import { chooseEntries, listCandidates, listClear } from "./choose-entries.js";
import { mergeChildren, mergeConfig } from "./merge-config.js";
import { quote } from "./quote.js";
import { configFileName, type GivenConfig } from "./read-config.js";
import { refuseMissing } from "./refuse-missing.js";
import { resolveEntry } from "./resolve-entry.js";
import { suggestName } from "./suggest-name.js";
import { usualDir } from "./usual-dir.js";
import { normalisePath } from "./validate-dir.js";

/** Asks a person at a terminal. Each question validates, so what it returns is usable. */
export interface Asker {
  askName(suggested: string | undefined): Promise<string>;
  askChildren(parent: string): Promise<DeclaredChild[]>;
  askEntries(candidates: readonly Entrypoint[]): Promise<string[]>;
  askPlop(suggested: boolean): Promise<boolean>;
}

export interface Collected {
  answers: Answers;
  /** Whether a person answered a question; then they also confirm the plan. */
  asked: boolean;
}

/**
 * The answers: from flags, then `create-logging.json`, then the asker, then defaults. No asker means no terminal:
 * nothing is asked, and a RefusedError names the flags of what is missing. Nor is anything asked with `--yes`.
 */
export async function collectAnswers(
  flags: Flags,
  config: GivenConfig,
  target: Project,
  asker?: Asker,
): Promise<Collected> {
  const said = listSaid(flags, config);
  const ask = flags.yes ? undefined : asker;
  const suggested = suggestName(target);
  if (asker === undefined) {
    const candidates = listCandidates(target, said.children ?? []);
    // --yes takes what was detected; where that leaves a choice, chooseEntries below tells what there is.
    const isClear = listClear(candidates) !== undefined;
    const isChoice = candidates.length > 0 && !isClear;
    const needsEntry = said.entries === undefined && (!flags.yes || isChoice);
    const onlyEntryIsMissing = said.name !== undefined && !isClear;
    refuseMissing({
      name: said.name === undefined ? { suggested } : undefined,
      entry: needsEntry && !onlyEntryIsMissing ? { candidates } : undefined,
    });
  }

  const name = said.name ?? (await ask?.askName(suggested)) ?? suggested;
  if (name === undefined)
    throw new RefusedError(
      `${isPython(target) ? "The project" : "Its package.json"} gives the service no usable name. Pass --name <name>.`,
    );
  const declared = said.children ?? (await ask?.askChildren(name)) ?? [];
  const children = mergeChildren(config.children ?? [], declared).map((child) =>
    resolveChild(target.root, child, flags),
  );
  const candidates = listCandidates(target, children);
  const entries =
    said.entries ?? (await ask?.askEntries(candidates)) ?? chooseEntries(target, candidates);
  const isAllSaid = Object.values(said).every((answer) => answer !== undefined);
  // Plop is a Node package's.
  const isPlopSaid = isAllSaid || config.plop !== undefined || isPython(target);
  const plop = flags.plop ?? (isPlopSaid ? undefined : await ask?.askPlop(usesPlop(target)));
  if (plop === true && isPython(target))
    throw new RefusedError(
      "--plop needs a package.json, and this is a Python project. Run without it.",
    );
  const answers = mergeConfig(
    {
      name,
      target: targetOf(target),
      children,
      entries: entries.map((entry) =>
        flags.entries === undefined && config.entries !== undefined
          ? resolveEntry(target.root, entry, `Correct 'entries' in '${configFileName}'`)
          : resolveEntry(target.root, entry),
      ),
      dir: normalisePath(flags.dir ?? config.dir ?? usualDir(target)),
      ...(flags.envVar === undefined ? {} : { environmentVariable: flags.envVar }),
      ...(flags.format === undefined ? {} : { format: flags.format }),
      ...(plop === undefined ? {} : { plop }),
    },
    config,
  );
  return { answers, asked: ask !== undefined && !isAllSaid };
}

interface Said {
  name: string | undefined;
  entries: string[] | undefined;
  children: DeclaredChild[] | undefined;
}

function listSaid(flags: Flags, config: GivenConfig): Said {
  // Whoever has a name in the config has answered there: no `children` beside it means none.
  const configured = config.children ?? (config.name === undefined ? undefined : []);
  return {
    name: flags.name?.trim() ?? config.name,
    entries: flags.entries ?? config.entries,
    children: flags.children ?? configured,
  };
}

function resolveChild(root: string, child: DeclaredChild, flags: Flags): DeclaredChild {
  const { descriptor, entry } = child;
  if (entry === undefined) return child;
  const isSaid = flags.children?.some((each) => each.descriptor === descriptor && each.entry);
  const next = isSaid
    ? `Pass a source file in ${quote(root)} with --child ${descriptor}=<name>:<file>`
    : `Correct the 'entry' of child '${descriptor}' in '${configFileName}', or take it out there`;
  return { ...child, entry: resolveEntry(root, entry, next) };
}

function usesPlop({ packageJson, root, workspaceRoot }: Target): boolean {
  return (
    packageJson.dependencies.includes("plop") || findPlopfile(root, workspaceRoot) !== undefined
  );
}
