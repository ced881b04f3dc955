/** A place that starts the service: an npm script, a Dockerfile CMD, a systemd unit… */
export interface StartCommand {
  /** For people: `package.json scripts.start`, `Dockerfile:12`, `deploy/app.service:9`. */
  source: string;
  command: string;
  /** Source files it runs, POSIX paths relative to the target. */
  entries: string[];
  /** Loads an env file by itself: `node --env-file=.env`, systemd `EnvironmentFile=`, pm2 `env`. */
  loadsEnv: boolean;
  /** What it is for: how the service runs, a command of the package, or work on it. */
  stage: Stage;
  /** The folder that it is to be typed in, POSIX and relative to the target, where that is another. */
  dir?: string;
}

export type Stage = "production" | "bin" | "development";

/** A source file that some start command runs. */
export interface Entrypoint {
  /** POSIX path relative to the target. */
  file: string;
  /** Every place that names it, for people. */
  sources: string[];
  /** The file that makes it, and others, the ways into one service: a Django project's manage.py. */
  belongsTo?: string;
}

/** Something seen and left alone, or something the person must know. Never an error. */
export interface Note {
  file?: string;
  line?: number;
  text: string;
  /** Notes of one kind are many: people are shown the first of them, and how many there are. */
  kind?: string;
}

/** How relative imports end in this package: `./logging/setup`, `./logging/setup.js`, `./logging/setup.ts`. */
export type SpecifierExtension = "" | ".js" | ".ts";

export interface TsConfig {
  /** POSIX path relative to the target. */
  file: string;
  /** `extends` followed, lower-cased values of module and moduleResolution; paths relative to the target. */
  module?: string;
  moduleResolution?: string;
  rootDir?: string;
  outDir?: string;
  verbatimModuleSyntax: boolean;
  /** JavaScript is type-checked, and must have a type for everything. */
  checksJsStrictly?: boolean;
  /** JavaScript is compiled with the rest. */
  allowsJs?: boolean;
  /** A name without a use is an error. */
  refusesUnused?: boolean;
  /** Imports may, or must, be written with `.ts`: the output or the runtime copes with it. */
  writesTsExtensions: boolean;
  /** Whether `types` (or its absence) lets `@types/node` in, and whether it is installed or declared. */
  hasNodeTypes: boolean;
}

export type PackageManager = "npm" | "pnpm" | "yarn" | "bun" | "deno";

export type ModuleKind = "esm" | "commonjs";

/** Patterns with at most one `*`, and the places they stand for, in order. */
export type Aliases = Record<string, string[]>;

/** What the inspection found out about the package. Read-only: nothing in the target was changed. */
export interface Target {
  /** Absolute path, symlinks resolved. */
  root: string;
  language: "typescript" | "javascript";
  moduleKind: ModuleKind;
  specifierExtension: SpecifierExtension;
  packageManager: PackageManager;
  /** Root of the workspace this package belongs to, absolute; the target itself when there is none. */
  workspaceRoot: string;
  /** Sources' top folder relative to the target: `src`, or `` for the package root. */
  sourceRoot: string;
  packageJson: { name?: string; type?: string; sideEffects?: unknown; dependencies: string[] };
  tsconfig?: TsConfig;
  /** Imports that mean the package's own sources without saying so: `@/*` → `src/*`, relative to the target. */
  aliases?: Aliases;
  /** Real entrypoints, best first; empty when none was found. */
  entrypoints: Entrypoint[];
  startCommands: StartCommand[];
  /** Servers that start this package and bring an entrypoint of their own: `next`. */
  hosts?: string[];
  /** A tool that may move imports: eslint-plugin-import, simple-import-sort, trivago, biome. */
  importSorter?: string;
  /** `true` when git has uncommitted changes here; undefined outside git. */
  gitDirty?: boolean;
  notes: Note[];
}
