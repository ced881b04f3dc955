import { demand, type Lab } from "../check.js";
import { pastGuard } from "../program.js";
import { cut, type SeenRecord } from "../read-records.js";
import { describeEnd, type Ended } from "../run-probe.js";

/** The records of a log file; a line that is none breaks the clause. */
export function readLog(lab: Lab, ended: Ended, name = "app.log"): SeenRecord[] {
  const text = ended.files?.[name];
  demand(text !== undefined, `no '${name}' (${describeFiles(ended)}); ${describeEnd(ended)}`);
  const { records, fault } = lab.readers.file.read(text);
  demand(fault === undefined, `'${name}' has ${fault}`);
  return records;
}

/** The records on stderr, likewise. */
export function readTerminal(lab: Lab, ended: Ended): SeenRecord[] {
  const { records, fault } = lab.readers.terminal.read(ended.stderr);
  demand(fault === undefined, `stderr has ${fault}`);
  return records;
}

/** The first record that says all of this; breaks the clause where there is none. */
export function findRecord(
  records: readonly SeenRecord[],
  ...texts: (string | number)[]
): SeenRecord {
  const found = records.find(({ message }) => texts.every((text) => message.includes(`${text}`)));
  const last = records.at(-1);
  demand(
    found !== undefined,
    `no record says ${texts.map((text) => `'${text}'`).join(" and ")}; the last one is ${cut(last?.text ?? "")}`,
  );
  return found;
}

/** Whether a record has this level, as far as the format shows it. */
export function hasLevel({ level }: SeenRecord, ...names: string[]): boolean {
  return level === undefined || names.includes(level);
}

/** Demands that a record names the place: a function, and the line of its program's file. */
export function demandPlace(record: SeenRecord, name: string, line: number): void {
  const { module, function: found, line: at } = record;
  const isThere =
    (module === undefined || /^probe-\d+$/.test(module)) &&
    (found === undefined || found === name) &&
    (at === undefined || Number(at) === line);
  demand(isThere, `the place is not ${name}, line ${line}: ${cut(record.text)}`);
}

/** Demands that a run was ended by its guard, with a word of each variable. */
export function demandRefusal(ended: Ended, ...names: string[]): string {
  demand(!ended.stdout.includes(pastGuard), `it ran past the guard without ${names.join(", ")}`);
  demand(ended.code !== 0 && ended.signal === null, `it ended with ${describeEnd(ended)}`);
  for (const name of names)
    demand(ended.stderr.includes(name), `stderr does not name ${name}: ${describeEnd(ended)}`);
  return describeEnd(ended);
}

/** Demands that a run got past its guard and came to its own end. */
export function demandRun(ended: Ended): void {
  demand(
    ended.code === 0 && ended.stdout.includes(pastGuard),
    `it did not run to its end: ${describeEnd(ended)}`,
  );
}

/** The names in the log directory, for a sentence. */
export function describeFiles({ files }: Ended): string {
  if (files === undefined) return "there is no log directory";
  const names = Object.keys(files);
  return names.length === 0 ? "the log directory is empty" : names.join(", ");
}
