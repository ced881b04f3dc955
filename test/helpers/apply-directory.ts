import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll } from "vitest";

let scratch: string | undefined;

/** An empty directory of the test's own, symlinks resolved; gone when the test file has ended. */
export function makeDirectory(): string {
  if (scratch === undefined) {
    scratch = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "create-logging-test-")));
    fs.chmodSync(scratch, 0o755);
  }
  return fs.mkdtempSync(path.join(scratch, "repo-"));
}

afterAll(() => {
  if (scratch !== undefined) fs.rmSync(scratch, { recursive: true, force: true });
});
