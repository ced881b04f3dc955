import path from "node:path";
import type { Flags } from "../answers/answers.js";
import { askServices } from "../answers/ask-services.js";
import { showPath } from "../apply/confine-path.js";
import { RefusedError } from "../errors.js";
import { quoteShell } from "../plan/quote-shell.js";
import { type FoundPackage, isOffered, type ServiceList } from "../target/find-services.js";
import { describeVerdict } from "../target/judge-package.js";
import type { Terminal } from "./open-terminal.js";

export interface ChosenServices {
  chosen: FoundPackage[];
  leftAlone: FoundPackage[];
  /** Whether a person chose them. */
  asked: boolean;
}

/** Which packages of a workspace are set up: those that a person chooses, with `--yes` every service. */
export async function chooseServices(
  list: ServiceList,
  flags: Flags,
  terminal: Terminal,
): Promise<ChosenServices> {
  const broken = list.packages.filter(({ role }) => role === "broken");
  const offered = list.packages.filter((each) => isOffered(each.role) && !broken.includes(each));
  const rest = list.packages.filter((each) => !isOffered(each.role));
  refuseOwnFlags(flags, offered, list);
  if (!flags.yes && terminal.isInteractive && offered.length > 0) {
    const picked = await askServices(offered, rest);
    const leftAlone = offered.filter((each) => !picked.includes(each));
    return { chosen: [...picked, ...broken], leftAlone: [...leftAlone, ...rest], asked: true };
  }
  const chosen = list.packages.filter(({ isChosen }) => isChosen);
  if (!flags.yes || chosen.length === 0)
    throw new RefusedError(describeChoice(list, offered, rest, terminal));
  const leftAlone = list.packages.filter(({ isChosen }) => !isChosen);
  return { chosen, leftAlone, asked: false };
}

/** Packages and what they are, one a line. */
export function listPackageLines(packages: readonly FoundPackage[]): string[] {
  const width = Math.min(40, Math.max(...packages.map(({ dir }) => showPath(dir).length)));
  return packages.map(
    (each) => `  ${showPath(each.dir).padEnd(width)}  ${showPath(describeVerdict(each))}`,
  );
}

// A name, a child, an entrypoint belong to one service.
function refuseOwnFlags(flags: Flags, offered: FoundPackage[], { root }: ServiceList): void {
  const said = listOwnFlags(flags);
  const [first, ...others] = offered;
  if (said === undefined || first === undefined || others.length === 0) return;
  const dirs = offered.map(({ dir }) => dir);
  throw new RefusedError(
    `${said} belongs to one service, and here are ${dirs.length}: ${dirs.map((dir) => `'${showPath(dir)}'`).join(", ")}. Name the one you mean, for example: ${commandFor(root, [first], flags)}`,
  );
}

/** The flag among these that can't be meant for several services; undefined where there is none. */
export function listOwnFlags({ name, children, entries }: Flags): string | undefined {
  if (name !== undefined) return "--name";
  if (children !== undefined) return "--child";
  return entries === undefined ? undefined : "--entry";
}

function describeChoice(
  list: ServiceList,
  offered: FoundPackage[],
  rest: FoundPackage[],
  { isInteractive }: Terminal,
): string {
  const services = offered.filter(({ isChosen }) => isChosen);
  const others = offered.filter(({ isChosen }) => !isChosen);
  const count = services.length === 1 ? "1 service" : `${services.length} services`;
  const lines =
    services.length === 0
      ? [`No package in '${showPath(list.root)}' is started as a service.`]
      : [
          `There is no terminal to ask at, and '${showPath(list.root)}' holds ${count}:`,
          ...listPackageLines(services),
        ];
  if (others.length > 0) lines.push("Not taken unless named:", ...listPackageLines(others));
  if (rest.length > 0) lines.push("Left alone:", ...listPackageLines(rest));
  if (services.length > 0 && !isInteractive)
    lines.push(`For all of them: ${commandFor(list.root, [])} --yes`);
  const some = services.length > 0 ? services : others;
  const named = some.filter(({ dir }) => dir !== ".");
  if (named.length > 0)
    lines.push(`For those you name: ${commandFor(list.root, named.slice(0, 3))} --yes`);
  if (some.some(({ dir }) => dir === "."))
    lines.push(
      `For the root alone: ${commandFor(list.root, [])} --name <name> --entry <file> --yes`,
    );
  if (some.length === 0)
    lines.push("Name the folder and the file that starts it: create-logging <dir> --entry <file>");
  return lines.join("\n");
}

function commandFor(root: string, named: FoundPackage[], flags?: Flags): string {
  const from = (dir: string) => path.relative(process.cwd(), path.join(root, dir)) || ".";
  const dirs =
    named.length === 0
      ? [from(".")].filter((dir) => dir !== ".")
      : named.map(({ dir }) => from(dir));
  const words = ["create-logging", ...dirs.map((dir) => (dir.startsWith("-") ? `./${dir}` : dir))];
  if (flags?.name !== undefined) words.push("--name", flags.name);
  return words.map(quoteShell).join(" ");
}
