import { cpSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildFlavours } from "./build-flavours.js";

const root = fileURLToPath(new URL("..", import.meta.url));

await buildFlavours(path.join(root, "templates/node"), path.join(root, "dist/templates/node"));

// Python's are what they are: one flavour, formatted as it is to be.
const python = path.join(root, "dist/templates/python");
rmSync(python, { recursive: true, force: true });
cpSync(path.join(root, "templates/python"), python, {
  recursive: true,
  filter: (source) => !/__pycache__|\.pyc$|_cache$/.test(source),
});
