"use strict";

require("dotenv").config();

const { greet } = require("./lib/greet");

process.stdout.write(`${greet("invoices")}\n`);
