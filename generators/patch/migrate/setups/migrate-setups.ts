import type { Answers } from "../../../answers/answers.js";
import type { Note, Target } from "../../../target/target.js";
import { loadTypeScript } from "../../parse-source.js";
import { isTestFile } from "./is-test-file.js";
import { type Library, packagesOf } from "./libraries.js";
import { noteDependencies } from "./note-dependencies.js";
import { openPackage, type PackageSources } from "./package-sources.js";
import { type Replacement, replaceSetUp } from "./replace-set-up.js";

/** What the set-ups of other loggers come to. */
export interface SetUpMigration {
  patches: { path: string; before: Uint8Array; after: Uint8Array; reason: string }[];
  notes: Note[];
}

type Replaced = Extract<Replacement, { text: string }>;

/**
 * Replaces a package's winston, pino and log4js set-ups with our logger: each module keeps its path, its
 * exports and the methods that are used. What ours can't stand for is left, and noted with the reason.
 */
export async function migrateSetups(
  target: Target,
  answers: Answers,
  files: readonly string[],
): Promise<SetUpMigration> {
  const ts = await loadTypeScript();
  const sources = openPackage(ts, target, answers, files);
  const patches = new Map<string, SetUpMigration["patches"][number]>();
  const notes: Note[] = [];
  for (const library of ["winston", "pino", "log4js"] as const) {
    const mentioning = files.filter((file) => mentions(library).test(sources.textOf(file)));
    for (const each of settle(sources, library, mentioning)) {
      const patch = "reason" in each ? each : makePatch(sources, each, patches.get(each.file));
      if ("library" in patch) notes.push(noteLeft(patch, answers));
      else {
        patches.set(patch.path, patch);
        if ("said" in each) notes.push(...noteSaid(each));
      }
    }
  }
  const all = [...patches.values()];
  notes.push(...noteDependencies(sources, all));
  return { patches: all, notes };
}

function mentions(library: Library): RegExp {
  const names = Object.keys(packagesOf).filter((name) => packagesOf[name] === library);
  return new RegExp(`["'\`](?:${names.join("|")})(?:/[^"'\`]*)?["'\`]`);
}

/** One file's fate may decide another one's: what they share stays or goes as a whole. */
function settle(
  sources: PackageSources,
  library: Library,
  files: readonly string[],
): Replacement[] {
  const all = files
    .filter((file) => !isTestFile(file) && sources.files.includes(file))
    .flatMap((file) => replaceSetUp(sources, file, library) ?? []);
  for (let isChanging = true; isChanging; ) {
    isChanging = false;
    all.forEach((each, index) => {
      const reason = "reason" in each ? undefined : dependsOn(library, each, all, files);
      if (reason === undefined) return;
      const { file, line, isShared } = each;
      all[index] = { file, library, line, isShared, reason };
      isChanging = true;
    });
  }
  return all;
}

function dependsOn(
  library: Library,
  each: Replaced,
  all: Replacement[],
  files: readonly string[],
): string | undefined {
  const stays = files.filter(
    (file) => !all.some((other) => other.file === file && "text" in other),
  );
  if (each.isShared) {
    const other =
      stays.find((file) => all.some((left) => left.file === file && left.isShared)) ??
      stays.find(() => library === "log4js");
    if (other !== undefined) return `shares it with '${other}', which needs ${library} itself`;
  }
  const typed = stays.filter((file) => /\.[mc]?tsx?$/.test(file));
  const isSeen = each.uses.escapes.length > 0;
  const file = typed.find((name) => isSeen || each.uses.files.has(name));
  return file === undefined
    ? undefined
    : `is used in '${file}', which may name ${library}'s own types`;
}

// A file that sets up two libraries is patched twice.
function makePatch(
  sources: PackageSources,
  { file, library, line, isShared, text }: Replaced,
  earlier: SetUpMigration["patches"][number] | undefined,
): SetUpMigration["patches"][number] | Extract<Replacement, { reason: string }> {
  const read = sources.bytesOf(file);
  const mark = read?.decoded.text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const after = read?.decoded.encode(mark + text);
  if (!read || !after) {
    return { file, library, line, isShared, reason: "is in an encoding that lacks what is added" };
  }
  sources.replace(file, text);
  const libraries = earlier
    ? `${earlier.reason.split("'s, ")[0]}'s and ${library}`
    : `the service's logger in the place of ${library}`;
  return { path: file, before: read.bytes, after, reason: `${libraries}'s, under the same names` };
}

function noteLeft(
  { file, line, library, reason }: Extract<Replacement, { reason: string }>,
  { dir }: Answers,
): Note {
  const text = `uses ${library} and was left as it is: it ${reason}. Where it should go, import 'logger' from '${dir}' there by hand`;
  return { file, line, text };
}

function noteSaid({ file, said }: Replaced): Note[] {
  const [line] = said;
  if (line === undefined) return [];
  return [
    {
      file,
      line,
      text: "what the set-up logged of itself goes with it: the record 'Started …' says it",
    },
  ];
}
