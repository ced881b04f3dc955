import type { NodePlopAPI } from "node-plop";
import { addChildGenerator } from "./plop/add-child-generator.js";
import { loggingGenerator } from "./plop/logging-generator.js";
import { upgradeGenerator } from "./plop/upgrade-generator.js";

/**
 * The plop pack: `await plop.load("create-logging")` in a plopfile brings its generators. Each has one action, which
 * runs the same pipeline as the command: plop's own actions write as they go, and can't be planned or taken back.
 */
export default function loadPack(plop: NodePlopAPI): void {
  plop.setGenerator("logging", loggingGenerator(plop));
  plop.setGenerator("add-child-process", addChildGenerator(plop));
  plop.setGenerator("upgrade-logging", upgradeGenerator(plop));
}
