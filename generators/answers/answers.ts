import type { Features, LevelName, NameConflict, Standard } from "../standard.js";

/** A child process that the service starts. */
export interface Child {
  /** The X of `NAME_CHILD_PROCESS_X`: upper snake case. */
  descriptor: string;
  /** The child's own service name, the value written to `.env.example`. */
  name: string;
  /** The child's entrypoint, POSIX path relative to the target, where it lies in this package. */
  entry?: string;
}

/** A child as a flag or a prompt declares it; its name has a default. */
export interface DeclaredChild {
  descriptor: string;
  name?: string;
  entry?: string;
}

/** Everything a run needs to know; what `create-logging.json` holds, defaults filled in. */
export interface Answers {
  name: string;
  target: "node" | "python";
  /** The logging folder, POSIX path relative to the target: `src/logging`. */
  dir: string;
  /** Entrypoints to patch, POSIX paths relative to the target. */
  entries: string[];
  children: Child[];
  standard: Standard;
  features: Features;
  /** `next` if not said. */
  onNameConflict?: NameConflict;
  /** Words of names whose values are masked, on top of the standard's; `!word` takes one of those out. */
  secrets?: string[];
  /** Files of the logging folder are formatted by the target's own prettier or biome. */
  format?: boolean;
  /** The package's plopfile loads our generators. */
  plop?: boolean;
}

/** `create-logging.json` as people write it: the answers, and only those parts of the standard they changed. */
export interface ConfigFile {
  $schema?: string;
  name: string;
  target: "node" | "python";
  dir: string;
  entries: string[];
  children?: Child[];
  variables?: Partial<Standard["variables"]>;
  levels?: Partial<Record<"development" | "testing" | "production", LevelName>>;
  formats?: Partial<Standard["formats"]>;
  defaults?: Partial<Standard["defaults"]>;
  features?: Partial<Features>;
  onNameConflict?: NameConflict;
  secrets?: string[];
  /** States of files that make `upgrade --check` fail. */
  failOn?: ("outdated" | "drifted" | "conflicted")[];
  format?: boolean;
  plop?: boolean;
}

/** What flags said; a missing key was not said. */
export interface Flags {
  name?: string;
  children?: DeclaredChild[];
  entries?: string[];
  target?: string;
  dir?: string;
  envVar?: string;
  format?: boolean;
  plop?: boolean;
  yes: boolean;
  force: boolean;
  dryRun: boolean;
  diff: boolean;
  json: boolean;
  install: boolean;
  /** A person was asked elsewhere: the plan is shown and confirmed. */
  confirms?: boolean;
}

/** What the flags of `add-child` said; a missing key was not said. */
export interface AddChildFlags
  extends Pick<Flags, "yes" | "force" | "dryRun" | "diff" | "json" | "install" | "confirms"> {
  descriptor?: string;
  name?: string;
  /** The child's entrypoint, relative to the target; in another package too. */
  entry?: string;
  /** Places that start it: `file:line`. */
  sites?: string[];
  /** Wrap those places in `watchChild`. */
  watch?: boolean;
}
