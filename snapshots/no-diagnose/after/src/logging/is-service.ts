import { realpathSync } from "node:fs";

// Jest and vitest run tests in workers of their own packages, whose path is then that of the main script.
const testRunner =
  /[\\/]node_modules[\\/](?:jest|jest-cli|jest-worker|vitest|tinypool|mocha|ava|tap|@tapjs[\\/][^\\/]+)[\\/]/;
// Loaded by `import "node:test"`, and by `node --test --test-isolation=none` from the start.
const nodeTest = /^NativeModule (?:test|internal\/test_runner\/harness)$/;
const nextBuildWorker = /[\\/]node_modules[\\/]next[\\/].*[\\/]jest-worker[\\/]/;
const next = /[\\/]node_modules[\\/]next[\\/]/;

/**
 * Whether this process runs the service, not its tests or its build. Judged from the process itself:
 * a service that a test starts inherits the runner's variables and must be guarded all the same.
 */
export function isServiceProcess(): boolean {
  const script = resolveScript(process.argv[1]);
  if (testRunner.test(script) || nextBuildWorker.test(script)) return false;
  if (next.test(script) && process.argv[2] === "build") return false;
  const { moduleLoadList } = process as { moduleLoadList?: string[] };
  return !moduleLoadList?.some((name) => nodeTest.test(name));
}

/** Follows `node_modules/.bin/jest` to the package it belongs to. */
function resolveScript(script: string | undefined): string {
  try {
    return script === undefined ? "" : realpathSync(script);
  } catch {
    return script ?? "";
  }
}
