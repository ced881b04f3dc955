import path from "node:path";
import { buildFlavours } from "../../scripts/build-flavours.js";
import { preparePython } from "../../scripts/prepare-python.js";

const root = path.resolve(import.meta.dirname, "../..");

/** Builds the flavours that `renderLoggingFolder` reads in a checkout, and the Python that tests run, before any test does. */
export default async function setup(): Promise<void> {
  preparePython();
  await buildFlavours(path.join(root, "templates/node"), path.join(root, "dist/templates/node"));
}
