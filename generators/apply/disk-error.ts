import { CreateLoggingError, RefusedError } from "../errors.js";
import { showPath } from "./confine-path.js";

const causes: Record<string, [fault: string, nextStep: string]> = {
  ENOSPC: ["no space is left on the device", "Free some space"],
  EDQUOT: ["the disk quota is used up", "Free some space"],
  EFBIG: ["the system allows no file of that size", "Raise the limit ('ulimit -f')"],
  EROFS: ["the file system is read-only", "Make it writable"],
  EACCES: ["permission is denied", "Make it writable for this user"],
  EPERM: ["the system does not permit it", "Make it writable for this user"],
  EBUSY: ["it is in use, or a mount point", "Release it"],
  ETXTBSY: ["it is being executed", "Stop that program"],
  EIO: ["the device reports an error", "Check the disk"],
  EMFILE: ["too many files are open", "Raise the limit ('ulimit -n')"],
  ENFILE: ["too many files are open", "Close some programs"],
  ENAMETOOLONG: ["its name is too long for the file system", "Use a shorter name"],
  EEXIST: ["something with that name has appeared there", "Look at it"],
  ENOENT: ["its directory is gone", "Restore it"],
};

/** What a failed write means to a person; anything unknown is passed on as it is. */
export function describeDiskError(error: unknown, relative: string): unknown {
  if (error instanceof CreateLoggingError) return error;
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? "";
  const known = causes[code];
  if (known === undefined) return error;
  const [fault, nextStep] = known;
  return new RefusedError(
    `Cannot write '${showPath(relative)}': ${fault} (${code}). Nothing was changed. ${nextStep}, and run again.`,
    { cause: error },
  );
}
