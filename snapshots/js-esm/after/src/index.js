#!/usr/bin/env node
import "./logging/setup.js";
import { greet } from "./greet.js";

process.stdout.write(`${greet("feeds")}\n`);
