import { isRecord } from "../../is-record.js";
import { findLineEnd } from "../../merge/split-lines.js";
import { normaliseName } from "../../target/python/read-dependencies.js";
import { valueAt } from "../../target/python/read-toml.js";
import { addEntry, addInlineEntry, finishToml, printEntry, printString } from "./add-to-toml.js";
import { type DependencyEdit, endOfLine, indentAt, insertAt } from "./dependency-edit.js";
import {
  isSamePath,
  lineOfPath,
  listEntries,
  type TomlEntry,
  type TomlText,
} from "./read-toml-text.js";
import {
  areExact,
  dependencyName,
  findObstacle,
  findPlace,
  oldestVersion,
  testedVersion,
} from "./requirement.js";

/** Adds the dependency to a table that has a key for each: Poetry's own, or `[packages]` of a Pipfile. */
export async function addToTable(toml: TomlText, path: string[]): Promise<DependencyEdit> {
  const table = valueAt(toml.data, ...path);
  if (!isRecord(table)) return { kind: "left", reason: `has no [${path.join(".")}]` };
  const own = Object.keys(table).find((name) => normaliseName(name) === dependencyName);
  if (own !== undefined) return judge(toml, [...path, own], table[own]);
  const entries = listEntries(toml).filter((each) => isSamePath(each.path.slice(0, -1), path));
  const { [pythonKey]: python, ...others } = table;
  const value = chooseVersions(path, Object.values(others), python);
  const printed = printString(
    toml.text,
    entries.map((each) => each.value),
    value,
  );
  const after = place(toml, path, entries, printed);
  if (after === undefined)
    return { kind: "left", reason: `has no [${path.join(".")}] of its own to add it to` };
  return finishToml(toml, after, (data) => {
    (valueAt(data, ...path) as Record<string, unknown>)[dependencyName] = value;
  });
}

// Poetry keeps the Python that a project runs on among its dependencies.
const pythonKey = "python";

function judge(toml: TomlText, path: string[], value: unknown): DependencyEdit {
  const choices = Array.isArray(value) ? value : [value];
  const reasons = choices.map((choice) => {
    const table: Record<string, unknown> = isRecord(choice) ? choice : { version: choice };
    const versions = typeof table["version"] === "string" ? table["version"] : "";
    const conditions = ["optional", "markers", "python", "platform", "sys_platform"];
    const found = conditions.find((key) => table[key] !== undefined && table[key] !== false);
    const marker = found === undefined ? "" : `${found} = ${JSON.stringify(table[found])}`;
    return findObstacle({ name: dependencyName, versions, marker });
  });
  const reason = reasons.find((each) => each !== undefined);
  if (reason === undefined) return { kind: "there" };
  const line = lineOfPath(toml, path);
  return { kind: "left", reason, ...(line === undefined ? {} : { line }) };
}

// As the neighbours are: exact, or with Poetry's caret; a Pipfile knows no caret.
function chooseVersions(path: string[], others: unknown[], python: unknown): string {
  const versions = (values: unknown[]) =>
    values.flatMap((value) => {
      const text = isRecord(value) ? value["version"] : value;
      return typeof text === "string" ? [text] : [];
    });
  const own = versions(others);
  const isPoetry = path[0] === "tool";
  if (isPoetry && own.length > 0 && own.every((each) => /^={0,3}\s*\d[\w.]*$/.test(each)))
    return own.every((each) => each.startsWith("==")) ? `==${testedVersion}` : testedVersion;
  if (areExact(own)) return `==${testedVersion}`;
  const like = own.length > 0 ? own : versions([python]);
  const carets = like.filter((each) => each.startsWith("^")).length;
  return isPoetry && carets * 2 >= Math.max(1, like.length)
    ? `^${oldestVersion}`
    : `>=${oldestVersion}`;
}

function place(
  toml: TomlText,
  path: string[],
  entries: TomlEntry[],
  printed: string,
): string | undefined {
  const { text } = toml;
  const table = toml.tables.find((each) => isSamePath(each.path, path));
  if (table !== undefined) {
    const [first, ...rest] = table.entries;
    const head = first?.path.at(-1) === pythonKey ? 1 : 0;
    const names = (head === 1 ? rest : table.entries).map(
      ({ path: each }) => each[path.length] ?? "",
    );
    const index = head + findPlace(names, dependencyName);
    const line = printEntry(text, table.entries, dependencyName, printed);
    return addEntry(text, table, index, line);
  }
  const inline = listEntries(toml).find((each) => isSamePath(each.path, path));
  if (inline?.value.entries !== undefined)
    return addInlineEntry(text, inline.value, `${dependencyName} = ${printed}`);
  // `dependencies.requests = "*"` in the table around it.
  const last = entries.at(-1);
  if (last === undefined) return undefined;
  const head = /^(.*\.\s*)[^.]*$/.exec(text.slice(last.from, last.value.from).split("=")[0] ?? "");
  if (head === null) return undefined;
  const line = `${head[1]}${dependencyName} = ${printed}`;
  const at = endOfLine(text, last.value.to);
  return insertAt(text, at, findLineEnd(text) + indentAt(text, last.from) + line);
}
