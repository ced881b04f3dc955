import type { Answers } from "../answers/answers.js";
import { isPython, type Project } from "../target/project.js";
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
  const line = start?.line ?? others[0]?.command ?? runEntry(target, answers.entries[0] ?? "");
  if (loaded !== undefined) next.push(`Start it, with the variables in '${loaded}': ${line}`);
  else if (absent !== undefined)
    next.push(`Put ${listNames(required)} into '${absent}', which it loads, and start it: ${line}`);
  else if (start?.loadsEnv === true)
    next.push(`Put ${listNames(required)} into the file that it loads, and start it: ${line}`);
  else {
    const settings = listSettings(answers, start?.command ?? "");
    // Of a line that changes its directory first, the variables belong to what follows.
    const [, before = "", program = line] = /^((?:cd\s+\S+\s*(?:&&|;)\s*)+)(.*)$/.exec(line) ?? [];
    next.push(`Start it: ${before}${[...settings, program].join(" ")}`);
  }
  // N5: a start line without env file or flag now ends at the guard.
  if (loaded === undefined && absent === undefined)
    for (const command of [...scripts, ...others].filter((one) => one !== start && !one.loadsEnv))
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

function runEntry(target: Project, entry: string): string {
  if (!isPython(target)) return `node ${quoteShell(entry)}`;
  const found = target.entrypoints.find(({ file }) => file === entry);
  const { module, searchPath } = found?.runs[0] ?? { module: "__main__", searchPath: "" };
  const isDjango = found?.belongsTo === entry;
  if (module === "__main__") return `python ${quoteShell(entry)}${isDjango ? " runserver" : ""}`;
  const place = searchPath === "" ? "" : `cd ${quoteShell(searchPath)} && `;
  return `${place}python -m ${module.replace(/\.__main__$/, "")}`;
}
