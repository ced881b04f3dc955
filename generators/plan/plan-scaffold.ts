import fs from "node:fs";
import type { Answers } from "../answers/answers.js";
import { showPath } from "../apply/confine-path.js";
import { RefusedError } from "../errors.js";
import type { EntrypointPatches } from "../patch/patch.js";
import type { ChosenSpawn } from "../patch/patch-sources.js";
import type { RenderedFile } from "../render/render.js";
import { isPython, type Project } from "../target/project.js";
import type { Note } from "../target/target.js";
import { decodeText, readTargetFile } from "./file-text.js";
import { readAfterPatches } from "./find-importer.js";
import { applyRenames } from "./follow-renames.js";
import { listNextSteps } from "./list-next-steps.js";
import type { Lock } from "./lock-file.js";
import { noteSurroundings, type Surroundings } from "./note-surroundings.js";
import { openLock } from "./open-lock.js";
import type { Plan, Step } from "./plan.js";
import { configFileName, planConfig } from "./plan-config.js";
import { planDependencies } from "./plan-dependencies.js";
import { planEnvFiles } from "./plan-env-files.js";
import { planGeneratedFiles } from "./plan-generated-files.js";
import { planGitignore } from "./plan-gitignore.js";
import { collectSeen, makeLock, planLock } from "./plan-lock.js";
import { planPlopfile } from "./plan-plopfile.js";
import { wasInserted } from "./record-patch.js";
import { printReplay } from "./replay-command.js";

export interface ScaffoldOptions {
  /** Overwrite files in the logging folder that aren't ours. */
  force: boolean;
  /** This tool's version. */
  version: string;
  /** Whether the run itself installs what was added to package.json: no next step of the person's then. */
  installs?: boolean;
  /** `create-logging.json` as the answers were read from it; refused when it has changed since. */
  configText?: string;
  /** Directory that the replay command is for; the target itself by default. */
  cwd?: string;
  /** Places that start children and are to give them their environment. */
  spawns?: readonly ChosenSpawn[];
  /** What is known around it: services of the same run, the repository's names, places that start processes; `known` tells none of it. */
  surroundings?: Surroundings | "known";
  /** The command that repeats this run, where it is not a scaffold. */
  replay?: string;
  /** Write the files anew that their owner deleted. */
  restores?: boolean;
  /** The stages whose results are put together; tests give their own. */
  stages?: Stages;
}

export interface Stages {
  render(answers: Answers, target: Project): Promise<RenderedFile[]>;
  patch(
    target: Project,
    answers: Answers,
    spawns: readonly ChosenSpawn[],
    lock: Lock | undefined,
  ): Promise<EntrypointPatches>;
  format(target: Project, files: RenderedFile[]): Promise<RenderedFile[]>;
}

/**
 * Everything that a scaffold or a re-run will do to a target, as data: nothing is written. Throws a
 * RefusedError where a file is in the way or an entrypoint can't be patched.
 */
export async function planScaffold(
  asked: Answers,
  target: Project,
  options: ScaffoldOptions,
): Promise<Plan> {
  const { force, version, spawns = [], stages = realStages } = options;
  const root = fs.realpathSync(target.root);
  const config = readConfigBytes(root, options.configText);
  const { lock, answers, moved, written } = openLock(root, asked, version);
  // One after the other: what is refused first doesn't depend on timing.
  const folder = await stages.render(answers, target);
  const entries = await stages.patch(target, answers, spawns, lock);
  refuseUnpatched(entries, spawns, options.replay === undefined);
  const files = entries.envFile === undefined ? folder : [...folder, entries.envFile];
  const formatted = answers.format === true ? await stages.format(target, files) : files;
  const rendered = applyRenames(formatted, lock, answers.dir);

  const generated = await planGeneratedFiles(root, rendered, lock, {
    brings: force || options.restores === true,
    force,
    version,
    readAfter: readAfterPatches(root, entries.patches),
  });
  const dependencies = await planDependencies(
    target,
    rendered,
    answers.plop ? { version } : undefined,
  );
  const plopfile = answers.plop && !isPython(target) ? await planPlopfile(target) : undefined;
  const env = planEnvFiles(root, answers, entries.envFilesLoaded, lock);
  const patches = [
    ...entries.patches.map((patch): Step => ({ kind: "patch", ...patch })),
    ...dependencies.steps,
    ...only(plopfile?.step),
    ...env.steps,
    ...only(planGitignore(root, env.logs, lock, env.notes)),
  ];
  const planned = only(await planConfig(answers, version, config));
  const steps = [
    ...generated.steps,
    ...planned,
    ...patches,
    ...entries.unchanged.map((seen): Step => ({ kind: "leave", ...seen })),
  ];
  const newLock = makeLock(version, generated.files, [...planned, ...patches], lock);
  newLock.seen = await collectSeen(root, { version, dir: answers.dir }, steps, entries);
  steps.push(...only(planLock(newLock, written)));
  const { conflicts } = generated;
  const { loaded, absent } = env;
  const around =
    options.surroundings === "known"
      ? []
      : await noteSurroundings(target, answers, spawns, options.surroundings);
  const install = options.installs === true ? undefined : dependencies.install;
  return {
    root,
    service: answers.name,
    steps,
    notes: [
      ...[...moved].map(([old, now]) => ({ file: now, text: `was '${old}': followed.` })),
      ...listSeen(target, answers, entries.notes),
      ...entries.notes,
      ...dependencies.notes,
      ...(plopfile?.notes ?? []),
      ...env.notes,
      ...around,
    ],
    conflicts,
    next: listNextSteps({
      answers,
      target,
      steps,
      conflicts,
      loaded,
      absent,
      install,
      tellsStart: options.replay === undefined,
    }),
    replay: options.replay ?? printReplay(answers, target, version, options.cwd),
  };
}

/** What the inspection noted, but for our own files and what is said of the same line more exactly. */
function listSeen({ notes }: Project, { dir }: Answers, said: readonly Note[]): Note[] {
  return notes.filter(
    ({ file, line }) =>
      file?.startsWith(`${dir}/`) !== true &&
      (line === undefined || !said.some((note) => note.file === file && note.line === line)),
  );
}

// ts-morph and Eta are loaded here and not before: `--help` and a refusal don't wait for them.
const realStages: Stages = {
  async render(answers, target) {
    if (isPython(target)) {
      const { renderPythonFolder } = await import("../render/render-python-folder.js");
      return renderPythonFolder(answers);
    }
    const { renderLoggingFolder } = await import("../render/render-logging-folder.js");
    return renderLoggingFolder(answers, target);
  },
  async patch(target, answers, spawns, lock) {
    const { patchSources } = await import("../patch/patch-sources.js");
    const isOurs = (file: string, line: string) =>
      wasInserted(lock?.patches[file], (old) => old === line);
    return patchSources(target, answers, spawns, isOurs);
  },
  async format(target, files) {
    const { formatRendered } = await import("../render/format-rendered.js");
    return formatRendered(target, files);
  },
};

function readConfigBytes(root: string, asRead: string | undefined): Uint8Array | undefined {
  const bytes = readTargetFile(root, configFileName);
  const withoutBom = (text: string | undefined) => text?.replace(/^\uFEFF/, "");
  const text = bytes === undefined ? undefined : decodeText(bytes)?.text;
  if (asRead !== undefined && withoutBom(text) !== withoutBom(asRead))
    throw new RefusedError(`'${configFileName}' was changed after it was read. Run again.`);
  return bytes;
}

function refuseUnpatched(
  { refused }: EntrypointPatches,
  spawns: readonly ChosenSpawn[],
  takesFlags: boolean,
): void {
  if (refused.length === 0) return;
  const isSpawn = refused.every(({ path }) => spawns.some(({ file }) => file === path));
  const choice = isSpawn
    ? "pass other places with --site <file:line>"
    : takesFlags
      ? "pass another entrypoint with --entry <file>"
      : `name another entrypoint in 'entries' of '${configFileName}'`;
  const lines = refused.map(({ path, line, reason }) => {
    const place = line === undefined ? showPath(path) : `${showPath(path)}:${line}`;
    return `Cannot patch '${place}': ${reason.replace(/\.$/, "")}.`;
  });
  throw new RefusedError(`${lines.join("\n")}\nNothing was changed. Correct it, or ${choice}.`);
}

function only<Value>(value: Value | undefined): Value[] {
  return value === undefined ? [] : [value];
}
