import { join, posix } from "node:path";
import { readTextFile } from "../read-text-file.js";
import { isFile } from "../stat-path.js";
import { folderOf, type LocatedModule } from "./locate-module.js";

// In the order in which people expect them.
const names = ["main", "app", "run", "server", "wsgi", "asgi", "__main__"];
// Scripts of the build, of tests and of tools.
const notServices =
  /^(setup|conftest|noxfile|fabfile|tasks|test_.*|.*_test|gunicorn\.conf|gunicorn_conf|versioneer)$/;

/**
 * What starts a project where no command says so: the file that has a customary name, or the scripts at its
 * root. Nothing for a library.
 */
export function findPythonMain(
  root: string,
  files: readonly string[],
  projectName?: string,
): LocatedModule[] {
  const own = (projectName ?? posix.basename(root)).replace(/[-.]/g, "_").toLowerCase();
  const below = files.flatMap((file) => /^src\/[^/]+(?=\/\w+\.py$)/.exec(file)?.[0] ?? []).sort();
  const dirs = new Set(["", "src", "app", own, `src/${own}`, ...below]);
  const listed = new Set(files);
  const customary = [...dirs]
    .flatMap((dir) => names.map((name) => posix.join(dir, `${name}.py`)))
    .find(
      (path) => listed.has(path) && startsSomething(readTextFile(join(root, path)) ?? "", path),
    );
  const packages = [own, `src/${own}`, "app"].map((dir) => `${dir}/__init__.py`);
  const factory = packages.find(
    (path) => listed.has(path) && makesApp(readTextFile(join(root, path)) ?? ""),
  );
  const main = customary ?? factory;
  if (main !== undefined) return [guessRun(root, main)];
  const scripts = files
    .filter((file) => /^[^/]+\.py$/.test(file) && !notServices.test(posix.basename(file, ".py")))
    .filter((file) => hasMainGuard(readTextFile(join(root, file)) ?? ""));
  return scripts.sort().map((file) => guessRun(root, file));
}

/** Whether a module has `if __name__ == "__main__":`. */
function hasMainGuard(text: string): boolean {
  return /^if\s+\(?\s*(__name__\s*==\s*["']__main__["']|["']__main__["']\s*==\s*__name__)/m.test(
    text,
  );
}

// `flask --app flaskr run` finds it in the package itself.
function makesApp(text: string): boolean {
  return /^(app|application)\b[^=\n]*=\s*\w*(Flask|FastAPI|Quart|Starlette|Sanic)\(|^(async )?def (create|make)_app\b/m.test(
    text,
  );
}

// `app.py` of a library may hold a class and nothing that runs.
function startsSomething(text: string, path: string): boolean {
  if (posix.basename(path) === "__main__.py" || hasMainGuard(text)) return true;
  return (
    /^(app|application|api|server)\b[^=\n]*=[^=]/m.test(text) ||
    /^[\w.]+\(.*\)\s*$/m.test(text) ||
    makesApp(text)
  );
}

/** How a file is most likely run, by what it imports: as a module of its package, or as a script. */
function guessRun(root: string, file: string): LocatedModule {
  const text = readTextFile(join(root, file)) ?? "";
  const dir = folderOf(file);
  const asScript = { file, run: { searchPath: dir, module: "__main__" } };
  if (dir === "") return asScript;
  const name = file.replace(/(\/__init__)?\.py$/, "");
  const top = dir.startsWith("src/") ? "src" : "";
  const path = top === "" ? name : name.slice(top.length + 1);
  const asModule = { file, run: { searchPath: top, module: path.replaceAll("/", ".") } };
  if (/^\s*from\s+\./m.test(text) || file.endsWith("/__init__.py")) return asModule;
  const imported = [...text.matchAll(/^\s*(?:from|import)\s+(\w+)/gm)].map(
    ([, each]) => each ?? "",
  );
  const lies = (at: string, each: string) =>
    isFile(join(root, at, `${each}.py`)) || isFile(join(root, at, each, "__init__.py"));
  const first = path.split("/")[0] ?? "";
  if (imported.some((each) => each === first)) return asModule;
  if (imported.some((each) => lies(dir, each))) return asScript;
  const isPackage = isFile(join(root, dir, "__init__.py"));
  return isPackage || (!hasMainGuard(text) && posix.basename(dir) !== "src") ? asModule : asScript;
}
