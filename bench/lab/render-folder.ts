import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { renderLoggingFolder } from "../../generators/render/render-logging-folder.js";
import { features, standard } from "../../generators/standard.js";

/** Writes a logging folder, as JavaScript in an ES module, with all else at its default. */
export async function renderFolder(
  root: string,
  dir: string,
  formats: Partial<typeof standard.formats>,
): Promise<void> {
  const answers = {
    name: "app",
    target: "node" as const,
    dir,
    entries: ["main.js"],
    children: [],
    features,
    standard: { ...standard, formats: { ...standard.formats, ...formats } },
  };
  const files = await renderLoggingFolder(answers, {
    root,
    language: "javascript",
    moduleKind: "esm",
    specifierExtension: ".js",
    packageManager: "npm",
    workspaceRoot: root,
    sourceRoot: "",
    packageJson: { type: "module", dependencies: [] },
    entrypoints: [],
    startCommands: [],
    notes: [],
  });
  for (const { path, text } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
