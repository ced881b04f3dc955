import { join, posix } from "node:path";
import { kindOf } from "../find-start-commands.js";
import type { Place } from "../locate-path.js";
import { readTextFile } from "../read-text-file.js";
import type { Note } from "../target.js";
import { folderOf, type LocatedModule, locateModule } from "./locate-module.js";

/** An entrypoint of a Django project, and what names it. */
export interface DjangoModule extends LocatedModule {
  source: string;
  /** The project's manage.py. */
  belongsTo: string;
}

/** The files that start a Django project: manage.py, and the wsgi.py and asgi.py beside its settings. */
export function findDjango(root: string, files: readonly string[]): DjangoModule[] {
  return files
    .filter((file) => posix.basename(file) === "manage.py" && file.split("/").length <= 3)
    .flatMap((file) => readManage(root, file));
}

/** Says what runs manage.py where nobody thinks of variables: `RUN python manage.py collectstatic`. */
export function noteImageBuilds(root: string, files: readonly string[]): Note[] {
  return files
    .filter((file) => kindOf(file) === "dockerfile")
    .flatMap((file) =>
      (readTextFile(join(root, file)) ?? "").split("\n").flatMap((text, index): Note[] => {
        const command = /\bmanage\.py\s+([a-z]\w*)/.exec(text)?.[1];
        if (command === undefined || /^\s*(#|CMD\b|ENTRYPOINT\b)/.test(text)) return [];
        const said = `runs 'manage.py ${command}' while the image is built: there, too, it ends at the guard without the variables that the logging requires`;
        return [{ file, line: index + 1, text: said }];
      }),
    );
}

function readManage(root: string, file: string): DjangoModule[] {
  const text = readTextFile(join(root, file)) ?? "";
  const settings =
    /DJANGO_SETTINGS_MODULE["']?\]?\s*[,=]\s*(?:[\w.]+\([^)"']*["']\w+["'],\s*)?["']([\w.]+)["']/.exec(
      text,
    )?.[1];
  if (settings === undefined && !text.includes("execute_from_command_line")) return [];
  const searchPath = folderOf(file);
  const place: Place = { root, repoRoot: root, base: root, isOutside: false };
  const find = (module: string) =>
    locateModule(module, ".", { cwd: join(root, searchPath), place, root });
  const found: DjangoModule[] = [
    {
      file,
      run: { searchPath, module: "__main__" },
      source: `${file}, Django's own`,
      belongsTo: file,
    },
  ];
  if (settings === undefined) return found;
  const settingsFile = find(settings)?.file;
  const said = settingsFile === undefined ? "" : (readTextFile(join(root, settingsFile)) ?? "");
  for (const kind of ["wsgi", "asgi"]) {
    const named = new RegExp(`^${kind.toUpperCase()}_APPLICATION\\s*=\\s*["']([\\w.]+)["']`, "m");
    // `config.settings.production` and `config.settings`: the project is a package above them.
    const parts = settings.split(".");
    const parents = parts.map((_, index) => parts.slice(0, parts.length - 1 - index).join("."));
    const names = [
      named.exec(said)?.[1]?.replace(/\.\w+$/, ""),
      ...parents.map((parent) => (parent === "" ? kind : `${parent}.${kind}`)),
    ];
    const module = names
      .flatMap((name) => (name === undefined ? [] : [find(name)]))
      .find((each) => each !== undefined);
    if (module !== undefined)
      found.push({
        ...module,
        source: `${file}, by its settings '${settings}'`,
        belongsTo: file,
      });
  }
  return found;
}
