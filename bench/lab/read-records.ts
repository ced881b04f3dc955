import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** What a directory of log files holds. */
export interface Found {
  /** Numbers of the whole records, and how often each is there. */
  found: Map<number, number>;
  /** Lines with a piece of a record that are not one whole record. */
  torn: number;
  /** All text. */
  text: string;
  /** Bytes of the largest file. */
  largest: number;
}

/** Reads every log file in a directory, rotated ones too, unless told otherwise; none if the directory is gone. */
export function readRecords(directory: string, names = /\.log(?:\.\d+)?$/): Found {
  const texts: string[] = [];
  let largest = 0;
  for (const name of listLogs(directory, names)) {
    const path = join(directory, name);
    texts.push(readFileSync(path, "utf8"));
    largest = Math.max(largest, statSync(path).size);
  }
  return { ...countRecords(texts), text: texts.join("\n"), largest };
}

/** Counts whole and torn records in the texts of files. */
export function countRecords(texts: string[]): Pick<Found, "found" | "torn"> {
  const found = new Map<number, number>();
  let torn = 0;
  for (const line of texts.flatMap((text) => text.split("\n"))) {
    const index = whole.exec(line)?.[1];
    if (index !== undefined && line.indexOf("record #") === line.lastIndexOf("record #"))
      found.set(Number(index), (found.get(Number(index)) ?? 0) + 1);
    else if (piece.test(line)) torn += 1;
  }
  return { found, torn };
}

// A line of every contender starts with the year, or is JSON.
const whole =
  /^(?:20\d\d-|\{).*record #(-?\d+): order shipped(?:, by way [^.]*)?, carrier informed, customer thanked\.(?:"\})?$/;
const piece = /record #|order ship|carrier inf|customer th|thanked/;

function listLogs(directory: string, names: RegExp): string[] {
  try {
    return readdirSync(directory).filter((name) => names.test(name));
  } catch {
    return [];
  }
}
