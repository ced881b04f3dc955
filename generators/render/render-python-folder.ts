import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Answers } from "../answers/answers.js";
import { findTemplatesOf } from "./find-templates.js";
import { buildPythonData, type PythonData } from "./python-data.js";
import type { RenderedFile } from "./render.js";
import { loadRenderers } from "./render-template.js";

/** Files that are there for one feature alone, by name without extension. */
const optionalFiles: Record<string, (data: PythonData) => boolean> = {
  setup_child: (data) => data.hasChildren,
  abandoned: (data) => data.features.ownership,
  claim: (data) => data.features.ownership,
  claim_notes: (data) => data.features.ownership,
  ended_runs: (data) => data.features.ownership,
  heartbeat: (data) => data.features.ownership,
  list_claims: (data) => data.features.ownership,
  log_name: (data) => data.features.ownership,
  owner: (data) => data.features.ownership,
  owner_line: (data) => data.features.ownership,
  ownership: (data) => data.features.ownership,
  process_exists: (data) => data.features.ownership,
  release: (data) => data.features.ownership,
  slot_name: (data) => data.features.ownership,
  take_slot: (data) => data.features.ownership,
  diagnose: (data) => data.features.diagnose,
  masking: (data) => data.features.diagnose,
  show_value: (data) => data.features.diagnose,
};

/** Renders every file of a Python logging package, sorted by path. */
export async function renderPythonFolder(
  answers: Answers,
  templatesDir: string = findTemplatesOf("python", "setup.py"),
): Promise<RenderedFile[]> {
  const data = buildPythonData(answers);
  const [names, renderers] = await Promise.all([readdir(templatesDir), loadRenderers()]);
  const wanted = names
    .filter((name) => /\.(?:py|md)$/.test(name))
    .sort()
    .filter((name) => optionalFiles[path.parse(name).name]?.(data) ?? true);
  return Promise.all(
    wanted.map(async (name): Promise<RenderedFile> => {
      const template = await readFile(path.join(templatesDir, name), "utf8");
      const render = name.endsWith(".md") ? renderers.markdown : renderers.python;
      return { path: `${answers.dir}/${name}`, text: render(template, data) };
    }),
  );
}
