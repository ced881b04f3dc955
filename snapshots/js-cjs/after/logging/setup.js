"use strict";

const { children } = require("./settings");
const { startLogging } = require("./start");

// The service's first import: what is imported after it may log, and does not run unless the guard lets it.
startLogging(children);
