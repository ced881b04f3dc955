import fs from "node:fs";
import { applyPlan } from "../../generators/apply/apply-plan.js";
import { recoverInterrupted } from "../../generators/apply/recover-interrupted.js";
import { countOperations } from "./apply-counting-disk.js";
import { planOf } from "./apply-plan-of.js";

// A process that ends itself by SIGKILL before its n-th operation; bundled and run by the tests.
const [mode, root, killAt, treesFile] = process.argv.slice(2) as [string, string, string, string];
let operations = 0;
const disk = countOperations(() => {
  operations += 1;
  if (operations === Number(killAt)) process.kill(process.pid, "SIGKILL");
});
const { before, after } = JSON.parse(fs.readFileSync(treesFile, "utf8"));
if (mode === "recover") recoverInterrupted(root, disk);
else if (mode === "apply") await applyPlan(planOf(root, before, after), { disk });
else {
  // Ctrl+C as a terminal sends it, before the n-th operation.
  const interrupting = countOperations(() => {
    operations += 1;
    if (operations === Number(killAt)) process.kill(process.pid, "SIGINT");
  });
  try {
    await applyPlan(planOf(root, before, after), { disk: interrupting });
  } catch (error) {
    process.stderr.write((error as Error).message);
    process.exitCode = (error as { exitCode?: number }).exitCode ?? 1;
  }
}
process.stdout.write(String(operations));
