import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Answers } from "../answers/answers.js";
import { findTemplatesOf } from "./find-templates.js";
import { buildPythonData, type PythonData } from "./python-data.js";
import type { RenderedFile } from "./render.js";
import { loadRenderers } from "./render-template.js";

/** Modules that are there for one feature alone. */
const modulesOf = {
  ownership: [
    "abandoned",
    "claim",
    "claim_notes",
    "ended_runs",
    "heartbeat",
    "list_claims",
    "log_name",
    "naming",
    "owner",
    "owner_line",
    "ownership",
    "process_exists",
    "release",
    "slot_name",
    "take_slot",
    "times",
  ],
  diagnose: [
    "diagnose",
    "masking",
    "read_data",
    "relevant_values",
    "show_parts",
    "show_plain",
    "show_value",
  ],
} as const;

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
    .filter((name) => isWanted(path.parse(name).name, data));
  return Promise.all(
    wanted.map(async (name): Promise<RenderedFile> => {
      const template = await readFile(path.join(templatesDir, name), "utf8");
      const render = name.endsWith(".md") ? renderers.markdown : renderers.python;
      return { path: `${answers.dir}/${name}`, text: render(template, data) };
    }),
  );
}

function isWanted(module: string, { features, hasChildren }: PythonData): boolean {
  if (module === "setup_child") return hasChildren;
  return Object.entries(modulesOf).every(
    ([feature, modules]) =>
      features[feature as keyof typeof modulesOf] ||
      !(modules as readonly string[]).includes(module),
  );
}
