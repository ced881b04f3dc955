import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");

/** The Python that tests run, in an environment of its own. */
export const python = path.join(root, ".venv/bin/python");

/** Makes the environment of the Python tests, or takes the one there if it has the same packages. */
export function preparePython(): void {
  const requirements = path.join(root, "test/requirements.txt");
  const digest = createHash("sha256").update(fs.readFileSync(requirements)).digest("hex");
  const stamp = path.join(root, ".venv/requirements.sha256");
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === digest) return;
  const run = (command: string, args: string[]) =>
    execFileSync(command, args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  console.log("Preparing Python: .venv, with what test/requirements.txt names…");
  run("python3", ["-m", "venv", "--clear", ".venv"]);
  run(python, [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "-r",
    requirements,
  ]);
  fs.writeFileSync(stamp, digest);
}

if (process.argv[1] === import.meta.filename) preparePython();
