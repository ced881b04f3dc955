import type { Scenario } from "../check.js";
import { childScenarios } from "./child.js";
import { crashScenarios } from "./crash.js";
import { endingScenarios } from "./endings.js";
import { envScenarios } from "./env.js";
import { exitScenarios } from "./exit.js";
import { faultScenarios } from "./fault.js";
import { fileScenarios } from "./file.js";
import { formatScenarios } from "./format.js";
import { modeScenarios } from "./mode.js";
import { ownershipScenarios } from "./ownership.js";
import { processScenarios } from "./process.js";
import { rotationScenarios } from "./rotation.js";

/** Every clause that is looked at in real processes. */
export const scenarios: readonly Scenario[] = [
  ...envScenarios,
  ...modeScenarios,
  ...fileScenarios,
  ...rotationScenarios,
  ...formatScenarios,
  ...processScenarios,
  ...ownershipScenarios,
  ...exitScenarios,
  ...endingScenarios,
  ...crashScenarios,
  ...childScenarios,
  ...faultScenarios,
];
