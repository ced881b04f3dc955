import "../logging/setup-child.js";
import { greet } from "../greet.js";

process.stdout.write(`${greet("queue").text}\n`);
