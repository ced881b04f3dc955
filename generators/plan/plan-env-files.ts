import fs from "node:fs";
import path from "node:path";
import type { Answers } from "../answers/answers.js";
import { envExampleName } from "../file-names.js";
import { environments } from "../standard.js";
import type { Note } from "../target/target.js";
import { appendVariables } from "./append-variables.js";
import { type EnvText, printEnvLine, readEnvText } from "./env-text.js";
import { decodeText, tryReadTargetFile } from "./file-text.js";
import { listVariables, type Variable } from "./list-variables.js";
import type { Lock } from "./lock-file.js";
import { deletedByOwner, type Step } from "./plan.js";
import { wasInserted } from "./record-patch.js";
import { listForgotten, renewExample } from "./renew-example.js";

export { envExampleName };

type Bytes = Uint8Array | undefined;

/** What happens to `.env.example` and to the env files that the service loads. */
export interface EnvFiles {
  steps: Step[];
  notes: Note[];
  /** An env file that the service loads and that exists, once the plan is applied: it can start. */
  loaded: string | undefined;
  /** An env file that the service would load, where none of them exists. */
  absent: string | undefined;
  /** Every value that the log directory has in these files, after the plan. */
  logs: string[];
}

/**
 * Adds missing keys to the ends of env files. Nothing that is in them changes, not by a byte, but for
 * lines of our own in `.env.example` that nobody changed: these follow the answers and the standard.
 */
export function planEnvFiles(
  root: string,
  answers: Answers,
  envFilesLoaded: string[],
  lock: Lock | undefined,
): EnvFiles {
  const planned: EnvFiles = {
    steps: [],
    notes: [],
    loaded: undefined,
    absent: undefined,
    logs: [],
  };
  const variables = listVariables(answers);
  noteForgotten(planned.notes, root, variables, envFilesLoaded, lock);
  planExample(planned, root, variables, lock);
  planLoaded(planned, root, answers, variables, envFilesLoaded);
  if (planned.loaded === undefined) {
    const absent = envFilesLoaded.filter((file) => !fs.existsSync(path.join(root, file)));
    planned.absent = absent.find((file) => path.basename(file) === ".env") ?? absent[0];
  }
  const { logs } = answers.standard.variables;
  for (const file of [envExampleName, ...envFilesLoaded]) {
    const after = planned.steps.find((step) => step.path === file && "after" in step);
    const bytes =
      after !== undefined && "after" in after ? after.after : tryReadTargetFile(root, file, []);
    const value = readKeys(bytes).set.get(logs)?.value;
    if (value !== undefined) planned.logs.push(value);
  }
  return planned;
}

function planExample(
  planned: EnvFiles,
  root: string,
  variables: Variable[],
  lock: Lock | undefined,
): void {
  const before = tryReadTargetFile(root, envExampleName, planned.notes);
  if (before === null) return;
  const patch = lock?.patches[envExampleName];
  if (before === undefined && patch?.created === true) {
    planned.steps.push({ kind: "leave", path: envExampleName, reason: deletedByOwner });
    return;
  }
  const renewed = before && renewExample(before, variables, patch);
  const now = renewed?.after ?? before;
  const keys = readKeys(now);
  // Commented out is documented; taken out after we put it in is decided.
  const missing = variables.filter(
    ({ name }) =>
      !keys.set.has(name) &&
      !keys.commented.has(name) &&
      !wasInserted(patch, (line) => line.startsWith(`${name}=`)),
  );
  const text = { before, now, renewed: renewed?.names ?? [] };
  append(planned, envExampleName, text, missing, "variables that the service reads");
}

function planLoaded(
  planned: EnvFiles,
  root: string,
  answers: Answers,
  variables: Variable[],
  envFilesLoaded: string[],
): void {
  const files = envFilesLoaded.flatMap((file) => {
    const bytes = tryReadTargetFile(root, file, planned.notes);
    return bytes === undefined || bytes === null ? [] : [{ file, bytes, keys: readKeys(bytes) }];
  });
  const usual = files.find(({ file }) => path.posix.basename(file) === ".env") ?? files[0];
  if (usual === undefined) return;
  planned.loaded = usual.file;
  const { environment, logs } = answers.standard.variables;
  const find = (name: string) =>
    files.flatMap(({ file, keys }) => {
      const entry = keys.set.get(name);
      return entry === undefined ? [] : [{ file, ...entry }];
    })[0];
  const set = find(environment)?.value;
  const writesFiles = set === "production" || set?.startsWith("test") === true;
  const missing = variables.filter(
    ({ name, isRequired }) =>
      (isRequired || (name === logs && writesFiles)) && find(name) === undefined,
  );
  const text = { before: usual.bytes, now: usual.bytes, renewed: [] };
  append(planned, usual.file, text, missing, "the service loads it and would not start");
  for (const variable of variables)
    noteUnusable(planned.notes, variable, find(variable.name), answers);
}

// A setting that no longer has any effect, and was made in good faith.
function noteForgotten(
  notes: Note[],
  root: string,
  variables: Variable[],
  envFilesLoaded: string[],
  lock: Lock | undefined,
): void {
  const patch = lock?.patches[envExampleName];
  const forgotten = listForgotten(variables, patch);
  for (const file of [envExampleName, ...envFilesLoaded]) {
    const keys = readKeys(tryReadTargetFile(root, file, []));
    for (const { name, now } of forgotten) {
      const found = keys.set.get(name);
      if (found === undefined) continue;
      // A line of ours goes with its name.
      const isOurs = (line: string) => line === printEnvLine(name, found.value);
      if (file === envExampleName && wasInserted(patch, isOurs)) continue;
      const next = now === undefined ? "Take it out" : `Its place has ${now}`;
      notes.push({ file, line: found.line, text: `${name} is no longer read. ${next}.` });
    }
  }
}

function noteUnusable(
  notes: Note[],
  { name, value, isRequired }: Variable,
  found: ({ file: string } & { value: string; line: number }) | undefined,
  answers: Answers,
): void {
  if (found === undefined || !isRequired) return;
  const { environment, name: nameVariable } = answers.standard.variables;
  const at = { file: found.file, line: found.line };
  const valid: string[] = [...environments, ...(environment === "NODE_ENV" ? ["test"] : [])];
  // A value with a `$` is put together by dotenv-expand or a shell: nobody knows it here.
  if (found.value.includes("$")) return;
  if (found.value.trim() === "")
    notes.push({
      ...at,
      text: `${name} is empty: the service stops at its guard. Set it, for example to '${value}'.`,
    });
  else if (name === environment && !valid.includes(found.value))
    notes.push({
      ...at,
      text: `${name} is '${found.value}': the service stops at its guard. Valid are ${valid.join(", ")}.`,
    });
  else if (name !== environment && found.value !== value) {
    const whose = name === nameVariable ? "the log file" : "the child's log file";
    notes.push({
      ...at,
      text: `${name} is '${found.value}', not '${value}': left as it is, and ${whose} is called after it.`,
    });
  }
}

// Lines of ours in `now` may have been renewed; the others go to its end.
function append(
  planned: EnvFiles,
  file: string,
  { before, now, renewed }: { before: Bytes; now: Bytes; renewed: string[] },
  variables: Variable[],
  reason: string,
): void {
  const names = variables.map(({ name }) => name).join(", ");
  const added = variables.length === 0 ? now : appendVariables(now, variables);
  if (typeof added === "string") planned.notes.push({ file, text: `${added} Add ${names} to it.` });
  const after = typeof added === "string" ? now : added;
  if (after === undefined || after === before) return;
  const path = file;
  if (before === undefined) planned.steps.push({ kind: "create", path, after, reason });
  else {
    const all = [...renewed, ...(after === now ? [] : [names])].join(", ");
    planned.steps.push({ kind: "patch", path, before, after, reason: `${reason}: ${all}` });
  }
}

function readKeys(bytes: Uint8Array | undefined | null): EnvText {
  const text = bytes === undefined || bytes === null ? "" : (decodeText(bytes)?.text ?? "");
  return readEnvText(text);
}
