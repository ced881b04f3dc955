import { descriptorFault } from "../../answers/validate-child.js";

// They say what kind of file it is, not which service.
const general =
  /^(?:index|main|app|server|start|run|cli|bin|www|__main__|src|dist|lib|build|out|scripts?|node_modules|services?|packages|apps|)$/i;

/**
 * The X that a child's path suggests: `jobs/price-sync.js` is PRICE_SYNC, `scorer/index.js` is SCORER,
 * `${process.env.PATH_TO_SCORER}/index.js` too; undefined when it says nothing.
 */
export function suggestDescriptor(script: string, cwd?: string): string | undefined {
  for (const text of [script, cwd ?? ""]) {
    const parts = text.split(/[/\\]/).reverse();
    for (const part of parts) {
      const word = nameOf(part);
      // Any file of that folder may be meant.
      if (word === undefined && part.includes("${")) return undefined;
      if (word !== undefined && !general.test(word)) return toDescriptor(word);
    }
  }
  const [last = ""] = script.split(/[/\\]/).reverse();
  const word = nameOf(last);
  return word === undefined ? undefined : toDescriptor(word);
}

// A computed part counts when a variable of the environment names it: `PATH_TO_SCORER`, `SCORER_DIR`.
function nameOf(part: string): string | undefined {
  const variable = /^\$\{process\.env\.(\w+)\}$/.exec(part)?.[1];
  if (variable !== undefined) {
    const name = variable
      .replace(/^(?:PATH|DIR|ROOT|FOLDER|HOME)_(?:TO_|OF_)?/, "")
      .replace(/_(?:PATH|DIR|ROOT|FOLDER|HOME|SCRIPT|ENTRY)$/, "");
    return name === "" || /^(?:PATH|DIR|HOME|ROOT)$/.test(name) ? undefined : name;
  }
  if (part.includes("${") || part === "." || part === "..") return undefined;
  return part.replace(/(?<=.)\.(?:[cm]?[jt]sx?|pyw?)$/, "");
}

function toDescriptor(word: string): string | undefined {
  const upper = word
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .toUpperCase();
  return descriptorFault(upper) === undefined ? upper : undefined;
}
