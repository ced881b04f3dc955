import { describe, expect, it } from "vitest";
import { message } from "../../bench/contenders/message.js";
import { countRecords } from "../../bench/lab/read-records.js";

const line = (index: number): string => `2026-01-31 23:59:59.999 | INFO | ${message(index)}`;
const json = (index: number): string => JSON.stringify({ level: 30, msg: message(index) });

describe("countRecords", () => {
  it("counts short, long and JSON records, over all files, and how often each is there", () => {
    const { found, torn } = countRecords([
      `${line(1)}\n${line(9)}\n`,
      `${json(2)}\n${json(19)}\n${line(1)}\n`,
    ]);
    expect([...found]).toEqual([
      [1, 2],
      [9, 1],
      [2, 1],
      [19, 1],
    ]);
    expect(torn).toBe(0);
  });

  it("does not count what is no record of the run", () => {
    const started = "2026-01-31 23:59:59.999 | INFO | Started app: production, pid 1";
    expect(countRecords([`${started}\n\n    at ship (main.js:1:1)\n`])).toEqual({
      found: new Map(),
      torn: 0,
    });
  });

  it.each([
    ["without its end", line(1).slice(0, -5)],
    ["without its start", line(1).slice(8)],
    ["of which only the end is left", "carrier informed, customer thanked."],
    ["with another in it", line(1).slice(0, 50) + line(2)],
    ["with another behind it", line(1) + line(2)],
  ])("counts a record %s as torn", (_how, text) => {
    expect(countRecords([`${text}\n`])).toEqual({ found: new Map(), torn: 1 });
  });
});
