import { valueAt } from "../../target/python/read-toml.js";
import type { LockedHunk } from "../lock-file.js";
import { listPath, poetryPath } from "./add-to-pyproject.js";
import { finishToml } from "./add-to-toml.js";
import { isSamePath, listEntries, readTomlText, type TomlText } from "./read-toml-text.js";
import { dependencyName, readRequirement } from "./requirement.js";

/** Takes the item or the entry that hunks of ours put in out of a TOML text; undefined where it isn't there as it was. */
export async function cutFromToml(
  text: string,
  own: readonly LockedHunk[],
): Promise<string | undefined> {
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const toml = await readTomlText(text.slice(mark.length));
  if ("reason" in toml) return undefined;
  const inserted = squeeze(own.flatMap((hunk) => hunk.inserted).join("\n"));
  const part = listParts(toml).find(({ from, to }) =>
    inserted.includes(squeeze(toml.text.slice(from, to))),
  );
  if (part === undefined) return undefined;
  const edit = await finishToml(toml, cut(toml.text, part), part.take);
  return edit.kind === "added" ? mark + edit.text : undefined;
}

/** What may be ours, and how it goes. */
interface Part {
  from: number;
  to: number;
  /** Where the one before it ends, which a comma parts from it. */
  previousEnd?: number | undefined;
  take(data: Record<string, unknown>): void;
}

const tables = [poetryPath, ["packages"]];

function listParts(toml: TomlText): Part[] {
  const entries = listEntries(toml);
  const items = entries.find(({ path }) => isSamePath(path, listPath))?.value.items ?? [];
  const ends = new Map(
    entries.flatMap(({ value }) =>
      (value.entries ?? []).map((each, index, all) => [each, all[index - 1]?.value.to] as const),
    ),
  );
  return [
    ...items.flatMap(({ from, to }, index): Part[] => {
      const written = toml.text.slice(from, to).replace(/^["']+|["']+$/g, "");
      if (readRequirement(written)?.name !== dependencyName) return [];
      const take: Part["take"] = (data) =>
        (valueAt(data, ...listPath) as string[]).splice(index, 1);
      return [{ from, to, previousEnd: items[index - 1]?.to, take }];
    }),
    ...entries.flatMap((entry): Part[] => {
      const { path, from, value } = entry;
      if (!tables.some((table) => isSamePath(path, [...table, dependencyName]))) return [];
      const take: Part["take"] = (data) => {
        delete (valueAt(data, ...path.slice(0, -1)) as Record<string, unknown>)[dependencyName];
      };
      return [{ from, to: value.to, previousEnd: ends.get(entry), take }];
    }),
  ];
}

// A formatter may have spread a list over lines, or changed its quotes.
function squeeze(text: string): string {
  return text.replace(/\s+/g, "").replaceAll("'", '"');
}

function cut(text: string, { from, to, previousEnd }: Part): string {
  const comma = /^[ \t]*,[ \t]*/.exec(text.slice(to))?.[0] ?? "";
  const after = text.slice(to + comma.length);
  let before = text.slice(0, from);
  if (comma === "" && previousEnd !== undefined) {
    // The last one: what parts it from the one before goes with it.
    const gap = text.slice(previousEnd, from).replace(/^((?:\s|#[^\n]*)*),/, "$1");
    before = text.slice(0, previousEnd) + gap;
  }
  const bare = before.replace(/[ \t]+$/, "");
  const isFirst = bare === "" || bare.endsWith("\n");
  const lineEnd = /^[ \t]*\r?\n/.exec(after)?.[0];
  if (lineEnd !== undefined && isFirst) return bare + after.slice(lineEnd.length);
  const isLast = lineEnd !== undefined || comma === "";
  return (isLast && !isFirst ? bare : before) + after;
}
