import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeEndedRun } from "../../templates/node/claim-notes.js";
import { makeTempFolder } from "../helpers/conformance-run.js";

test("EXIT-7: the report of a full heap is that of the run, not of an earlier one with its pid", () => {
  const directory = makeTempFolder();
  const started = "2026-01-31T12:00:00.500Z";
  const claim = {
    path: join(directory, "app.7-00000000.lock"),
    slot: 1,
    owner: {
      pid: 7,
      startTime: undefined,
      boot: undefined,
      namespace: undefined,
      host: "a",
      started,
    },
    isHeld: true,
    isStopped: false,
    signal: undefined,
    refreshedAt: Date.parse(started),
  };
  const leaveReport = (secondsAfter: number, pid: number): string => {
    const name = `app.2026-01-31_12-00-${secondsAfter + 10}_000000.${pid}.report.json`;
    const writtenAt = Date.parse(started) / 1000 + secondsAfter;
    writeFileSync(join(directory, name), "{}\n");
    utimesSync(join(directory, name), writtenAt, writtenAt);
    return name;
  };
  leaveReport(-5, 7);
  leaveReport(5, 8);
  expect(describeEndedRun(directory, "app", claim)).toMatch(/ or power lost; last sign of life /);
  const own = leaveReport(5, 7);
  expect(describeEndedRun(directory, "app", claim)).toContain(
    `killed, out of memory or power lost; the heap was full in that run, see '${own}': it may have recovered since; last`,
  );
});
