import type { Debugger, Session } from "node:inspector";
import type { CapturedFrame } from "./captured.js";
import { listVariables } from "./list-variables.js";
import { isBuiltIn, readFrame, toPath, toSource } from "./location.js";
import { maskEverywhere } from "./masking.js";
import { type Callable, captureFrames } from "./stack-capture.js";
import { state } from "./state.js";

type CallFrame = Debugger.CallFrame;

/** What was thrown, and the program's own functions that it went through, innermost first. */
export interface ReadPause {
  error: unknown;
  frames: CapturedFrame[];
}

interface OwnFrame {
  site: NodeJS.CallSite;
  caller: NodeJS.CallSite | undefined;
  /** By the inspector's numbers: `this`, then the scopes from the inside out. */
  self: string | undefined;
  scopes: string[];
}

const maxFrames = 8;

/** Reads the variables of a thread that pauses; undefined where none of its functions is the program's. */
export function readPause(
  session: Session,
  { callFrames, data }: Debugger.PausedEventDataType,
  onPaused: Callable,
): ReadPause | undefined {
  const own = findOwnFrames(callFrames, captureFrames(onPaused, 60));
  if (own.length === 0) return undefined;
  const thrown = (data ?? {}) as { objectId?: string; value?: unknown };
  const ids = own.reduce<(string | undefined)[]>(
    (all, { self, scopes }) => all.concat([self], scopes),
    [thrown.objectId],
  );
  const objects = fetchObjects(session, ids);
  const error = objects.shift();
  const before: string[] = [];
  const variables = maskEverywhere(() =>
    own.map(({ scopes }) => {
      const shown = listVariables(objects.shift(), objects.splice(0, scopes.length), before);
      before.push(...shown);
      return shown;
    }),
  );
  const frames = own.map(({ site, caller }, index): CapturedFrame => {
    const file = site.getFileName() ?? "";
    const [line, column] = [site.getLineNumber() ?? 0, site.getColumnNumber() ?? 1];
    const place = toSource({ file, line, column, frame: site });
    return {
      place: { ...place, file: toPath(place.file) },
      function: readFrame(site, caller).function,
      variables: variables[index] ?? [],
    };
  });
  return { error: thrown.objectId === undefined ? thrown.value : error, frames };
}

/** V8 tells the inspector's frames and ours apart, but not their places: by these they are paired. */
function findOwnFrames(callFrames: CallFrame[], sites: NodeJS.CallSite[]): OwnFrame[] {
  const own: OwnFrame[] = [];
  let at = 0;
  for (const frame of callFrames) {
    const found = sites.findIndex((site, index) => index >= at && isSamePlace(frame, site));
    const site = sites[found];
    if (site === undefined) continue;
    at = found + 1;
    if (isBuiltIn(site) || /[\\/]node_modules[\\/]/.test(site.getFileName() ?? "")) continue;
    own.push({ site, caller: sites[at], ...listObjects(frame) });
    if (own.length === maxFrames) break;
  }
  return own;
}

function isSamePlace({ location }: CallFrame, site: NodeJS.CallSite): boolean {
  return (
    site.getLineNumber() === location.lineNumber + 1 &&
    site.getColumnNumber() === (location.columnNumber ?? 0) + 1
  );
}

/** A function's own scopes, and those around it up to its module's. */
function listObjects({ this: self, scopeChain }: CallFrame): Pick<OwnFrame, "self" | "scopes"> {
  const isModuleScope = ({ type, startLocation: start }: Debugger.Scope): boolean =>
    /^(?:module|script|global)$/.test(type) ||
    // The function that Node wraps around a CommonJS module.
    (start?.lineNumber === 0 && (start.columnNumber ?? 0) === 0);
  const end = scopeChain.findIndex(isModuleScope);
  const isModuleBody = scopeChain.slice(0, end).every(({ type }) => /^(?:block|catch)$/.test(type));
  const scopes = scopeChain.slice(0, isModuleBody ? end + 1 : end);
  const isOwn =
    self.type === "object" && !/^(?:global|Timeout|Immediate)$/.test(self.className ?? "");
  return {
    self: isOwn && !isModuleBody ? self.objectId : undefined,
    scopes: scopes.reduce<string[]>((all, { object }) => all.concat(object.objectId ?? []), []),
  };
}

/** The objects themselves, in place of the inspector's numbers: from here on, no more JSON. */
function fetchObjects(session: Session, ids: (string | undefined)[]): unknown[] {
  state.handed = [];
  session.post("Runtime.evaluate", { expression: holder }, (_error, answer) => {
    const objectId = answer?.result.objectId;
    if (objectId === undefined) return;
    session.post("Runtime.callFunctionOn", {
      objectId,
      functionDeclaration: "function (...objects) { this.handed = objects; }",
      arguments: ids.map((id) => (id === undefined ? {} : { objectId: id })),
      silent: true,
    });
    session.post("Runtime.releaseObject", { objectId });
  });
  return state.handed.splice(0);
}

const holder = 'globalThis[Symbol.for("create-logging")]';
