import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { formatFiles } from "./format-files.js";
import { rewriteCommonJs } from "./rewrite-commonjs.js";
import { stripTypes } from "./strip-types.js";

/** Makes the three flavours of the templates in `from`: one folder each in `to`. */
export async function buildFlavours(from: string, to: string): Promise<void> {
  const names = (await readdir(from)).filter((name) => /\.(?:ts|md)$/.test(name)).sort();
  const texts = await Promise.all(names.map((name) => readFile(path.join(from, name), "utf8")));
  const templates = new Map(names.map((name, index) => [name, texts[index] ?? ""]));
  const toEsm = (name: string, text: string) => stripTypes(text, name);
  const toCommonJs = (name: string, text: string) => rewriteCommonJs(toEsm(name, text), name);
  await writeFolder(path.join(to, "ts"), templates);
  await writeFolder(path.join(to, "js-esm"), await makeJavaScript(templates, toEsm));
  await writeFolder(path.join(to, "js-cjs"), await makeJavaScript(templates, toCommonJs));
}

async function makeJavaScript(
  templates: Map<string, string>,
  convert: (name: string, text: string) => string,
): Promise<Map<string, string>> {
  const converted = new Map<string, string>();
  for (const [name, text] of templates) {
    if (name.endsWith(".md")) converted.set(name, text);
    else converted.set(name.replace(/\.ts$/, ".js"), convert(name, text));
  }
  const code = new Map([...converted].filter(([name]) => !name.endsWith(".md")));
  return new Map([...converted, ...(await formatFiles(code))]);
}

// File by file and by renaming: whoever reads the folder meanwhile never sees half a template.
async function writeFolder(folder: string, files: Map<string, string>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const before = await readdir(folder);
  for (const [name, text] of files) {
    const file = path.join(folder, name);
    if ((await readFile(file, "utf8").catch(() => undefined)) === text) continue;
    const staged = path.join(
      path.dirname(folder),
      `.${path.basename(folder)}.${name}.${process.pid}`,
    );
    await writeFile(staged, text);
    await rename(staged, file);
  }
  const stale = before.filter((name) => !files.has(name));
  await Promise.all(stale.map((name) => rm(path.join(folder, name), { force: true })));
}
