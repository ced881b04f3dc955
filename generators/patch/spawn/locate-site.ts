import { firstLine } from "../parse-source.js";
import { shorten } from "./describe-command.js";
import type { Judgement } from "./environment.js";
import type { ChosenSite, SpawnSite } from "./spawn.js";

/** A place as people are shown it, and what becomes of it. */
export interface ShownSite {
  site: SpawnSite;
  judgement: Judgement;
}

// What people add above a call between looking and deciding.
const nearLines = 40;
// With nothing but a line to go by: what our own import moves it by.
const importLines = 3;

/** The place that was chosen, wherever its lines have moved to, or why it isn't found. */
export function locateSite<Shown extends ShownSite>(
  sites: readonly Shown[],
  lines: readonly string[],
  chosen: ChosenSite,
): Shown | { reason: string } {
  return chosen.text === undefined
    ? locateByLine(sites, lines, chosen)
    : locateByText(sites, lines, chosen, chosen.text);
}

function locateByText<Shown extends ShownSite>(
  sites: readonly Shown[],
  lines: readonly string[],
  chosen: ChosenSite,
  text: string,
): Shown | { reason: string } {
  const alike = sites.filter(({ site }) => headOf(site.text) === headOf(text));
  const matching = alike.filter(
    (each) => squeeze(each.site.text) === squeeze(text) || isDone(each, chosen),
  );
  const found = nearest(matching, chosen.line);
  if (found) return found;
  const other = nearest(alike, chosen.line);
  if (other && Math.abs(other.site.line - chosen.line) <= nearLines) {
    const { line } = other.site;
    const where = line === chosen.line ? "" : `, if it is the one in line ${line} now`;
    return { reason: `has changed since it was shown${where}: look at it again` };
  }
  const call = quoteLine(firstLine(text));
  return { reason: `no longer holds ${call}, but ${quoteLine(lines[chosen.line - 1])}` };
}

function locateByLine<Shown extends ShownSite>(
  sites: readonly Shown[],
  lines: readonly string[],
  chosen: ChosenSite,
): Shown | { reason: string } {
  const here = sites.filter(({ site }) => {
    const count = site.text.split(/\r\n?|\n/).length;
    return site.line <= chosen.line && chosen.line < site.line + count;
  });
  const exact = here.filter(({ site }) => site.line === chosen.line);
  const [found, other] = exact.length > 0 ? exact : here;
  if (found && other) return { reason: "holds more than one call that starts a process" };
  if (found) return found;
  const done = sites.filter(
    (each) => isDone(each, chosen) && Math.abs(each.site.line - chosen.line) <= importLines,
  );
  return (
    nearest(done, chosen.line) ?? {
      reason: `holds no call that starts a process, but ${quoteLine(lines[chosen.line - 1])}`,
    }
  );
}

function isDone({ judgement }: ShownSite, { descriptor }: ChosenSite): boolean {
  return judgement.verdict === "handled" && judgement.descriptor === descriptor;
}

function nearest<Shown extends ShownSite>(
  sites: readonly Shown[],
  line: number,
): Shown | undefined {
  const distance = ({ site }: ShownSite) => Math.abs(site.line - line);
  return [...sites].sort((a, b) => distance(a) - distance(b))[0];
}

// The callee and the beginning of what it starts, which a patch leaves as they are.
function headOf(text: string): string {
  return squeeze(text).split(/[,{]|\)$/, 1)[0] ?? "";
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, "");
}

function quoteLine(line: string | undefined): string {
  if (line === undefined) return "nothing: the file is shorter than that";
  return line.trim() === "" ? "a blank line" : `\`${shorten(line)}\``;
}
