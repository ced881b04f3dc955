import "./logging/setup.js";
import { greet } from "./greet.js";

const { text } = greet("mailer");

process.stdout.write(`${text}\n`);
