import { execFile } from "node:child_process";

/** Whether git sees uncommitted changes below this folder; undefined outside git, or without it. */
export function findGitState(root: string): Promise<boolean | undefined> {
  return new Promise((resolve) => {
    execFile(
      "git",
      ["status", "--porcelain", "--", "."],
      {
        cwd: root,
        // Without it `git status` refreshes its index file: a write, in a stage that only reads.
        env: { ...process.env, GIT_OPTIONAL_LOCKS: "0" },
        timeout: 5_000,
        maxBuffer: 64 * 1024 * 1024,
        windowsHide: true,
      },
      (error, stdout) => resolve(error === null ? stdout.trim() !== "" : undefined),
    );
  });
}
