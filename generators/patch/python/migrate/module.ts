import type { SyntaxNode } from "@lezer/common";
import type { DecodedText } from "../../read-bytes.js";
import type { PythonSource } from "../parse-python.js";

/** A module's text, its statements and its names. */
export interface PythonModule {
  /** POSIX path relative to the target. */
  file: string;
  source: PythonSource;
  decoded: DecodedText;
  /** The byte order mark ahead of the text, or nothing. */
  mark: string;
  statements: Statement[];
  /** Every statement, in the order of the text. */
  all: Statement[];
  bindings: Binding[];
  /** Those of the module itself. */
  globals: Map<string, Binding>;
  /** What the name at an offset means. */
  meanings: Map<number, Binding>;
  /** Names that nothing in the module binds: those of the language, and mistakes. */
  free: NameUse[];
  /** `module.name`: a name of something else, by its end. */
  members: MemberUse[];
  /** Modules all of whose names are imported here, as written. */
  stars: string[];
  /** All its strings: some may name a module, or a function. */
  texts: ReadonlySet<string>;
  /** What `__all__` lists, and the words of annotations that are strings. */
  exported: ReadonlySet<string>;
}

/** A statement; nodes of a syntax tree are made anew whenever they are asked for, these are not. */
export interface Statement {
  module: PythonModule;
  node: SyntaxNode;
  /** `AssignStatement`, `FunctionDefinition`…; that of a decorated definition is its own. */
  kind: string;
  isDecorated: boolean;
  parent?: Statement;
  /** The statements that it is one of. */
  block: Statement[];
  /** Its own bodies, in order. */
  blocks: Statement[][];
  /** The function that it is in. */
  owner?: Statement;
}

export interface NameUse {
  name: string;
  node: SyntaxNode;
  statement: Statement;
}

export interface MemberUse extends NameUse {
  /** What the name is taken of. */
  object: SyntaxNode;
}

/** What gives a name its value. */
export interface Site {
  kind: "assign" | "import" | "definition" | "parameter" | "other";
  statement: Statement;
  /** Of an assignment to this name alone. */
  value?: SyntaxNode;
  /** What an import stands for: `logging.handlers`, `..config.settings`. */
  path?: string;
}

/** A name of one scope. */
export interface Binding {
  module: PythonModule;
  name: string;
  isGlobal: boolean;
  sites: Site[];
  uses: NameUse[];
}
