import { type DiskFull, measureDiskFull } from "./disk-full.js";
import { type Moved, measureDeleted, measureRenamed } from "./moved-files.js";
import type { Bench } from "./part.js";
import { measureRotation, measureTwoWriters, type Rotation, type TwoWriters } from "./rotation.js";

export interface Faults {
  rotation: Rotation[];
  writers: TwoWriters[];
  deleted: Moved[];
  renamed: Moved[];
  /** Undefined where no file system could be mounted. */
  full: DiskFull[] | undefined;
}

/** What becomes of the records when something happens to the files. */
export async function measureFaults(bench: Bench): Promise<Faults> {
  return {
    rotation: await measureRotation(bench),
    writers: await measureTwoWriters(bench),
    deleted: await measureDeleted(bench),
    renamed: await measureRenamed(bench),
    full: await measureDiskFull(bench),
  };
}
