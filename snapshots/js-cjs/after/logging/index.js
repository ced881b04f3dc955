"use strict";

const { childEnv, watchChild } = require("./child");
const { exitWithReason } = require("./exit");
const { logger } = require("./logger");

module.exports = { childEnv, watchChild, exitWithReason, logger };
