import { readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { parseLog } from "../../helpers/conformance-log.js";
import { makeTempFolder, messagesOf } from "../../helpers/conformance-run.js";
import { type Oracle, prepareOracle } from "../../helpers/oracle.js";

let oracle: Oracle;
beforeAll(async () => {
  oracle = await prepareOracle();
});

const records = 25_000;
const maxFiles = 200;
const maxBytes = 20_000;

/** Rotated files of earlier years, more than are kept. */
function writeOld(directory: string, name: string): string[] {
  return Array.from({ length: maxFiles + 10 }, (_, number) => {
    const file = `${name}.2020-01-01_00-00-00_${String(number).padStart(6, "0")}.log`;
    writeFileSync(path.join(directory, file), "2020-01-01 00:00:00.000 | INFO | a:b:1 | old\n");
    utimesSync(path.join(directory, file), 1_577_836_800, 1_577_836_800 + number);
    return file;
  });
}

test.each(["python", "node"] as const)(
  "FILE-3…6, PROC-5: 50,000 records of `app`, in %s, and of `app.worker`, in Python, in one directory: none lost, in order, neither's files touched by the other",
  async (language) => {
    const directory = makeTempFolder();
    const names = ["app", "app.worker"];
    const old = names.map((name) => writeOld(directory, name));
    const begin = (name: string) =>
      oracle.run(name === "app" ? language : "python", [["repeat", records, `of ${name}`]], {
        directory,
        filesAreFree: true,
        env: { NAME_APP: name, LOG_MAX_SIZE: `${maxBytes} B`, LOG_MAX_FILES: `${maxFiles}` },
      });
    const runs = await Promise.all(names.map(begin));
    expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, ""],
      [0, ""],
    ]);
    const now = readdirSync(directory);
    const seen = new Set<string>();
    for (const [index, name] of names.entries()) {
      const pattern = new RegExp(
        `^${name}\\.(?:\\d{4}-\\d\\d-\\d\\d_[-\\d]{8}_\\d{6}(?:\\.\\d+)?\\.)?log$`,
      );
      const own = now.filter((file) => pattern.test(file)).sort(byAge);
      for (const file of own) seen.add(file);
      // Exactly as many as are to be kept, and the oldest have gone.
      expect(own).toHaveLength(maxFiles + 1);
      const oldLeft = own.filter((file) => file.includes(".2020-"));
      expect(oldLeft).toEqual(old[index]?.slice(-oldLeft.length));
      const texts = own
        .slice(oldLeft.length)
        .map((file) => readFileSync(path.join(directory, file), "utf8"));
      for (const text of texts) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxBytes);
      const said = texts.flatMap((text) => messagesOf(parseLog(text, "file")));
      expect(said.slice(1, -1)).toEqual(
        Array.from(
          { length: records },
          (_, number) => `${String(number).padStart(3, "0")} of ${name}`,
        ),
      );
    }
    expect(now.filter((file) => !seen.has(file))).toEqual([]);
  },
);

/** Rotated files by their time, the active one last. */
function byAge(one: string, other: string): number {
  const key = (file: string): string => {
    const [, time = "9", count = "1"] = /\.(\d{4}-[-_\d]+)(?:\.(\d+))?\.log$/.exec(file) ?? [];
    return `${time} ${count.padStart(5, "0")}`;
  };
  return key(one) < key(other) ? -1 : 1;
}
