"use strict";

require("dotenv").config();
require("./logging/setup");

const { greet } = require("./lib/greet");

process.stdout.write(`${greet("invoices")}\n`);
