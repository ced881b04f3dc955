import type { Variables } from "../../standard.js";
import type { Aliases, SpecifierExtension } from "../../target/target.js";

/** What is to become of a place that starts a process. */
export type SpawnVerdict =
  /** One of our kind of children, and the call can be given its environment. */
  | "patchable"
  /** Its name comes from the child's own variable already. */
  | "handled"
  /** Left alone; the reason says what a person has to do. */
  | "report"
  /** No child of our kind: git, ffmpeg, a build step. */
  | "external"
  /** Lies in tests, build configuration, scripts or migrations. */
  | "skipped";

/** A place in the package's own sources that starts a process or a thread. */
export interface SpawnSite {
  /** POSIX path relative to the target. */
  file: string;
  /** Of the call's first character, counted from 1. */
  line: number;
  /** What is called: `fork`, `execFileSync`, `execa`, `cluster`, `worker_threads`, `bullmq`… */
  kind: string;
  /** What it starts, for people: `node dist/worker.js --once`. */
  command: string;
  /** The call as it is written: finds the place again when lines have moved. */
  text: string;
  /** The child's source file, POSIX path relative to the target, `../` where it lies in another package. */
  script?: string;
  verdict: SpawnVerdict;
  /** The end of a sentence that begins with the place. */
  reason: string;
  /** The X of `NAME_CHILD_PROCESS_X` that its script or folder suggests. */
  descriptor?: string;
  /** The name that the child is given today: as its default it keeps its log file's name. */
  name?: string;
  /** What the person should know besides. */
  notes: string[];
  /** The call's value is a child that `watchChild` can watch, and doesn't yet. */
  canWatch: boolean;
}

/** The file that is patched, and how its package writes imports. */
export interface SpawnRequest {
  /** The package, absolute: only looked at, to tell what a command starts. */
  root: string;
  /** POSIX path relative to the target. */
  file: string;
  /** The logging folder, POSIX path relative to the target. */
  dir: string;
  /** What the standard calls a service's variables. */
  variables: Variables;
  moduleKind: "esm" | "commonjs";
  /** Used where the file has no relative import whose style could be copied. */
  specifierExtension: SpecifierExtension;
  /** How the logging files really end, where nothing else resolves. */
  fileExtension?: ".mjs" | ".cjs";
  /** TypeScript refuses `import { … }` in a CommonJS file then. */
  verbatimModuleSyntax: boolean;
  /** Where the compiler puts what it makes of `rootDir`, both relative to the target. */
  output?: { outDir: string; rootDir: string };
  aliases?: Aliases;
}

/** What the patch of one file comes to; paths and lines of the text before. */
export interface SpawnPatch {
  /** Absent when nothing changes. */
  text?: string;
  patched: { line: number; descriptor: string; notes: string[] }[];
  already: { line: number; descriptor: string }[];
  refused: { line: number; descriptor: string; reason: string }[];
}

/** A place that was chosen, as it was shown. */
export interface ChosenSite {
  line: number;
  /** The call's text; without it the line alone decides. */
  text?: string;
  descriptor: string;
  /** Wrap the call in `watchChild`. */
  watch?: boolean;
}
