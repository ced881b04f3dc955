import type { AddChildFlags } from "../answers/answers.js";
import { collectAnswers } from "../answers/collect-answers.js";
import type { CollectedChild } from "../answers/collect-child.js";
import { type ChildPlace, seenFrom } from "../answers/locate-child.js";
import { readConfig } from "../answers/read-config.js";
import type { SpawnSite } from "../patch/spawn/spawn.js";
import { quoteShell } from "../plan/quote-shell.js";
import { printChildReplay } from "../plan/replay-command.js";
import { inspectProject } from "../target/inspect-project.js";
import type { Project } from "../target/project.js";
import { readConfigText } from "./answer-questions.js";
import { type PlannedPackage, planPackage } from "./plan-package.js";
import { plain } from "./read-set-up.js";
import { readVersion } from "./read-version.js";

/** What happens to the package that starts the child. */
export async function planParent(
  target: Project,
  collected: CollectedChild,
  sites: readonly SpawnSite[],
  configText: string,
  flags: AddChildFlags,
): Promise<PlannedPackage> {
  const { child, place, spawns } = collected;
  const planned = await planPackage({ ...collected, target, configText }, flags, {
    spawns,
    surroundings: { sites },
  });
  const seen = place && seenFrom(target.root, place);
  return {
    ...planned,
    plan: {
      ...planned.plan,
      next: [...planned.plan.next, ...nextForChild(target, place, child.name)],
      replay: printChildReplay(
        {
          child,
          place: seen,
          // Their lines move with the patch; those that are found again need none.
          spawns: collected.isUsual ? [] : spawns,
          watch: spawns.some(({ watch }) => watch === true),
        },
        target,
        readVersion(),
      ),
    },
  };
}

/** What happens to another package of the repo whose entrypoint is the child's: it gets its logging. */
export async function planChildPackage(
  { root, entry, target: language }: ChildPlace & { kind: "other package" },
  name: string,
  flags: AddChildFlags,
): Promise<PlannedPackage> {
  const target = await inspectProject(root, language);
  const configText = await readConfigText(root);
  const config = configText === undefined ? {} : await readConfig(configText);
  const entries = [...new Set([...(config.entries ?? []), entry])];
  const said = { ...plain, name: config.name ?? name, entries };
  const { answers } = await collectAnswers(said, config, target);
  const isOwn = answers.children.some((child) => child.entry === entry);
  const own = isOwn ? { ...answers, entries: config.entries ?? [] } : answers;
  return planPackage({ target, answers: own, configText, asked: false }, flags);
}

function nextForChild({ root }: Project, place: ChildPlace | undefined, name: string): string[] {
  if (place === undefined)
    return ["The child's own entrypoint was not named: run create-logging where it lies."];
  const file = seenFrom(root, place);
  if (place.kind === "foreign")
    return [`'${file}' ${place.reason}: it is given its name, and has to log by itself.`];
  if (place.kind === "same package" || place.isSameRepo) return [];
  return [
    `'${file}' lies in another repo. Set it up there: npx create-logging ${quoteShell(place.root)} --name ${quoteShell(name)} --entry ${quoteShell(place.entry)}`,
  ];
}
