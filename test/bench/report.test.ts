import { describe, expect, it } from "vitest";
import { rows } from "../../bench/contenders/table.js";
import { endings, pasts } from "../../bench/parts/loss.js";
import { drawChart } from "../../bench/report/draw-chart.js";
import { renderReadmeSection, replaceSection } from "../../bench/report/readme-section.js";
import { drawThroughput, type Results, renderReport } from "../../bench/report/report.js";

const choose = (part: (typeof rows)[number]["parts"][number]) =>
  rows.filter(({ parts }) => parts.includes(part));

/** Every number is made up: the first row is the fastest, and `winston` loses. */
const results: Results = {
  startUp: new Map([["bare node", 40]]),
  speeds: choose("throughput").map((row, index) => ({
    row,
    perSecond: [1_000_000 / (index + 1), 900_000 / (index + 1), 1_100_000 / (index + 1)],
    cpuUs: [1, 1, 1],
    maxRssMb: [60, 60, 60],
    p50: [1, 1, 1],
    p99: [2, 2, 2],
    p999: [3, 3, 3],
    disabledNs: [],
    lost: [0, row.id === "winston" ? 7 : 0, 0],
  })),
  losses: choose("loss").map((row) => ({
    row,
    cells: pasts.flatMap(({ name }) =>
      endings.map((ending) => ({
        ending,
        past: name,
        kept: row.id === "winston" && ending === "SIGKILL" ? 3 : 1000,
        doubled: 0,
        hasError: ending === "throw" ? row.id !== "log4js" : undefined,
        isHung: false,
        ms: 100,
      })),
    ),
  })),
  faults: {
    rotation: choose("rotation").map((row) => ({ row, lost: 1, torn: 2, overshoot: 3 })),
    writers: choose("faults").map((row) => ({ row, lost: 1, torn: 2 })),
    deleted: choose("faults").map((row) => ({ row, lost: 1, recovers: true })),
    renamed: choose("faults").map((row) => ({ row, lost: 1, recovers: false })),
    full: undefined,
  },
};

describe("the report", () => {
  const report = renderReport(results, new Date("2026-01-31T12:00:00Z"));

  it("has tables whose lines all have the columns of their head", () => {
    const tables = report.split("\n\n").filter((block) => block.startsWith("|"));
    expect(tables.length).toBe(12);
    for (const table of tables) {
      const columns = table
        .trimEnd()
        .split("\n")
        .map((line) => line.split("|").length);
      expect(new Set(columns).size, table).toBe(1);
    }
  });

  it("names versions and date, and no path of the machine", () => {
    expect(report).toMatch(/2026-01-31.*cores/);
    expect(report).toMatch(/pino \d+\.\d+\.\d+, pino-roll \d+/);
    expect(report).not.toContain(process.cwd());
  });

  it("says where a fault could not be made", () => {
    expect(report).toContain("Skipped: no file system could be mounted.");
  });

  it("names what was lost in the throughput, and a target that is missed", () => {
    expect(report).toMatch(/\| winston File \|.*\(lost up to 7\)/);
    expect(report).toMatch(/of format \+ `writeSync` \| 3\.00 \| at least 0\.85 \| yes/);
    expect(report).toMatch(/of log4js with location \| \d\.\d+ \| at least 8 \| \*\*no\*\*/);
  });
});

describe("the README's section", () => {
  it("shows our ratio to every other, and who keeps everything", () => {
    const section = renderReadmeSection(results);
    expect(section).toContain("| format + `writeSync` per line | 3.00 × | 1.50 × |");
    expect(section).toMatch(/\| winston File .*\| 3 \|/);
    const whole = section.slice(section.lastIndexOf("Everything in every cell"));
    expect(whole).toContain("create-logging; format");
    expect(whole).not.toMatch(/winston File|log4js/);
  });

  it("replaces what stands between the comments, and nothing else", () => {
    const text = "a\n<!-- bench -->\nold\n<!-- /bench -->\nb\n";
    expect(replaceSection(text, "new")).toBe("a\n<!-- bench -->\nnew\n<!-- /bench -->\nb\n");
    expect(() => replaceSection("a", "new")).toThrow("README.md has no '<!-- bench -->'");
  });
});

describe("the chart", () => {
  it("has a bar for every row, ours told from the others, longest first", () => {
    const svg = drawThroughput(results.speeds);
    expect(svg.match(/<rect /g)?.length).toBe(results.speeds.length);
    expect(svg.match(/<g class="ours">/g)?.length).toBe(2);
    const lengths = [...svg.matchAll(/width="([\d.]+)" height="18"/g)].map(([, each]) =>
      Number(each),
    );
    expect(lengths).toEqual([...lengths].sort((a, b) => b - a));
  });

  it("escapes what XML would take for its own", () => {
    const svg = drawChart("a < b", [{ title: '<"&', value: 1, text: "1", kind: "peer" }]);
    expect(svg).toContain("&lt;&quot;&amp;");
    expect(svg).not.toContain('<"&');
  });
});
