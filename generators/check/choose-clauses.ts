import { quote } from "../answers/quote.js";
import { RefusedError } from "../errors.js";
import { clauses } from "./clauses.js";

/** The clauses that `--only` names, each by its id or by the beginning of it: `EXIT-6`, `exit`, `repo`. */
export function chooseClauses(only: readonly string[]): string[] {
  const known = Object.keys(clauses);
  return only.flatMap((given) => {
    const name = given.toUpperCase();
    const exact = known.filter((clause) => clause.toUpperCase() === name);
    const family = known.filter((clause) => clause.toUpperCase().split(/[-:]/)[0] === name);
    const found = exact.length > 0 ? exact : family;
    if (found.length > 0) return found;
    const families = [...new Set(known.map((clause) => clause.split(/[-:]/)[0]))];
    throw new RefusedError(
      `${quote(given)} is no clause. Pass one, such as EXIT-6, or a family of them: ${families.join(", ")}.`,
    );
  });
}
