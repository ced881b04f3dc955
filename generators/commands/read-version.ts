import { readFileSync } from "node:fs";

/** This package's own version; its package.json lies one folder higher in the sources than in what is published. */
export function readVersion(): string {
  for (const candidate of ["../../package.json", "../../../package.json"]) {
    const file = new URL(candidate, import.meta.url);
    try {
      const manifest: { name?: string; version?: string } = JSON.parse(readFileSync(file, "utf8"));
      if (manifest.name === "create-logging" && manifest.version !== undefined)
        return manifest.version;
    } catch {
      // Not there: it is the other one.
    }
  }
  throw new Error("The package.json of create-logging is not where it is published.");
}
