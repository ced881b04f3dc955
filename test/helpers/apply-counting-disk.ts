import fs from "node:fs";
import { type Disk, nodeDisk } from "../../generators/apply/disk.js";

/** A disk that calls `onOperation` before each change, and in the middle of those that have one. */
export function countOperations(onOperation: (name: string) => void): Disk {
  const disk = {} as Record<string, unknown>;
  for (const [name, run] of Object.entries(nodeDisk) as [string, (...of: never[]) => unknown][])
    disk[name] = (...given: never[]) => {
      onOperation(name);
      return run(...given);
    };
  const counted = disk as unknown as Disk;
  return {
    ...counted,
    async syncFiles(files) {
      onOperation("syncFiles");
      return nodeDisk.syncFiles(files);
    },
    writeNew(file, bytes, mode) {
      onOperation("writeNew");
      fs.writeFileSync(file, bytes.subarray(0, bytes.length / 2), { flag: "wx" });
      onOperation("writeNew, half of it");
      fs.rmSync(file);
      nodeDisk.writeNew(file, bytes, mode);
    },
    publish(staged, file) {
      onOperation("publish");
      if (fs.existsSync(file)) return nodeDisk.publish(staged, file);
      fs.linkSync(staged, file);
      onOperation("publish, half of it");
      fs.unlinkSync(staged);
    },
  };
}
