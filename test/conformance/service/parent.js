import { spawn } from "node:child_process";
import "./logging-parent/setup.js";
import { childEnv, logger, watchChild } from "./logging-parent/index.js";

const [scenario, ...rest] = process.argv.slice(2);
console.log("parent ran");

function env(descriptor) {
  return childEnv(descriptor, { EXTRA: "more", NAME_APP: "never" }); // @child-env
}

if (scenario === "env") console.log(JSON.stringify(env(rest[0])));
if (scenario === "env-changed") {
  if (rest[0] === undefined) delete process.env["NAME_CHILD_PROCESS_WORKER"];
  else process.env["NAME_CHILD_PROCESS_WORKER"] = rest[0];
  env("WORKER");
}
if (scenario === "spawn") {
  logger.info("parent works");
  const child = spawn(process.execPath, rest, { env: env("WORKER"), stdio: "inherit" });
  const watched = watchChild("WORKER", child); // @watch-child
  console.log(`returned its argument: ${watched === child}`);
}
if (scenario === "spawn-nothing") {
  const child = watchChild("WORKER", spawn("/no/such/program", [], { env: env("WORKER") }));
  child.on("error", (error) => console.log(`program's own handler: ${error.message}`));
}
