import { children } from "./settings.js";
import { startLogging } from "./start.js";

// The service's first import: what is imported after it may log, and does not run unless the guard lets it.
startLogging(children);
