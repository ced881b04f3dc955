import { iniValue, readIni } from "../../target/python/read-ini.js";
import { decodeText, encodeText } from "../file-text.js";
import { hasWord } from "../find-leftover.js";
import type { LockedHunk, LockedPatch } from "../lock-file.js";
import { type TakenBack, takeBack } from "../take-back.js";
import { cutFromToml } from "./cut-from-toml.js";
import { readTomlText } from "./read-toml-text.js";
import { dependencyName, readRequirement } from "./requirement.js";

/** Whether a file may keep dependencies in a list, of which a line may hold more than ours. */
export function keepsList(file: string): boolean {
  return /(?:^|\/)(?:pyproject\.toml|Pipfile|setup\.cfg)$/.test(file);
}

/**
 * Takes our dependency out of a file: by its lines, or alone where its owner has changed what stands
 * around it.
 */
export async function takeBackDependency(
  file: string,
  bytes: Uint8Array,
  patch: LockedPatch,
): Promise<TakenBack> {
  const { isSound, cut } = file.endsWith("setup.cfg") ? setupCfg : toml;
  const whole = takeBack(bytes, patch);
  const before = decodeText(bytes);
  const after = decodeText(whole.bytes);
  if (before === undefined || after === undefined) return whole;
  const isWhole = await isSound(before.text, after.text);
  const hunks = patch.hunks.filter(({ line }) => line !== undefined);
  const found = isWhole ? whole : { bytes, taken: [], missing: hunks };
  const own = found.missing.filter(asksForOurs);
  const text = own.length === 0 ? undefined : await cut((isWhole ? after : before).text, own);
  if (text === undefined) return found;
  const missing = found.missing.filter((hunk) => !own.includes(hunk));
  return { ...found, bytes: encodeText({ ...before, text }), missing };
}

/** How a kind of file is looked at: whether it says the same without our lines, and without our item. */
interface Kind {
  isSound(before: string, after: string): boolean | Promise<boolean>;
  /** The text without the item that the hunks put in; undefined where it isn't there as it was. */
  cut(text: string, own: readonly LockedHunk[]): string | undefined | Promise<string | undefined>;
}

const toml: Kind = {
  isSound: async (_, after) => "data" in (await readTomlText(after.replace(/^\uFEFF/, ""))),
  cut: cutFromToml,
};

// A key that was ours may have got lines of others below it, which would go to the key above.
const setupCfg: Kind = {
  isSound(before, after) {
    const others = (text: string) => listRequired(text).filter((line) => !isOurs(line));
    return others(before).join("\n") === others(after).join("\n");
  },
  cut(text, own) {
    const line = own.flatMap(({ inserted }) => inserted).find((each) => isOurs(each.trim()));
    if (line === undefined || !listRequired(text).includes(line.trim())) return undefined;
    const lines = text.split(/(?<=\n)/);
    const same = lines.filter((each) => each.trim() === line.trim());
    return same.length === 1 ? lines.filter((each) => each !== same[0]).join("") : undefined;
  },
};

function listRequired(text: string): string[] {
  const value = iniValue(readIni(text.replace(/^\uFEFF/, "")), "options", "install_requires") ?? "";
  return value.split("\n").filter((line) => line !== "");
}

function isOurs(line: string): boolean {
  return readRequirement(line)?.name === dependencyName;
}

function asksForOurs({ inserted, removed }: LockedHunk): boolean {
  const has = (lines: string[]) => lines.some((line) => hasWord(line, dependencyName));
  return has(inserted) && !has(removed);
}
