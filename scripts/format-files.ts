import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const require = createRequire(import.meta.url);

const own = { formatter: { indentStyle: "space", indentWidth: 2, lineWidth: 100 } };

/** Formats texts by their file names, with the formatter's own defaults but for 2 spaces and 100 columns, or as said. */
export async function formatFiles(
  files: Map<string, string>,
  settings: object = own,
): Promise<Map<string, string>> {
  const folder = await mkdtemp(path.join(tmpdir(), "create-logging-format-"));
  try {
    await writeFile(path.join(folder, "biome.json"), JSON.stringify({ root: true, ...settings }));
    await Promise.all([...files].map(([name, text]) => writeFile(path.join(folder, name), text)));
    const biome = path.join(
      path.dirname(require.resolve("@biomejs/biome/package.json")),
      "bin/biome",
    );
    await promisify(execFile)(process.execPath, [biome, "format", "--write", "."], { cwd: folder });
    const entries = [...files.keys()].map(
      async (name) => [name, await readFile(path.join(folder, name), "utf8")] as const,
    );
    return new Map(await Promise.all(entries));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
