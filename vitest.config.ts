import { defineConfig } from "vitest/config";
import LongestFirst from "./test/helpers/longest-first.js";

export default defineConfig({
  test: {
    globalSetup: ["test/helpers/render-global-setup.ts"],
    setupFiles: ["test/helpers/seed-properties.ts"],
    include: ["test/**/*.test.ts"],
    exclude: ["test/fixtures/**"],
    // Tests start real processes: more workers than cores only make them wait for one another.
    maxWorkers: 2,
    minWorkers: 1,
    pool: "forks",
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});
