import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildFlavours } from "../../scripts/build-flavours.js";

/** The templates that users' files are made from. */
export const templatesFolder = path.resolve(import.meta.dirname, "../../templates/node");

/** Reads a folder of texts. */
export async function readTexts(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(folder)).sort();
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), "utf8")));
  return new Map(names.map((name, index) => [name, texts[index] ?? ""]));
}

/** Builds the flavours of the real templates in a folder of their own, whatever `dist` holds. */
export async function buildTempFlavours(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "flavours-"));
  await buildFlavours(templatesFolder, folder);
  return folder;
}
