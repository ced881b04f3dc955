import fs from "node:fs";
import path from "node:path";

/** Files by POSIX path; a path that ends in `/` is an empty directory. Bytes as latin1 text. */
export type Tree = Record<string, string>;

export function writeTree(root: string, tree: Tree): void {
  for (const [name, text] of Object.entries(tree)) {
    const file = path.join(root, name);
    if (name.endsWith("/")) fs.mkdirSync(file, { recursive: true });
    else {
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, Buffer.from(text, "latin1"));
    }
  }
}

/** Everything in a directory, temporary and hidden files included. */
export function readTree(root: string): Tree {
  const tree: Tree = {};
  const visit = (directory: string, prefix: string) => {
    const entries = fs.readdirSync(directory, { withFileTypes: true });
    if (entries.length === 0 && prefix !== "") tree[prefix] = "";
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const file = path.join(directory, entry.name);
      if (entry.isDirectory()) visit(file, `${prefix}${entry.name}/`);
      else if (entry.isSymbolicLink()) tree[prefix + entry.name] = `-> ${fs.readlinkSync(file)}`;
      else tree[prefix + entry.name] = fs.readFileSync(file, "latin1");
    }
  };
  visit(root, "");
  return tree;
}
