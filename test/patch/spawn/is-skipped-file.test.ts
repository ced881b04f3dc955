import { expect, it } from "vitest";
import { isSkippedFile } from "../../../generators/patch/spawn/is-skipped-file.js";

it.each([
  "test/worker.ts",
  "src/__tests__/run.ts",
  "scripts/deploy.mjs",
  "src/jobs/run.test.ts",
  "test-integration.js",
  "src/test_helpers.ts",
  "lib/auth_spec.js",
  "gulpfile.babel.js",
  "webpack.dev.config.js",
  "next.config.ts",
  ".eslintrc.cjs",
])("%s is a tool of the developers (C19)", (file) => {
  expect(isSkippedFile(file, [])).toBe(true);
  expect(isSkippedFile(file, [file])).toBe(false);
});

it.each([
  "src/index.ts",
  "src/latest-prices.ts",
  "src/testing.ts",
  "src/contest-runner.js",
  "src/speed-test.ts",
  "src/builder.ts",
])("%s is not", (file) => {
  expect(isSkippedFile(file, [])).toBe(false);
});

it.each([
  "tests/run.py",
  "app/test_jobs.py",
  "jobs_test.py",
  "conftest.py",
  "setup.py",
  "noxfile.py",
  "app/migrations/0001_initial.py",
  "alembic/versions/1a2b.py",
  "scripts/deploy.py",
])("%s is a tool of the developers in Python (C19)", (file) => {
  expect(isSkippedFile(file, [])).toBe(true);
  expect(isSkippedFile(file, [file])).toBe(false);
});

it.each([
  "app/main.py",
  "app/latest.py",
  "app/testing.py",
  "app/config.py",
  "app/build.py",
  "manage.py",
])("%s is none", (file) => {
  expect(isSkippedFile(file, [])).toBe(false);
});
