import type { ChosenSpawn } from "../patch/patch-sources.js";
import type { SpawnSite } from "../patch/spawn/spawn.js";
import type { Note } from "../target/target.js";

/** What the person should know of the places that start processes and stay as they are. */
export function noteSpawnSites(
  sites: readonly SpawnSite[],
  chosen: readonly ChosenSpawn[],
): Note[] {
  const isChosen = ({ file, line }: SpawnSite) =>
    chosen.some((spawn) => spawn.file === file && spawn.line === line);
  const left = sites.filter((site) => !isChosen(site));
  const notes = left.flatMap((site): Note[] => {
    const { file, line, command, verdict, reason, descriptor = "X" } = site;
    if (verdict === "patchable") {
      const text = `starts a process, and was not chosen: ${command}. If it is a child of this kind: create-logging add-child ${descriptor} --site ${file}:${line}`;
      return [{ file, line, text }];
    }
    return verdict === "report" ? [{ file, line, text: `${reason}: ${command}` }] : [];
  });
  const count = (verdict: SpawnSite["verdict"]) =>
    left.filter((site) => site.verdict === verdict).length;
  const others = [
    ...say(count("external"), "start other programs"),
    ...say(count("skipped"), "lie in tests, scripts or build configuration"),
  ];
  if (others.length > 0)
    notes.push({ text: `Of the other places that start processes, ${others.join(", ")}.` });
  return notes;
}

function say(count: number, what: string): string[] {
  return count === 0 ? [] : [`${count} ${what}`];
}
