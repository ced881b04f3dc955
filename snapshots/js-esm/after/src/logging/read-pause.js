import { listVariables } from "./list-variables.js";
import { isBuiltIn, readFrame, toPath, toSource } from "./location.js";
import { maskEverywhere } from "./masking.js";
import { captureFrames } from "./stack-capture.js";
import { state } from "./state.js";

const maxFrames = 8;

/**
 * Reads the variables of a thread that pauses; undefined where none of its functions is the program's.
 * @param {import("node:inspector").Session} session
 */
export function readPause(session, { callFrames, data }, onPaused) {
  const own = findOwnFrames(callFrames, captureFrames(onPaused, 60));
  if (own.length === 0) return undefined;
  const thrown = data ?? {};
  const ids = own.reduce((all, { self, scopes }) => all.concat([self], scopes), [thrown.objectId]);
  const objects = fetchObjects(session, ids);
  const error = objects.shift();
  const before = [];
  const variables = maskEverywhere(() =>
    own.map(({ scopes }) => {
      const shown = listVariables(objects.shift(), objects.splice(0, scopes.length), before);
      before.push(...shown);
      return shown;
    }),
  );
  const frames = own.map(({ site, caller }, index) => {
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
function findOwnFrames(callFrames, sites) {
  const own = [];
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

function isSamePlace({ location }, site) {
  return (
    site.getLineNumber() === location.lineNumber + 1 &&
    site.getColumnNumber() === (location.columnNumber ?? 0) + 1
  );
}

/** A function's own scopes, and those around it up to its module's. */
function listObjects({ this: self, scopeChain }) {
  const isModuleScope = ({ type, startLocation: start }) =>
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
    scopes: scopes.reduce((all, { object }) => all.concat(object.objectId ?? []), []),
  };
}

/** The objects themselves, in place of the inspector's numbers: from here on, no more JSON. */
function fetchObjects(session, ids) {
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
