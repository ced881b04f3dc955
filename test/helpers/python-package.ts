import fs from "node:fs";
import path from "node:path";
import { makeTempFolder } from "./conformance-run.js";
import type { Service } from "./conformance-service.js";

const repo = path.resolve(import.meta.dirname, "../..");

/** The Python that tests run with; another one, with other versions, by `CONFORMANCE_PYTHON`. */
export const python = process.env["CONFORMANCE_PYTHON"] ?? path.join(repo, ".venv/bin/python");

/** Scripts of a folder beside the package as the templates are, as a service that `start` can run with `python`. */
export function preparePackage(scripts: string): Pick<Service, "folder" | "entry"> {
  const folder = makeTempFolder();
  fs.cpSync(path.join(repo, "templates/python"), path.join(folder, "app_logging"), {
    recursive: true,
    filter: (source) => !source.endsWith("__pycache__"),
  });
  fs.cpSync(scripts, folder, { recursive: true });
  return { folder, entry: (name) => path.join(folder, `${name}.py`) };
}
