import { existsSync } from "node:fs";
import path from "node:path";
import type { Answers } from "../answers/answers.js";
import { quote } from "../answers/quote.js";
import { RefusedError } from "../errors.js";
import type { Migration } from "../patch/migrate/migrate.js";
import type { OnProgress } from "../patch/migrate/read-sources.js";
import { lockFileName } from "../plan/lock-file.js";
import { openLock } from "../plan/open-lock.js";
import { planMigration } from "../plan/plan-migration.js";
import { printMigrateReplay } from "../plan/replay-command.js";
import { inspectProject } from "../target/inspect-project.js";
import { isPython, type Project } from "../target/project.js";
import type { PlannedPackage } from "./plan-package.js";
import { readSetUp } from "./read-set-up.js";
import { readVersion } from "./read-version.js";

/** What a migration of one service would do. Nothing is written. */
export async function planMigrate(root: string, onProgress: OnProgress): Promise<PlannedPackage> {
  const target = await inspectProject(root);
  const { answers: asked } = await readSetUp(target);
  const version = readVersion();
  const opened = openLock(target.root, asked, version);
  const { answers } = opened;
  const main = isPython(target)
    ? ["__init__.py"]
    : ["ts", "js", "mjs", "cjs"].map((extension) => `index.${extension}`);
  const isThere = main.some((name) => existsSync(path.join(target.root, answers.dir, name)));
  if (opened.lock === undefined || !isThere) {
    const lacking =
      opened.lock === undefined ? lockFileName : `${answers.dir}/${path.parse(main[0] ?? "").name}`;
    throw new RefusedError(
      `${quote(path.basename(root))} has no '${lacking}': there is no logger yet. Run create-logging there first.`,
    );
  }
  const migration = await migrateProject(target, answers, onProgress);
  const plan = planMigration(migration, {
    root: target.root,
    service: answers.name,
    opened,
    replay: printMigrateReplay(target.root, version),
  });
  return { target, plan, install: undefined, asked: false };
}

async function migrateProject(
  target: Project,
  answers: Answers,
  onProgress: OnProgress,
): Promise<Migration> {
  if (isPython(target)) {
    const { migratePythonSources } = await import(
      "../patch/python/migrate/migrate-python-sources.js"
    );
    return migratePythonSources(target, answers, onProgress);
  }
  const { migrateSources } = await import("../patch/migrate/migrate-sources.js");
  return migrateSources(target, answers, onProgress);
}
