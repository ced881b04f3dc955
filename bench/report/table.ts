/** A Markdown table; the first row is its head. */
export function showTable(rows: string[][]): string {
  const [head = [], ...rest] = rows;
  return [head, head.map(() => "---"), ...rest]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

/** Three digits that count: `123k`, `0.84`, `12`. */
export function showNumber(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return "";
  if (value >= 1e6) return `${(value / 1e6).toFixed(2)}M`;
  if (value >= 10_000) return `${(value / 1000).toFixed(0)}k`;
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
