import { type FileList, listFiles } from "./list-files.js";

const maxFiles = 50_000;

/** The files that people wrote in a repository, those of the packages in it too; POSIX paths relative to it. */
export function listRepoFiles(root: string): Pick<FileList, "files" | "packages"> {
  const found: Pick<FileList, "files" | "packages"> = { files: [], packages: [] };
  const waiting = [""];
  for (let dir = waiting.pop(); dir !== undefined; dir = waiting.pop()) {
    const here = dir;
    const within = (path: string) => (here === "" ? path : `${here}/${path}`);
    const list = listFiles(here === "" ? root : `${root}/${here}`, () => false);
    for (const file of list.files) found.files.push(within(file));
    for (const each of list.packages) {
      found.packages.push(within(each));
      waiting.push(within(each));
    }
    if (found.files.length > maxFiles) break;
  }
  return found;
}
