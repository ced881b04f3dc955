import type { Answers } from "../answers/answers.js";
import type { SpawnSite } from "../patch/spawn/spawn.js";
import type { Note } from "../target/target.js";
import { quoteShell } from "./quote-shell.js";

/**
 * Places that start child processes and stay as they are: what a person does about each, of so many at most. Other
 * programs are only counted.
 */
export function noteSpawnSites(
  sites: readonly SpawnSite[],
  { children }: Answers,
  most: number,
): Note[] {
  const told = sites.filter(({ verdict }) => verdict === "patchable" || verdict === "report");
  const notes = told
    .slice(0, most)
    .map((site) => ({ file: site.file, line: site.line, text: describe(site, children) }));
  const more = told.length - notes.length;
  const others = sites.filter(
    ({ verdict }) => verdict === "external" || verdict === "skipped",
  ).length;
  return [
    ...notes,
    ...(more === 0
      ? []
      : [
          {
            text: `and ${more} more that start processes: create-logging add-child <X> --dry-run tells of all`,
          },
        ]),
    ...(others === 0
      ? []
      : [
          {
            text: `${others === 1 ? "1 other place starts" : `${others} other places start`} a program that is no such child, or lies in tests or scripts: left alone`,
          },
        ]),
  ];
}

function describe(site: SpawnSite, children: Answers["children"]): string {
  const { verdict, reason, command: started, descriptor, file, line } = site;
  if (verdict !== "patchable") return `${reason} (${started})`;
  const command = `create-logging add-child ${descriptor ?? "<X>"} --site ${quoteShell(`${file}:${line}`)}`;
  const declared = children.some((child) => child.descriptor === descriptor);
  return declared
    ? `starts child '${descriptor}' (${started}): ${command} gives it its name`
    : `starts a child process (${started}): declare it with ${command}`;
}
