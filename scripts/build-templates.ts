import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildFlavours } from "./build-flavours.js";

const root = fileURLToPath(new URL("..", import.meta.url));

await buildFlavours(path.join(root, "templates/node"), path.join(root, "dist/templates/node"));
