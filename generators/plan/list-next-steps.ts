import type { Answers } from "../answers/answers.js";
import { isPython, type Project } from "../target/project.js";
import { splitCommand } from "../target/split-command.js";
import type { StartCommand } from "../target/target.js";
import { listVariables } from "./list-variables.js";
import { deletedByOwner, type Step } from "./plan.js";
import { assignShell, quoteShell } from "./quote-shell.js";

/** What is known by the time the plan is made. */
export interface NextStepFacts {
  answers: Answers;
  target: Project;
  steps: Step[];
  conflicts: string[];
  /** The env file that the service loads, where it exists. */
  loaded: string | undefined;
  /** The env file that the service would load, where it does not exist. */
  absent: string | undefined;
  /** What a person has to do for added dependencies, a sentence. */
  install: string | undefined;
  /** Whether the person may not know yet how the service is started. */
  tellsStart: boolean;
}

/** What to do next, one sentence each: conflicts, installing, variables, the start line. */
export function listNextSteps(facts: NextStepFacts): string[] {
  const { answers, target, steps, conflicts, loaded, absent, install } = facts;
  const next: string[] = [];
  for (const file of conflicts) next.push(`Resolve the conflicts in '${file}'.`);
  for (const { kind, path, reason } of steps)
    if (kind === "leave" && reason === deletedByOwner && path.startsWith(`${answers.dir}/`))
      next.push(
        `'${path}' was deleted. If that was not meant, create-logging upgrade --restore writes it again.`,
      );
  if (install !== undefined) next.push(install);
  if (!facts.tellsStart || steps.every((step) => step.kind === "leave")) return next;
  const { variables } = answers.standard;
  const required = listVariables(answers).filter((variable) => variable.isRequired);
  const scripts = target.startCommands.flatMap((command) => {
    const line = scriptLine(target, command);
    return line === undefined ? [] : [{ ...command, line }];
  });
  const start = scripts.find(({ line }) => / start$/.test(line)) ?? scripts[0];
  const others = target.startCommands.filter(
    (command) => scriptLine(target, command) === undefined,
  );
  const [first] = others;
  const { dir, line } = start ?? (first && typed(first)) ?? runEntry(target, answers.entries[0]);
  const type = (settings: string[] = []) => typeLine(dir, settings, line);
  if (loaded !== undefined) next.push(`Start it, with the variables in '${loaded}': ${type()}`);
  else if (absent !== undefined)
    next.push(
      `Put ${listNames(required)} into '${absent}', which it loads, and start it: ${type()}`,
    );
  else if (start?.loadsEnv === true)
    next.push(`Put ${listNames(required)} into the file that it loads, and start it: ${type()}`);
  else next.push(`Start it: ${type(listSettings(answers, start?.command ?? ""))}`);
  // What was shown with its variables needs no more words, unless somebody else runs it.
  const needsTelling = (one: StartCommand) =>
    one !== start && !one.loadsEnv && (one !== first || one.stage === "production");
  // N5: a start line without env file or flag now ends at the guard.
  if (loaded === undefined && absent === undefined)
    for (const command of [...scripts, ...others].filter(needsTelling))
      next.push(
        `'${command.source}' loads no env file: give it ${listNames(required)}, and ${variables.logs} in testing and production.`,
      );
  next.push(
    `In production set ${variables.environment}=production, and ${variables.logs} to a directory that the service may write to.`,
  );
  return next;
}

// What the script sets itself can't be set from outside.
function listSettings(answers: Answers, command: string): string[] {
  const { environment, logs } = answers.standard.variables;
  const own = new Map(
    [...command.matchAll(/(?:^|\s)([A-Z_]\w*)=(\S*)/g)].map(([, name, value]) => [name, value]),
  );
  const writesFile = own.has(environment) && own.get(environment) !== "development";
  return listVariables(answers)
    .filter(({ name, isRequired }) => isRequired || (writesFile && name === logs))
    .filter(({ name }) => !own.has(name))
    .map(({ name, value }) => assignShell(name, value));
}

function listNames(variables: { name: string }[]): string {
  const names = variables.map(({ name }) => name);
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

// Python has no one command that runs what a project calls its scripts.
function scriptLine(target: Project, { source }: StartCommand): string | undefined {
  const script = isPython(target) ? undefined : /scripts\.(\S+)$/.exec(source)?.[1];
  if (script === undefined || isPython(target)) return undefined;
  const { packageManager } = target;
  if (packageManager === "deno") return `deno task ${quoteShell(script)}`;
  if (script === "start" && packageManager !== "bun") return `${packageManager} start`;
  return `${packageManager} run ${quoteShell(script)}`;
}

/** What is typed to start it, and in which folder. */
interface Line {
  dir?: string;
  line: string;
}

function runEntry(target: Project, entry = ""): Line {
  if (!isPython(target)) return { line: `node ${quoteShell(entry)}` };
  const known = target.entrypoints.find(({ file }) => file === entry);
  const { module, searchPath: dir } = known?.runs[0] ?? { module: "__main__", searchPath: "" };
  if (module === "__main__") {
    const isManage = known !== undefined && known.belongsTo === entry;
    return { line: `python ${quoteShell(entry)}${isManage ? " runserver" : ""}` };
  }
  return { dir, line: `python -m ${module.replace(/\.__main__$/, "")}` };
}

// `/opt/venv/bin/gunicorn` is where another machine has it.
function typed({ dir, command }: StartCommand): Line {
  return { ...(dir === undefined ? {} : { dir }), line: command.replace(/^\/\S*\/bin\//, "") };
}

function typeLine(dir = "", settings: string[], line: string): string {
  // Variables ahead of `a && b` are those of `a` alone.
  const isOne = settings.length === 0 || splitCommand(line).length < 2;
  const words = [...settings, isOne ? line : `sh -c ${quoteShell(line)}`].join(" ");
  return dir === "" ? words : `cd ${quoteShell(dir)} && ${words}`;
}
