import { readFileSync } from "node:fs";
import { findSourceMap, SourceMap } from "node:module";
import { pathToFileURL } from "node:url";
import {
  type RunningPosition,
  type SourcePosition,
  setPositionMapper,
  toPath,
} from "./location.js";

type Payload = ConstructorParameters<typeof SourceMap>[0];

const maps = new Map<string, SourceMap | undefined>();

/** Gives records the lines of the source, not of the JavaScript made from it; no flag is needed. */
export function useSourceMaps(): void {
  setPositionMapper((position) => {
    try {
      return findInMap(position) ?? askStackFormatter(position);
    } catch {
      return undefined;
    }
  });
}

function findInMap({ file, line, column, frame }: RunningPosition): SourcePosition | undefined {
  // Maps that Node holds (tsx, --enable-source-maps) are for V8's frames: it has mapped stack texts itself.
  const map = (frame && findSourceMap(file)) ?? loadMap(file);
  const entry = map?.findEntry(line - 1, column - 1);
  if (entry === undefined || !("originalSource" in entry)) return undefined;
  return {
    file: toPath(entry.originalSource),
    line: entry.originalLine + 1,
    column: entry.originalColumn + 1,
  };
}

/** ts-node and source-map-support know their maps alone, and print with them in V8's formatter. */
function askStackFormatter({ frame, file }: RunningPosition): SourcePosition | undefined {
  if (frame === undefined || Error.prepareStackTrace === undefined) return undefined;
  const text = String(Error.prepareStackTrace(new Error(), [frame]));
  const match = /\(?((?:file:\/\/|\/|[A-Za-z]:[\\/])[^()]*?):(\d+):(\d+)\)?\s*$/.exec(text);
  if (match === null || match[1] === undefined) return undefined;
  return { file: match[1] || file, line: Number(match[2]), column: Number(match[3]) };
}

function loadMap(file: string): SourceMap | undefined {
  if (!maps.has(file)) maps.set(file, readMap(toPath(file)));
  return maps.get(file);
}

/** The map that the end of a running file names: beside it, or inline. */
function readMap(path: string): SourceMap | undefined {
  try {
    const comments = readFileSync(path, "utf8").match(/^\/\/# sourceMappingURL=\S+/gm) ?? [];
    const url = comments.pop()?.slice("//# sourceMappingURL=".length);
    if (url === undefined) return undefined;
    const inline = /^data:application\/json[^,]*;base64,(.*)$/.exec(url)?.[1];
    const mapUrl = inline === undefined ? new URL(url, pathToFileURL(path)) : pathToFileURL(path);
    const json =
      inline === undefined
        ? readFileSync(mapUrl, "utf8")
        : Buffer.from(inline, "base64").toString();
    const payload = JSON.parse(json) as Payload & { sourceRoot?: string };
    const root = payload.sourceRoot ? `${payload.sourceRoot.replace(/\/$/, "")}/` : "";
    const sources = payload.sources.map((source) => new URL(root + source, mapUrl).href);
    return new SourceMap({ ...payload, sources });
  } catch {
    return undefined; // no map, or a broken one: the line of the running file it is
  }
}
