import { isRecord } from "../../is-record.js";
import { tableAt, textAt, textsOf, valueAt } from "./read-toml.js";
import type { PythonTask, TaskRunner } from "./trace-python-runner.js";

/** The tasks of a project, by runner and name: `poe:serve`. */
export function readTasks(
  pyproject: Record<string, unknown>,
  pipfile: Record<string, unknown>,
): Record<string, PythonTask> {
  const tasks: Record<string, PythonTask> = {};
  const add = (runner: TaskRunner, table: Record<string, unknown>) => {
    for (const [name, value] of Object.entries(table)) tasks[`${runner}:${name}`] = readTask(value);
  };
  add("poe", tableAt(pyproject, "tool", "poe", "tasks"));
  add("task", tableAt(pyproject, "tool", "taskipy", "tasks"));
  add("pdm", tableAt(pyproject, "tool", "pdm", "scripts"));
  add("rye", tableAt(pyproject, "tool", "rye", "scripts"));
  for (const env of Object.values(tableAt(pyproject, "tool", "hatch", "envs")))
    add("hatch", tableAt(env, "scripts"));
  add("pipenv", tableAt(pipfile, "scripts"));
  return tasks;
}

// A line, a list of them, or a table that says which it is: `cmd`, `shell`, `script`, `call`, `sequence`…
function readTask(value: unknown): PythonTask {
  if (typeof value === "string") return { lines: [value], calls: [], tasks: [] };
  if (Array.isArray(value)) {
    const parts = value.map((each) => (typeof each === "string" ? undefined : readTask(each)));
    return joinTasks([
      { lines: textsOf(value), calls: [], tasks: textsOf(value) },
      ...parts.flatMap((part) => (part === undefined ? [] : [part])),
    ]);
  }
  if (!isRecord(value)) return { lines: [], calls: [], tasks: [] };
  const words = textsOf(value["cmd"]);
  const lines = [textAt(value, "cmd"), textAt(value, "shell"), words.join(" ")];
  const calls = [textAt(value, "call"), textAt(value, "script")];
  const chain = valueAt(value, "chain") ?? value["composite"] ?? value["sequence"];
  return joinTasks([
    {
      lines: lines.filter((line): line is string => line !== undefined && line !== ""),
      calls: calls.filter((call): call is string => call !== undefined),
      tasks: [textAt(value, "ref") ?? ""].filter((name) => name !== ""),
    },
    ...(chain === undefined ? [] : [readTask(chain)]),
  ]);
}

function joinTasks(parts: PythonTask[]): PythonTask {
  return {
    lines: parts.flatMap(({ lines }) => lines),
    calls: parts.flatMap(({ calls }) => calls),
    tasks: parts.flatMap(({ tasks }) => tasks),
  };
}
