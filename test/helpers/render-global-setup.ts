import path from "node:path";
import { buildFlavours } from "../../scripts/build-flavours.js";

const root = path.resolve(import.meta.dirname, "../..");

/** Builds the flavours that `renderLoggingFolder` reads in a checkout, before any test runs. */
export default async function setup(): Promise<void> {
  await buildFlavours(path.join(root, "templates/node"), path.join(root, "dist/templates/node"));
}
