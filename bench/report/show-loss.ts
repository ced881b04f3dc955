import { type Cell, endings, type Loss, lossRecords, pasts } from "../parts/loss.js";
import { showTable } from "./table.js";

const titles: Record<Cell["ending"], string> = {
  end: "normal end",
  exit: "`process.exit(1)`",
  throw: "uncaught error",
  reject: "unhandled rejection",
  SIGINT: "SIGINT",
  SIGTERM: "SIGTERM",
  SIGKILL: "SIGKILL",
};

/** Of each ending the worst of its four cells. */
export function showWorstLoss(losses: Loss[]): string {
  return showTable([
    ["", ...endings.map((ending) => titles[ending])],
    ...losses.map(({ row, cells }) => [
      row.module === "ours" ? "**create-logging**" : row.title,
      ...endings.map((ending) => showCell(findWorst(cells, ending))),
    ]),
  ]);
}

/** One table for each past: all that was counted. */
export function showLoss(losses: Loss[]): string {
  return pasts
    .map(({ name }) => {
      const table = showTable([
        ["", ...endings.map((ending) => titles[ending])],
        ...losses.map(({ row, cells }) => [
          row.module === "ours" ? "**create-logging**" : row.title,
          ...cells.filter(({ past }) => past === name).map(showCell),
        ]),
      ]);
      return `### ${name}\n\n${table}`;
    })
    .join("\n\n");
}

/** Whether nothing is missing in any cell, the errors included. */
export function isWhole({ cells }: Loss): boolean {
  return cells.every(({ kept, hasError }) => kept === lossRecords && hasError !== false);
}

function findWorst(cells: Cell[], ending: Cell["ending"]): Cell | undefined {
  const score = ({ kept, hasError }: Cell): number => kept - (hasError === false ? 0.5 : 0);
  return cells
    .filter((cell) => cell.ending === ending)
    .reduce((worst, cell) => (score(cell) < score(worst) ? cell : worst));
}

function showCell(cell: Cell | undefined): string {
  if (cell === undefined) return "";
  const { kept, doubled, hasError, isHung, ms } = cell;
  const notes = [
    hasError === true ? "+ error" : "",
    hasError === false ? "no error" : "",
    doubled > 0 ? `${doubled} twice` : "",
    isHung ? "hung" : ms > 2500 ? `${(ms / 1000).toFixed(1)} s to end` : "",
  ].filter((note) => note !== "");
  return [String(kept), ...notes].join(", ").replace(", +", " +");
}
