import type { NodePlopAPI, PlopGeneratorConfig } from "node-plop";
import { runPipeline } from "./run-pipeline.js";

/** `plop upgrade-logging`: what `create-logging upgrade` does. It asks nothing; at a terminal the plan is confirmed. */
export function upgradeGenerator(plop: NodePlopAPI): Partial<PlopGeneratorConfig> {
  return {
    description: "brings this service's logging up to date with the standard; edits stay",
    prompts: [],
    actions: [
      async (_answers, { force }) => {
        await runPipeline(plop, async (root, terminal, interrupts) => {
          const { upgrade } = await import("../commands/upgrade.js");
          const flags = { yes: false, dryRun: false, diff: false, json: false, install: true };
          return upgrade(
            [root],
            { ...flags, force: force === true, restore: false },
            terminal,
            interrupts,
          );
        });
        return "logging up to date";
      },
    ],
  };
}
