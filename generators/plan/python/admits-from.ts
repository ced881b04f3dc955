import { compareVersions } from "../../target/python/compare-versions.js";

const releases = ["0.7.0", "0.7.1", "0.7.2", "0.7.3", "0.8.0", "0.9.0", "1.0.0", "2.0.0"];

/**
 * Whether a list of versions, as PEP 440 or Poetry writes it, has room for a release from `oldest` on.
 * Releases that are not known yet are stood for by the round ones, and by those that the list names.
 */
export function admitsFrom(versions: string, oldest: string): boolean {
  const named = [...versions.matchAll(/\d+(?:\.\d+)*/g)].map(([version]) => version);
  const ours = [...releases, ...named].filter((each) => compareVersions(each, oldest) >= 0);
  return versions
    .split("||")
    .some((list) => ours.some((version) => list.split(",").every((each) => admits(each, version))));
}

function admits(clause: string, version: string): boolean {
  const [, operator = "", bound = "", wildcard] =
    /^\s*([<>=!~^]*)\s*v?(\d+(?:\.\d+)*)(\.\*)?\s*$/.exec(clause) ?? [];
  // `*`, or something that only its own tool understands.
  if (bound === "") return true;
  const parts = bound.split(".");
  const isAlike = version.startsWith(`${bound}.`) || version === bound;
  switch (operator) {
    case "":
    case "=":
    case "==":
    case "===":
      return wildcard === undefined ? compareVersions(version, bound) === 0 : isAlike;
    case "!=":
      return wildcard === undefined ? compareVersions(version, bound) !== 0 : !isAlike;
    case "<":
      return compareVersions(version, bound) < 0;
    case "<=":
      return compareVersions(version, bound) <= 0;
    case ">":
      return compareVersions(version, bound) > 0;
    case ">=":
      return compareVersions(version, bound) >= 0;
    case "~=":
      return isFrom(version, bound, Math.max(1, parts.length - 1));
    case "~":
      return isFrom(version, bound, Math.min(2, parts.length));
    case "^": {
      const first = parts.findIndex((part) => Number(part) > 0);
      return isFrom(version, bound, first === -1 ? parts.length : first + 1);
    }
    default:
      return true;
  }
}

// At least the bound, and the same as it in its first parts.
function isFrom(version: string, bound: string, parts: number): boolean {
  const start = (each: string) => each.split(".").slice(0, parts).join(".");
  return (
    compareVersions(version, bound) >= 0 && compareVersions(start(version), start(bound)) === 0
  );
}
