import "./logging-strict/setup.js";
import { scenarios } from "./scenarios.js";

console.log("strict ran");
scenarios[process.argv[2] ?? "nothing"](...process.argv.slice(3));
