/** A shell line found in a file that starts things. */
export interface ParsedCommand {
  /** From 1. */
  line: number;
  command: string;
  /** As written in the file, of that machine or container; relative to what the file calls its folder. */
  cwd?: string;
  loadsEnv?: boolean;
  /** The variables that the file sets for it. */
  env?: Record<string, string>;
  /** The files that variables are read from, as written. */
  envFiles?: string[];
  /** Only where the file says that it is not how the service runs: an earlier stage of a Dockerfile. */
  isDevelopment?: boolean;
  /** The folder that an image is built from, relative to the file. */
  context?: string;
  /** What an image is given: the container's path, and where it comes from. */
  copies?: { from: string[]; to: string }[];
}
