import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { createFileSink } from "../../templates/node/file-sink.js";
import { describeSite } from "../../templates/node/location.js";
import { createRecord, type LogRecord } from "../../templates/node/record.js";

const directory = mkdtempSync(path.join(tmpdir(), "create-logging-file-sink-"));
afterAll(() => rmSync(directory, { recursive: true }));

const site = describeSite("/app/src/main.ts", 7, "run");
const plain = (message: string): LogRecord => createRecord("INFO", site, message);

// As when the heap gets full in the middle of a record.
test.each(Array.from({ length: 8 }, (_, index) => index + 1))(
  "EXIT-6 a record that is logged while another is written costs neither: at the %ith look at its time",
  (at) => {
    const name = `app-${at}`;
    const sink = createFileSink({ directory, name, maxBytes: 1e6, maxFiles: 1 });
    sink.write(plain("first"));
    const outer = plain("the outer one");
    const { time } = outer;
    let looks = 0;
    let inner = 0;
    Object.defineProperty(outer, "time", {
      get() {
        looks += 1;
        if (looks === at) inner += sink.write(plain("an inner record")) ? 1 : 0;
        return time;
      },
    });
    expect(sink.write(outer)).toBe(true);
    sink.write(plain("last"));
    const lines = readFileSync(path.join(directory, `${name}.log`), "utf8")
      .trimEnd()
      .split("\n");
    const messages = lines.map((line) => line.split(" | ")[3]).sort();
    const expected = ["first", "the outer one", "last", ...Array(inner).fill("an inner record")];
    expect(messages).toEqual(expected.sort());
    if (at === 1) expect(inner).toBe(1);
  },
);
