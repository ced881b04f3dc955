import fc from "fast-check";

/** One thing that a person did to a text; places are fractions of it. */
interface RandomEdit {
  kind: (typeof kinds)[number];
  at: number;
  to: number;
  length: number;
  text: string;
}

const kinds = [
  "insert",
  "insert",
  "replace",
  "replace",
  "delete",
  "move",
  "duplicate",
  "indent",
  "trail",
  "blank",
  "crlf",
  "crlf here",
  "open end",
  "empty",
] as const;

// Each edit adds a number, so that what a person wrote is nobody else's.
const written = fc.constantFrom(
  "// team",
  "  const team = 1;",
  "\tétat(ü, '✓ 🦉');",
  "<<<<<<< HEAD",
  "=======",
  "||||||| base",
  ">>>>>>> theirs",
  "`${",
  "/*",
  "} // ",
  "- a point",
  "constructor",
  "",
);

/** Everything that a person did to a text. */
export const randomEdits: fc.Arbitrary<RandomEdit[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(...kinds),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    to: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 1, max: 6 }),
    text: written,
  }),
  { minLength: 1, maxLength: 6 },
);

/** The text that the edits leave. */
export function editRandomly(text: string, edits: RandomEdit[]): string {
  let lines = text.split("\n").slice(0, -1);
  let end = "\n";
  for (const [index, edit] of edits.entries()) {
    const at = Math.floor(edit.at * lines.length);
    const mine = edit.text === "" ? "" : `${edit.text} ${index}`;
    const block = lines.slice(at, at + edit.length);
    const put = (count: number, ...added: string[]) => lines.toSpliced(at, count, ...added);
    if (edit.kind === "insert") lines = put(0, mine);
    if (edit.kind === "replace") lines = put(edit.length, mine);
    if (edit.kind === "delete") lines = put(edit.length);
    if (edit.kind === "duplicate") lines = put(0, ...block);
    if (edit.kind === "blank") lines = put(0, "");
    if (edit.kind === "indent") lines = put(block.length, ...block.map((line) => `    ${line}`));
    if (edit.kind === "trail") lines = put(block.length, ...block.map((line) => `${line} \t`));
    if (edit.kind === "crlf here") lines = put(block.length, ...block.map(withReturn));
    if (edit.kind === "crlf") lines = lines.map(withReturn);
    if (edit.kind === "open end") end = "";
    if (edit.kind === "empty" && edit.at > 0.9) lines = [];
    if (edit.kind !== "move") continue;
    const rest = put(block.length);
    lines = rest.toSpliced(Math.floor(edit.to * rest.length), 0, ...block);
  }
  return lines.length === 0 ? "" : lines.join("\n") + end;
}

function withReturn(line: string): string {
  return line.endsWith("\r") ? line : `${line}\r`;
}
