import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The folder of a target's templates, known by a file or folder in it. Installed, they lie beside the
 * compiled generators; in a checkout the last build left them in `dist`.
 */
export function findTemplatesOf(target: "node" | "python", known: string): string {
  const candidates = [`../../templates/${target}`, `../../dist/templates/${target}`].map(
    (relative) => fileURLToPath(new URL(relative, import.meta.url)),
  );
  const found = candidates.find((folder) => existsSync(path.join(folder, known)));
  if (!found) throw new Error(`No templates in ${candidates.join(" or ")}. Run 'npm run build'.`);
  return found;
}
