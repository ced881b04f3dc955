/** Exit codes of every command. */
export const exitCodes = {
  done: 0,
  failed: 1,
  refused: 2,
  conflicts: 3,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/**
 * A failure that a person can act on. Printed as its message alone; anything else that is thrown is
 * a defect of ours and is printed with its stack.
 */
export class CreateLoggingError extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, options: { exitCode?: ExitCode; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.exitCode = options.exitCode ?? exitCodes.refused;
  }
}

/** Usage, missing answers, or a repo that we will not touch. Exit 2. */
export class RefusedError extends CreateLoggingError {}

/** Ctrl+C. Exit 130. */
export class InterruptedError extends CreateLoggingError {
  constructor() {
    super("Interrupted: nothing was changed.", { exitCode: exitCodes.interrupted });
  }
}

/** What a person is shown of anything that was thrown. */
export function describeError(error: unknown): string {
  if (error instanceof CreateLoggingError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
