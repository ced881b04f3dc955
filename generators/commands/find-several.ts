import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import type { Flags } from "../answers/answers.js";
import { quote, quoteList } from "../answers/quote.js";
import { configFileName } from "../answers/read-config.js";
import { RefusedError } from "../errors.js";
import { quoteShell } from "../plan/quote-shell.js";
import { findServices } from "../target/find-services.js";
import { isWorkspaceRoot } from "../target/find-workspace-root.js";
import { listPackages } from "../target/list-packages.js";
import { isInside } from "../target/locate-path.js";
import { chooseServices, listOwnFlags } from "./choose-services.js";
import type { Terminal } from "./open-terminal.js";
import type { ServiceChoice } from "./scaffold-services.js";

/** The services of a run that is about several: those named, or those of a workspace; undefined for one service. */
export async function findSeveral(
  roots: readonly string[],
  flags: Flags,
  terminal: Terminal,
): Promise<ServiceChoice | undefined> {
  const [root = ".", ...others] = roots;
  if (others.length > 0) return listNamed(roots, flags, terminal);
  if (flags.entries !== undefined) {
    refuseForeignEntry(root, flags.entries);
    return undefined;
  }
  terminal.progress("Reading the package…");
  const list = await findServices(root, (done, total, dir) =>
    terminal.progress(`Reading ${done}/${total} ${dir}`),
  );
  terminal.progress();
  if (list === undefined) return undefined;
  const { chosen, leftAlone, asked } = await chooseServices(list, flags, terminal);
  const services = chosen.map(({ dir, root, target, error }) => ({
    dir,
    root,
    ...(target === undefined ? {} : { target }),
    ...(error === undefined ? {} : { error }),
  }));
  return { services, leftAlone, asked };
}

function listNamed(roots: readonly string[], flags: Flags, terminal: Terminal): ServiceChoice {
  const services = roots.map((root) => ({ dir: fromHere(root), root }));
  const said = listOwnFlags(flags);
  if (said !== undefined)
    throw new RefusedError(
      `${said} belongs to one service, and ${services.length} are named: ${quoteList(services.map(({ dir }) => dir))}. Pass it with one of them alone.`,
    );
  const isConfigured = roots.every((root) => existsSync(path.join(root, configFileName)));
  if (!terminal.isInteractive && !flags.yes && !isConfigured) {
    const dirs = services.map(({ dir }) => quoteShell(dir.startsWith("-") ? `./${dir}` : dir));
    throw new RefusedError(
      `There is no terminal to ask at, and each service needs a name and an entrypoint. To take what is detected: create-logging ${dirs.join(" ")} --yes`,
    );
  }
  return { services, leftAlone: [], asked: false };
}

// An entrypoint in a member's folder would get its logging folder in the workspace's root.
function refuseForeignEntry(root: string, entries: readonly string[]): void {
  const real = realpathSync(root);
  if (!isWorkspaceRoot(real)) return;
  const members = listPackages(real).packages.filter(({ dir }) => dir !== "");
  for (const entry of entries) {
    const file = path.resolve(real, entry);
    const member = members.findLast(({ dir }) => isInside(file, path.join(real, dir)));
    if (member === undefined) continue;
    const folder = path.join(real, member.dir);
    const words = [fromHere(folder), "--entry", path.relative(folder, file)].map(quoteShell);
    throw new RefusedError(
      `Entrypoint ${quote(entry)} lies in ${quote(member.dir)}, a package of its own. Run: create-logging ${words.join(" ")}`,
    );
  }
}

function fromHere(root: string): string {
  return path.relative(process.cwd(), root) || ".";
}
