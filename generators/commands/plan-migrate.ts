import { existsSync } from "node:fs";
import path from "node:path";
import { quote } from "../answers/quote.js";
import { RefusedError } from "../errors.js";
import { migrateSources } from "../patch/migrate/migrate-sources.js";
import type { OnProgress } from "../patch/migrate/read-sources.js";
import { lockFileName } from "../plan/lock-file.js";
import { openLock } from "../plan/open-lock.js";
import { planMigration } from "../plan/plan-migration.js";
import { printMigrateReplay } from "../plan/replay-command.js";
import { inspectTarget } from "../target/inspect-target.js";
import type { PlannedPackage } from "./plan-package.js";
import { readSetUp } from "./read-set-up.js";
import { readVersion } from "./read-version.js";

/** What a migration of one service would do. Nothing is written. */
export async function planMigrate(root: string, onProgress: OnProgress): Promise<PlannedPackage> {
  const target = await inspectTarget(root);
  const { answers: asked } = await readSetUp(target);
  const version = readVersion();
  const opened = openLock(target.root, asked, version);
  const { answers } = opened;
  const isThere = ["ts", "js", "mjs", "cjs"].some((extension) =>
    existsSync(path.join(target.root, answers.dir, `index.${extension}`)),
  );
  if (opened.lock === undefined || !isThere) {
    const lacking = opened.lock === undefined ? lockFileName : `${answers.dir}/index`;
    throw new RefusedError(
      `${quote(path.basename(root))} has no '${lacking}': there is no logger yet. Run create-logging there first.`,
    );
  }
  const migration = await migrateSources(target, answers, onProgress);
  const plan = planMigration(migration, {
    root: target.root,
    service: answers.name,
    opened,
    replay: printMigrateReplay(target.root, version),
  });
  return { target, plan, install: undefined, asked: false };
}
