import { join } from "node:path";
import type { PackageJson } from "./read-package-json.js";
import { readTextFile } from "./read-text-file.js";
import type { Note } from "./target.js";

const byDependency: [dependency: RegExp, text: string][] = [
  [
    /^@nestjs\/core$/,
    "NestJS was found: its own logger is left as it is and keeps writing to stdout",
  ],
  [
    /^next$/,
    "Next.js was found: its server is left as it is; see `instrumentation.ts` for a place to log from",
  ],
  [
    /^bullmq$/,
    "BullMQ was found: a sandboxed processor is an entrypoint of its own; pass it with --entry",
  ],
  [
    /^(pino-http|hono-pino|morgan|express-winston|koa-logger)$/,
    "'$' was found: its request log is left as it is",
  ],
];

const byText: [pattern: RegExp, text: string][] = [
  [
    /\b[Ff]astify\(\s*\{[^}]*\blogger\b/s,
    "Fastify's `logger` option is left as it is: its records stay on stdout",
  ],
  [
    /["'](node:)?worker_threads["']/,
    "worker_threads: a worker's file is an entrypoint of its own; pass it with --entry",
  ],
  [
    /["'](node:)?cluster["']/,
    "cluster: primary and workers run the same file and would log to one file; give each worker a name of its own",
  ],
];

/** Frameworks whose own logging, or whose processes, this tool sees and leaves alone. */
export function noteFrameworks(root: string, packageJson: PackageJson, entries: string[]): Note[] {
  const notes: Note[] = packageJson.dependencies.flatMap((name) =>
    byDependency
      .filter(([dependency]) => dependency.test(name))
      .map(([, text]) => ({ file: "package.json", text: text.replace("$", name) })),
  );
  for (const file of entries) {
    const source = readTextFile(join(root, file)) ?? "";
    for (const [pattern, text] of byText) {
      const found = pattern.exec(source);
      if (found !== null)
        notes.push({ file, line: source.slice(0, found.index).split("\n").length, text });
    }
  }
  return notes;
}
