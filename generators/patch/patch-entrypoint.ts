import path from "node:path";
import { findDamage } from "./find-damage.js";
import { findInsertion, type Insertion, withoutDirectives } from "./find-insertion.js";
import { findOwnImports, type OwnImports, renameSetup } from "./find-own-imports.js";
import { noteAhead, noteLateSetup } from "./note-order.js";
import { loadTypeScript, parseSource } from "./parse-source.js";
import type { EntrypointRequest, PatchResult } from "./patch.js";
import { type FileContext, readContext } from "./read-context.js";
import { type FileStyle, readFileStyle } from "./read-file-style.js";
import { endOf } from "./semicolons.js";
import { type AddedLines, spliceAbove, spliceLines } from "./splice-lines.js";
import { keepFirstComment, takeOut } from "./take-out.js";

/**
 * Adds the imports of the logging folder to an entrypoint's text, or says why not. Imports that an
 * earlier run added, and that something else comes ahead of by now, are brought back to their place.
 */
export async function patchEntrypoint(
  text: string,
  request: EntrypointRequest,
  isOurs: (line: string) => boolean = () => false,
): Promise<PatchResult> {
  const ts = await loadTypeScript();
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const parsed = parseSource(ts, request.file, text.slice(mark.length));
  if ("reason" in parsed) {
    const { line, reason } = parsed;
    return { patched: false, already: false, reason: `does not parse: ${reason}`, line };
  }
  const context = readContext(parsed);
  const style = readFileStyle(context, request);
  const own = findOwnImports(context, request);
  const insertion = findInsertion(context, style.form, Object.values(own));

  if (own.setup && (own.envFile || !request.envFile)) {
    const notes = noteLateSetup(context, style.form, own, insertion);
    const without = notes.length > 0 ? takeOut(context, own, isOurs) : undefined;
    const moved = without === undefined ? undefined : await patchEntrypoint(without, request);
    if (moved !== undefined && "text" in moved) return { ...moved, text: mark + moved.text };
    return { patched: false, already: true, notes };
  }
  const after = own.otherSetup
    ? renameSetup(context, request, own.otherSetup)
    : addImports(context, request, style, own, insertion);
  const damage = findDamage(context, after, own.otherSetup);
  if (damage) {
    return { patched: false, already: false, reason: `would be broken by an import: ${damage}` };
  }
  // Renamed, it may still lack its env-file.
  const rest = own.otherSetup ? await patchEntrypoint(after, request) : undefined;
  const patched = rest && "text" in rest ? rest.text : after;
  return { patched: true, text: mark + patched, notes: noteAhead(context, insertion) };
}

function addImports(
  context: FileContext,
  request: EntrypointRequest,
  style: FileStyle,
  own: OwnImports,
  insertion: Insertion,
): string {
  const names = [
    ...(request.envFile && !own.envFile ? ["env-file"] : []),
    ...(own.setup ? [] : [request.setup]),
  ];
  const semicolon = style.semicolon || wouldContinue(context, style, insertion) ? ";" : "";
  const statements = names.map((name) => writeStatement(request, style, name) + semicolon);
  const added: AddedLines = { statements, blankAfter: false };
  // One of the two is there: the other joins it.
  if (own.setup) return spliceAbove(context, own.setup, added);
  if (own.envFile) return spliceLines(context, own.envFile, added);
  if (!request.keepFirst) return spliceLines(context, insertion.after, added);
  return spliceLines(context, insertion.after, {
    statements,
    comment: keepFirstComment,
    blankAfter: true,
  });
}

function writeStatement(request: EntrypointRequest, style: FileStyle, name: string): string {
  const relative = path.posix.relative(
    path.posix.dirname(request.file),
    `${request.dir}/${name}${style.extension}`,
  );
  const specifier = relative.startsWith("../") ? relative : `./${relative}`;
  const { quote, form } = style;
  const escaped = specifier.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`);
  const quoted = quote + escaped + quote;
  return form === "import" ? `import ${quoted}` : `require(${quoted})`;
}

// A line that starts like this would call, index or divide what the require above it returned.
function wouldContinue(context: FileContext, style: FileStyle, { after }: Insertion): boolean {
  const statements = withoutDirectives(context);
  const next = statements[after ? statements.indexOf(after) + 1 : 0];
  const isDetached = after !== undefined && endOf(context, after) !== after.end;
  return style.form === "require" && !isDetached && /^[([`/+-]/.test(next?.getText() ?? "");
}
