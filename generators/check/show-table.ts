import type { Terminal } from "../commands/open-terminal.js";
import type { CheckReport, Row, Verdict } from "./check.js";
import { checklist } from "./clauses.js";

/** The table of a service: the checklist's items in order, under each what was looked at, then a summary. */
export function showTable({ service, rows }: CheckReport, colors: Terminal["colors"]): string {
  const paint: Record<Verdict, (text: string) => string> = {
    pass: colors.green,
    fail: colors.red,
    skipped: colors.yellow,
  };
  const width = (of: (row: Row) => string) => Math.max(0, ...rows.map((row) => of(row).length));
  const clauseWidth = width(({ clause }) => clause);
  const asksWidth = width(({ asks }) => asks);
  const showRow = ({ clause, verdict, asks, evidence }: Row) =>
    [
      `  ${paint[verdict](verdict.padEnd(7))}`,
      clause.padEnd(clauseWidth),
      asks.padEnd(asksWidth),
      showControls(evidence),
    ].join("  ");
  const groups = Object.values(checklist).flatMap((item) => {
    const own = rows.filter((row) => row.checklist === item);
    return own.length === 0
      ? []
      : [[colors.bold(`${markOf(own)} ${item}`), ...own.map(showRow)].join("\n")];
  });
  return [...groups, colors.bold(summarise(service, rows))].join("\n\n");
}

/** Whether nothing that was looked at is broken. */
export function isPassed({ rows }: CheckReport): boolean {
  return rows.every(({ verdict }) => verdict !== "fail");
}

function markOf(rows: readonly Row[]): string {
  return rows.some(({ verdict }) => verdict === "fail") ? "[ ]" : "[x]";
}

function summarise(service: string, rows: readonly Row[]): string {
  const count = (verdict: Verdict) => rows.filter((row) => row.verdict === verdict).length;
  const failed = rows.filter(({ verdict }) => verdict === "fail").map(({ clause }) => clause);
  const tail = failed.length === 0 ? "" : ` Failed: ${failed.join(", ")}.`;
  return `${showControls(service)}: ${count("pass")} passed, ${failed.length} failed, ${count("skipped")} skipped.${tail}`;
}

// What a service printed must not disturb the terminal.
function showControls(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\p{Bidi_Control}]/gu, (character) =>
    character === "\n" ? " ⏎ " : `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}
