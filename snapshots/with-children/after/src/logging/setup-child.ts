import { startLogging } from "./start.js";

// A child in the same package shares its settings, but starts no children and needs no names for them.
startLogging([]);
