#!/usr/bin/env node
import { greet } from "./greet.js";

process.stdout.write(`${greet("feeds")}\n`);
