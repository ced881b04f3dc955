import { children } from "./settings";
import { startLogging } from "./start";

// The service's first import: what is imported after it may log, and does not run unless the guard lets it.
startLogging(children);
