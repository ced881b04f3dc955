import type { JudgedSite } from "./judge-site.js";
import type { ChosenSite } from "./spawn.js";

// What people add above a call between looking and deciding.
const nearLines = 40;
// With nothing but a line to go by: what our own import moves it by.
const importLines = 3;

/** The place that was chosen, wherever its lines have moved to, or why it isn't found. */
export function locateSite(
  sites: readonly JudgedSite[],
  chosen: ChosenSite,
): JudgedSite | { reason: string } {
  return chosen.text === undefined
    ? locateByLine(sites, chosen)
    : locateByText(sites, chosen, chosen.text);
}

function locateByText(
  sites: readonly JudgedSite[],
  chosen: ChosenSite,
  text: string,
): JudgedSite | { reason: string } {
  const near = sites.filter(({ site }) => Math.abs(site.line - chosen.line) <= nearLines);
  const matching = near.filter(
    (each) =>
      squeeze(each.site.text) === squeeze(text) ||
      (isDone(each, chosen) && headOf(each.site.text) === headOf(text)),
  );
  const found = nearest(matching, chosen.line);
  if (found) return found;
  const isThere = near.some(({ site }) => headOf(site.text) === headOf(text));
  return {
    reason: isThere
      ? "has changed since it was shown: look at it again"
      : "is no longer where it was shown: look for it again",
  };
}

function locateByLine(
  sites: readonly JudgedSite[],
  chosen: ChosenSite,
): JudgedSite | { reason: string } {
  const here = sites.filter(({ site, call }) => {
    const lines = call.node.getText().split(/\r\n?|\n/).length;
    return (
      site.line === chosen.line || (site.line < chosen.line && chosen.line < site.line + lines)
    );
  });
  const exact = here.filter(({ site }) => site.line === chosen.line);
  const [found, other] = exact.length > 0 ? exact : here;
  if (found && other) return { reason: "holds more than one call that starts a process" };
  if (found) return found;
  const done = sites.filter(
    (each) => isDone(each, chosen) && Math.abs(each.site.line - chosen.line) <= importLines,
  );
  return nearest(done, chosen.line) ?? { reason: "holds no call that starts a process" };
}

function isDone({ judgement }: JudgedSite, { descriptor }: ChosenSite): boolean {
  return judgement.verdict === "handled" && judgement.descriptor === descriptor;
}

function nearest(sites: JudgedSite[], line: number): JudgedSite | undefined {
  const distance = ({ site }: JudgedSite) => Math.abs(site.line - line);
  return [...sites].sort((a, b) => distance(a) - distance(b))[0];
}

// The callee and the beginning of what it starts, which a patch leaves as they are.
function headOf(text: string): string {
  return squeeze(text).split(/[,{]|\)$/, 1)[0] ?? "";
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, "");
}
