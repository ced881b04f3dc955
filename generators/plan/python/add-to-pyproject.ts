import type { DependencyFile } from "../../target/python/python-target.js";
import { valueAt } from "../../target/python/read-toml.js";
import { addEntry, addItem, finishToml, printEntry, printString } from "./add-to-toml.js";
import { addToTable } from "./add-to-toml-table.js";
import type { DependencyEdit, ReadFile } from "./dependency-edit.js";
import { lineAt } from "./dependency-edit.js";
import {
  isSamePath,
  lineOfPath,
  listEntries,
  readTomlText,
  type TomlEntry,
  type TomlText,
} from "./read-toml-text.js";
import {
  dependencyName,
  findObstacle,
  findPlace,
  printRequirement,
  type Requirement,
  readRequirement,
  requirementText,
} from "./requirement.js";

/** The list of `[project]`. */
export const listPath = ["project", "dependencies"];
/** The table that Poetry had before there was one. */
export const poetryPath = ["tool", "poetry", "dependencies"];

/** Adds the dependency to a pyproject.toml: to its `[project]`, or to what Poetry had before there was one. */
export async function addToPyproject(
  text: string,
  { file, kind }: DependencyFile,
  read: ReadFile,
): Promise<DependencyEdit> {
  const toml = await readTomlText(text);
  if ("reason" in toml) return { kind: "left", ...toml };
  const hasProject = valueAt(toml.data, "project") !== undefined;
  const isPoetry = valueAt(toml.data, ...poetryPath) !== undefined;
  // Poetry 2 may have both: what `[project]` lists comes first then.
  const isListed = valueAt(toml.data, ...listPath) !== undefined;
  if (!isListed && isPoetry && (kind === "poetry" || !hasProject))
    return addToTable(toml, poetryPath);
  if (!hasProject) return { kind: "left", reason: "has no [project] that could list it" };
  const dynamic = valueAt(toml.data, "project", "dynamic");
  if (Array.isArray(dynamic) && dynamic.includes("dependencies"))
    return isPoetry ? addToTable(toml, poetryPath) : followDynamic(toml, file, read);
  return isListed ? addToList(toml) : makeList(toml);
}

async function addToList(toml: TomlText): Promise<DependencyEdit> {
  const list = valueAt(toml.data, ...listPath);
  const entry = listEntries(toml).find(({ path }) => isSamePath(path, listPath));
  const items = entry?.value.items;
  const isRead = Array.isArray(list) && list.every((each) => typeof each === "string");
  if (entry === undefined || items === undefined || !isRead || items.length !== list.length)
    return leave(toml, "has a list of dependencies that could not be read");
  const requirements = list.map((each) => readRequirement(each));
  const own = requirements.findIndex((each) => each?.name === dependencyName);
  if (own !== -1) {
    const obstacle = findObstacle(requirements[own] as Requirement);
    const line = lineAt(toml.text, items[own]?.from ?? 0);
    return obstacle === undefined ? { kind: "there" } : { kind: "left", reason: obstacle, line };
  }
  const index = findPlace(
    requirements.map((each, at) => each?.name ?? String(list[at])),
    dependencyName,
  );
  const versions = requirements.map((each) => each?.versions ?? "");
  const value = printRequirement(list, versions);
  const printed = printString(toml.text, items, value);
  return finishToml(toml, addItem(toml.text, entry.value, index, printed), (data) => {
    (valueAt(data, ...listPath) as string[]).splice(index, 0, value);
  });
}

async function makeList(toml: TomlText): Promise<DependencyEdit> {
  const table = toml.tables.find(({ path }) => isSamePath(path, ["project"]));
  if (table === undefined) return leave(toml, "has no [project] table of its own");
  const value = `[${printString(toml.text, listStrings(table.entries), requirementText)}]`;
  const line = printEntry(toml.text, table.entries, "dependencies", value);
  const after = addEntry(toml.text, table, table.entries.length, line);
  return finishToml(toml, after, (data) => {
    (data["project"] as Record<string, unknown>)["dependencies"] = [requirementText];
  });
}

function listStrings(entries: readonly TomlEntry[]) {
  return entries.filter(({ path }) => path.length === 2 && path[1] === "name").map((e) => e.value);
}

// `dynamic = ["dependencies"]`: the build backend reads them from somewhere else.
function followDynamic(toml: TomlText, file: string, read: ReadFile): DependencyEdit {
  const folder = file.slice(0, file.lastIndexOf("/") + 1);
  const value =
    valueAt(toml.data, "tool", "setuptools", "dynamic", "dependencies", "file") ??
    valueAt(toml.data, "tool", "hatch", "metadata", "hooks", "requirements_txt", "files");
  const [named] = Array.isArray(value) ? value : [value];
  if (typeof named === "string")
    return { kind: "elsewhere", file: { kind: "requirements", file: folder + named } };
  for (const [name, kind] of [
    ["setup.cfg", "setup-cfg"],
    ["setup.py", "setup-py"],
  ] as const) {
    if (read(folder + name)?.includes("install_requires"))
      return { kind: "elsewhere", file: { kind, file: folder + name } };
  }
  const line = lineOfPath(toml, ["project", "dynamic"]);
  const reason =
    "leaves its dependencies to the build, which takes them from nowhere that is known";
  return { kind: "left", reason, ...(line === undefined ? {} : { line }) };
}

function leave(toml: TomlText, reason: string): DependencyEdit {
  const line = lineOfPath(toml, listPath) ?? lineOfPath(toml, ["project"]);
  return { kind: "left", reason, ...(line === undefined ? {} : { line }) };
}
