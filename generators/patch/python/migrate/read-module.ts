import type { DecodedText } from "../../read-bytes.js";
import type { PythonSource } from "../parse-python.js";
import type { PythonModule } from "./module.js";
import type { Reader } from "./module-reader.js";
import { readBlock } from "./read-statements.js";
import { findBinding, makeScope } from "./scope.js";

/** Reads a module's statements, and which name means what by the scopes of the language. */
export function readModule(
  file: string,
  source: PythonSource,
  decoded: DecodedText,
  mark: string,
): PythonModule {
  const module: PythonModule = {
    file,
    source,
    decoded,
    mark,
    statements: [],
    all: [],
    bindings: [],
    globals: new Map(),
    meanings: new Map(),
    free: [],
    members: [],
    stars: [],
    texts: new Set(),
    exported: new Set(),
  };
  const top = makeScope("module");
  const texts = new Set<string>();
  const exported = new Set<string>();
  const reader: Reader = { module, texts, exported, top, pending: [] };
  module.statements = readBlock(reader, source.tree.topNode, top);
  module.texts = texts;
  module.exported = exported;
  // A name may be bound below its use.
  for (const { use, scope } of reader.pending) {
    const binding = findBinding(scope, use.name);
    if (binding === undefined) module.free.push(use);
    else {
      binding.uses.push(use);
      module.meanings.set(use.node.from, binding);
    }
  }
  return module;
}
