import "./logging/setup";
import { greet } from "./greet";

process.stdout.write(`${greet("site").text}\n`);
