import type { Environment } from "../../standard.js";
import { demand, type Lab, type Scenario } from "../check.js";
import type { Ended } from "../run-probe.js";
import { demandRun, describeFiles } from "./look.js";

const rotatedName = /^app\.(\d{4}-\d\d-\d\d)_(\d\d)-(\d\d)-(\d\d)_\d{6}(?:\.\d+)?\.log$/;
// Larger and more than this is not written to somebody's disk for a look.
const mostBytes = 50_000_000;
const mostFiles = 30;

/** Names of files that look like the service's rotated ones, and are not. */
const foreign = [
  "app.worker.log",
  "app.2020-01-01.log",
  "app-2.2020-01-01_00-00-00_000000.log",
  "other.2020-01-01_00-00-00_000000.log",
  "app.2020-01-01_00-00-00_000000.log.gz",
];

/** Rotation and retention. */
export const rotationScenarios: Scenario[] = [
  {
    clause: "MODE-4",
    async play(lab) {
      for (const environment of ["testing", "production"] as const) {
        const ended = await runFull(lab, environment);
        demand(rotatedOf(ended).length > 0, `${environment}: ${describeFiles(ended)}`);
      }
      return "rotated files in both";
    },
  },
  {
    clause: "FILE-2",
    async play(lab) {
      const usual = parseDefault(lab.answers.standard.defaults.maxSize);
      const cases: [string | undefined, number, number][] = [
        ["20kib", 20_480, 480],
        ["1", 1_000_000, 30_000],
      ];
      if (usual <= mostBytes) cases.push([undefined, usual, usual / 25]);
      await Promise.all(cases.map((each) => demandSize(lab, ...each)));
      const tail = usual > mostBytes ? "; the default was not written" : "";
      return `20 KiB, 1 MB and ${lab.answers.standard.defaults.maxSize} by default are kept${tail}`;
    },
  },
  {
    clause: "FILE-3",
    async play(lab) {
      const ended = await runFull(lab, "production");
      const sizes = Object.entries(ended.files ?? {}).map(
        ([name, text]) => [name, Buffer.byteLength(text), text] as const,
      );
      for (const [name, bytes, text] of sizes) {
        const isAlone = text.includes("giant") && text.trimEnd().split("\n").length === 1;
        demand(bytes <= 2000 || isAlone, `'${name}' holds ${bytes} bytes of 2000`);
      }
      demand(
        sizes.some(([, bytes]) => bytes > 1500 && bytes <= 2000),
        "no file is nearly full",
      );
      const all = sizes.map(([, , text]) => text).join("");
      const lost = Array.from({ length: 60 }, (_, index) => `full ${index} `).filter(
        (text) => !all.includes(text),
      );
      demand(lost.length === 0, `lost in rotation: ${lost.length} of 60 records`);
      const largest = Math.max(...sizes.map(([, bytes]) => bytes).filter((bytes) => bytes <= 2000));
      return `${sizes.length} files, the largest of ${largest} bytes, of 2000`;
    },
  },
  {
    clause: "FILE-4",
    async play(lab) {
      const ended = await runFull(lab, "production");
      const names = Object.keys(ended.files ?? {}).filter((name) => name !== "app.log");
      for (const name of names) {
        const [, day, ...clock] = rotatedName.exec(name) ?? [];
        demand(day !== undefined, `'${name}' is no name of a rotated file`);
        const time = Date.parse(`${day}T${clock.slice(0, 3).join(":")}Z`);
        const isNow = time > ended.startedAt - 2000 && time <= ended.endedAt;
        demand(isNow, `'${name}' has not the time at which the file was made`);
      }
      demand(names.length > 0, `nothing was rotated: ${describeFiles(ended)}`);
      return names[0] ?? "";
    },
  },
  {
    clause: "FILE-5",
    async play(lab) {
      const { maxFiles } = lab.answers.standard.defaults;
      const kept = await runRetention(lab);
      demandKept(kept, 2, 12);
      if (maxFiles > mostFiles) return "2 of 2 kept; the default was not written";
      const { maxSize, maxFiles: variable } = lab.answers.standard.variables;
      const count = maxFiles + 6;
      const usual = await lab.run(fill(count, 1300), {
        env: { [maxSize]: "2 KB", [variable]: undefined },
      });
      demandKept(usual, maxFiles, count);
      return `2 of 2, and ${maxFiles} by default, kept beside app.log`;
    },
  },
  {
    clause: "FILE-6",
    async play(lab) {
      const { files = {} } = await runRetention(lab);
      const lost = foreign.filter((name) => files[name] !== `${name} is another's\n`);
      demand(lost.length === 0, `retention took ${lost.join(", ")}`);
      return `${foreign.length} others' files are as they were`;
    },
  },
];

/** So many records of about so many bytes, some of them two to a character; each by so many longer than the last. */
function fill(count: number, bytes: number, more = 0) {
  const length = `${Math.floor(bytes / 2)} + index * ${more / 2}`;
  return {
    node: `for (let index = 0; index < ${count}; index++) say("full " + index + " " + "ü".repeat(${length}));`,
    python: `for index in range(${count}): say(f"full {index} " + "ü" * int(${length}))`,
  };
}

function runFull(lab: Lab, environment: Environment): Promise<Ended> {
  const { environment: variable, maxSize, maxFiles } = lab.answers.standard.variables;
  const env = { [variable]: environment, [maxSize]: "2 KB", [maxFiles]: "100" };
  return lab.shared(`full ${environment}`, async () => {
    // Of several lengths: whatever a file's last one is, somewhere it comes close to the limit.
    const { node, python } = fill(60, 200, 2);
    const program = {
      node: `${node} say("giant".repeat(1000)); say("after");`,
      python: `${python}\nsay("giant" * 1000); say("after")`,
    };
    const ended = await lab.run(program, { env });
    demandRun(ended);
    return ended;
  });
}

// Two of the records don't fit in one file, but one and the stop record do, in whatever format.
function runRetention(lab: Lab): Promise<Ended> {
  const { maxSize, maxFiles } = lab.answers.standard.variables;
  const files = Object.fromEntries(foreign.map((name) => [name, `${name} is another's\n`]));
  return lab.shared("retention", async () => {
    const env = { [maxSize]: "2 KB", [maxFiles]: "2" };
    const ended = await lab.run(fill(12, 1300), { env, files });
    demandRun(ended);
    return ended;
  });
}

async function demandSize(
  lab: Lab,
  value: string | undefined,
  limit: number,
  step: number,
): Promise<void> {
  const { maxSize, maxFiles } = lab.answers.standard.variables;
  const piece = Math.floor(step / 2);
  const ended = await lab.run(fill(Math.ceil(limit / piece) + 4, piece), {
    env: { [maxSize]: value, [maxFiles]: "100" },
  });
  demandRun(ended);
  const sizes = Object.values(ended.files ?? {}).map((text) => Buffer.byteLength(text));
  const largest = Math.max(...sizes);
  const shown = value === undefined ? "the default" : `'${value}'`;
  demand(
    sizes.length > 1 && largest <= limit && largest > limit - step,
    `${shown}: files of ${sizes.join(", ")} bytes, of ${limit}`,
  );
}

/** The newest files, and no more of them than asked. */
function demandKept(ended: Ended, count: number, logged: number): void {
  demandRun(ended);
  const rotated = rotatedOf(ended);
  demand(rotated.length === count, `${rotated.length} rotated files are kept, not ${count}`);
  const text = [...rotated, "app.log"].map((name) => ended.files?.[name] ?? "").join("");
  const numbers = [...text.matchAll(/full (\d+) /g)]
    .map(([, number]) => Number(number))
    .sort((a, b) => a - b);
  const isWhole = numbers.every(
    (number, index) => index === 0 || number === (numbers[index - 1] ?? 0) + 1,
  );
  const isNewest = isWhole && numbers.at(-1) === logged - 1;
  demand(isNewest, `what is kept is not the newest: records ${numbers.join(", ")}`);
}

function rotatedOf({ files }: Ended): string[] {
  return Object.keys(files ?? {}).filter((name) => rotatedName.test(name));
}

function parseDefault(text: string): number {
  const [, number = "5", unit = "mb"] = /^(\d+(?:\.\d+)?)\s*([kmg]?i?b?)$/i.exec(text.trim()) ?? [];
  const power = ["", "k", "m", "g"].indexOf(unit.toLowerCase().replace(/i?b$/, ""));
  const exponent = unit === "" ? 2 : power;
  return Math.floor(Number(number) * (/i/i.test(unit) ? 1024 : 1000) ** exponent);
}
