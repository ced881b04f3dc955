import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Answers } from "../../generators/answers/answers.js";
import type { RenderedFile } from "../../generators/render/render.js";
import type { Target } from "../../generators/target/target.js";
import { packageKinds, plainAnswers } from "./render-answers.js";
import { buildTool } from "./upgrade-tool.js";
import { standardOf, type Version } from "./upgrade-versions.js";

type Rendering = typeof import("../../generators/render/render-logging-folder.js");

/** The logging folder as a release writes it for answers that changed nothing of its standard. */
export function renderVersion(
  version: Version,
  kind: keyof typeof packageKinds = "ts ./x.js",
  answers: Partial<Answers> = {},
): Promise<RenderedFile[]> {
  const key = JSON.stringify([version, kind, answers]);
  const files = rendered.get(key) ?? render(version, kind, answers);
  rendered.set(key, files);
  return files;
}

const rendered = new Map<string, Promise<RenderedFile[]>>();

async function render(
  version: Version,
  kind: keyof typeof packageKinds,
  answers: Partial<Answers>,
): Promise<RenderedFile[]> {
  const target: Target = packageKinds[kind];
  const all = { ...plainAnswers, ...standardOf(version), ...answers };
  const module = path.join(await buildTool(version), "../render/render-logging-folder.js");
  const { renderLoggingFolder }: Rendering = await import(pathToFileURL(module).href);
  return renderLoggingFolder(all, target);
}
