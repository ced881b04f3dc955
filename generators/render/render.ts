/** A file of the logging folder, as it will be written. */
export interface RenderedFile {
  /** POSIX path relative to the target. */
  path: string;
  text: string;
}
