import type { Writer } from "../../spawn/environment.js";
import type { LoggingFunction } from "./find-logging-call.js";
import type { PythonModule } from "./read-module.js";
import type { PythonSurroundings } from "./surroundings.js";

/** Writes the code for one child, in a file's own style. */
export function makeWriter(
  { text }: PythonModule,
  { variables }: PythonSurroundings,
  names: ReadonlyMap<LoggingFunction, string>,
  descriptor: string,
): Writer & { watch(): { before: string; after: string } } {
  const isSingle = (text.match(/'/g)?.length ?? 0) > (text.match(/"/g)?.length ?? 0);
  const quote = isSingle ? "'" : '"';
  const child = quote + descriptor + quote;
  const key = quote + variables.name + quote;
  const nameOf = (member: LoggingFunction) => names.get(member) ?? member;
  const env = () => `${nameOf("child_env")}(${child})`;
  const name = () => `${env()}[${key}]`;
  return {
    env,
    name,
    entry: () => `${key}: ${name()}`,
    watch: () => ({ before: `${nameOf("watch_child")}(${child}, `, after: ")" }),
  };
}
