import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A package in a temporary folder, with this repo's dependencies. */
export interface TestPackage {
  root: string;
  write(files: Record<string, string | Uint8Array>): void;
  read(file: string): string;
  remove(): void;
}

/** Makes a package of the given files. */
export function makePackage(files: Record<string, string | Uint8Array>): TestPackage {
  const root = mkdtempSync(path.join(tmpdir(), "patched-"));
  symlinkSync(
    path.join(import.meta.dirname, "../../node_modules"),
    path.join(root, "node_modules"),
  );
  const write: TestPackage["write"] = (written) => {
    for (const [file, content] of Object.entries(written)) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), content);
    }
  };
  write(files);
  return {
    root,
    write,
    read: (file) => readFileSync(path.join(root, file), "utf8"),
    remove: () => rmSync(root, { recursive: true }),
  };
}
