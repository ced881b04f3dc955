/** A bar of the chart. */
export interface Bar {
  title: string;
  value: number;
  text: string;
  kind: "ours" | "peer" | "limit";
}

const width = 760;
const barHeight = 18;
const step = 26;
const labelWidth = 230;
const top = 44;

/** A bar chart as SVG, longest first; its colours follow the reader's light or dark scheme. */
export function drawChart(title: string, bars: Bar[]): string {
  const sorted = [...bars].sort((a, b) => b.value - a.value);
  const most = sorted[0]?.value ?? 1;
  const room = width - labelWidth - 90;
  const height = top + sorted.length * step + 10;
  const drawn = sorted.map(({ title: label, value, text, kind }, index) => {
    const y = top + index * step;
    const length = Math.max(1, (value / most) * room).toFixed(1);
    const baseline = y + barHeight - 5;
    return `  <g class="${kind}">
    <text x="${labelWidth - 8}" y="${baseline}" text-anchor="end">${escapeXml(label)}</text>
    <rect x="${labelWidth}" y="${y}" width="${length}" height="${barHeight}" rx="2"/>
    <text x="${labelWidth + Number(length) + 6}" y="${baseline}">${escapeXml(text)}</text>
  </g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(title)}">
  <style>
    text { font: 13px system-ui, sans-serif; fill: #1f2328; }
    .head { font-weight: 600; font-size: 15px; }
    .ours text { font-weight: 600; }
    .ours rect { fill: #1a7f37; }
    .peer rect { fill: #8c959f; }
    .limit rect { fill: #d0d7de; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; }
      .ours rect { fill: #3fb950; }
      .peer rect { fill: #6e7681; }
      .limit rect { fill: #3d444d; }
    }
  </style>
  <text class="head" x="8" y="24">${escapeXml(title)}</text>
${drawn.join("\n")}
</svg>
`;
}

function escapeXml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");
}
