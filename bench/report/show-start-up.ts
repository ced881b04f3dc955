import type { StartUp } from "../parts/start-up.js";
import { showTable } from "./table.js";

/** The table of the CLI's own times. */
export function showStartUp(times: StartUp): string {
  const of = (name: string): number => times.get(name) ?? Number.NaN;
  const ratio = (name: string, other: string): string => `${(of(name) / of(other)).toFixed(1)} ×`;
  const above = (name: string, other: string): string => `+${(of(name) - of(other)).toFixed(0)} ms`;
  const one = "`upgrade --check`, nothing changed";
  const beside = new Map([
    ["`--help`", `${above("`--help`", "bare node")} on bare node`],
    [one, `${ratio(one, "bare node")} bare node`],
    ["`upgrade --check`, 200 services", `${ratio("`upgrade --check`, 200 services", one)} one`],
    ["scaffold", `${above("scaffold", "import of ts-morph")} on ts-morph alone`],
  ]);
  return showTable([
    ["", "median ms", ""],
    ...[...times].map(([name, ms]) => [name, ms.toFixed(0), beside.get(name) ?? ""]),
  ]);
}
