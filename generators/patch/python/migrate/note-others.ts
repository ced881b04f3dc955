import type { Note } from "../../../target/target.js";
import { childrenOf, lineOf } from "../parse-python.js";
import { readRecordCall } from "./is-logger.js";
import type { PythonModule, Statement } from "./module.js";
import { callOf, originOf, type Project } from "./project.js";

/** What is listed and never changed: `print`, and endings that leave no record or repeat one. */
export function noteOthers(project: Project, module: PythonModule): Note[] {
  const { file, source } = module;
  const prints: number[] = [];
  const notes: Note[] = [];
  for (const statement of module.all) {
    const call = callOf(statement);
    const origin = call && originOf(project, module, call.callee);
    if (call === undefined || origin === undefined) continue;
    const line = lineOf(source.text, statement.node.from);
    if (origin === "builtins.print" && !call.keywords.has("file")) prints.push(line);
    if (origin === "os._exit")
      notes.push({
        file,
        line,
        text: "ends the process at once: what is still queued for the log file is lost; exit_with_reason ends it with a record",
        kind: "exit",
      });
    if (/^(?:sys\.exit|builtins\.(?:exit|quit))$/.test(origin) && followsError(project, statement))
      notes.push({
        file,
        line,
        text: "ends the process after a record: exit_with_reason does both",
        kind: "exit",
      });
  }
  const [first] = prints;
  if (first === undefined) return notes;
  const count = prints.length === 1 ? "1 call" : `${prints.length} calls`;
  const text = `${count} of 'print' left: what a program prints is its output`;
  return [...notes, { file, line: first, text, kind: "print" }];
}

function followsError(project: Project, statement: Statement): boolean {
  const previous = statement.block[statement.block.indexOf(statement) - 1];
  const [expression] = previous ? childrenOf(previous.node) : [];
  const level = expression && previous && readRecordCall(project, previous.module, expression);
  return /^(?:error|exception|critical|fatal)$/.test(level ?? "");
}
