import type { SyntaxNode } from "@lezer/common";
import type { Note, StartCommand } from "../../target/target.js";
import { lineOf, textOf } from "./parse-python.js";
import { dottedName, type PythonModule, walk } from "./python-module.js";
import { readPlainArguments } from "./read-arguments.js";

/** Says what the service does to logging by itself, once ours is set up. */
export function noteOtherLogging(module: PythonModule): Note[] {
  const notes = new Map<string, Note>();
  const note = (node: SyntaxNode, text: string | undefined): void => {
    if (text === undefined || notes.has(text)) return;
    notes.set(text, { file: module.file, line: lineOf(module.text, node.from), text });
  };
  walk(module.tree.topNode, (node) => {
    if (node.name === "CallExpression") note(node, judgeCall(module, node));
    if (node.name === "AssignStatement") note(node, judgeAssignment(module, node));
    return undefined;
  });
  return [...notes.values()];
}

/** Says which start commands bring a logging of their own. */
export function noteCommands(commands: StartCommand[]): Note[] {
  return commands
    .filter(({ command }) => /\s--log-config[= ]/.test(command))
    .map(({ source }) => ({
      file: source,
      text: "'--log-config' gives uvicorn's loggers handlers of their own: their records may miss the log.",
    }));
}

/** Whether a note says that the set-up loses its sinks. */
export function takesSinks({ text }: Note): boolean {
  return text.includes(sinkless);
}

const sinkless = "nothing reaches the log from here on";
const migrate = "'create-logging migrate' takes it out.";

function judgeCall(module: PythonModule, call: SyntaxNode): string | undefined {
  const callee = call.firstChild;
  const name = callee ? dottedName(module, callee) : undefined;
  const given = readPlainArguments(module, call);
  if (name === undefined) return undefined;
  const has = (argument: string): boolean => given?.named.has(argument) ?? true;
  switch (name) {
    case "loguru.logger.remove":
      return (given?.positional.length ?? 0) === 0
        ? `logger.remove() takes away the sinks of the set-up: ${sinkless}. ${migrate}`
        : `logger.remove() of Loguru's own handler fails: the set-up has removed it already. ${migrate}`;
    case "loguru.logger.add":
      return `logger.add() is one more sink, beside those of the set-up. ${migrate}`;
    case "loguru.logger.configure":
      return has("handlers")
        ? `logger.configure(handlers=…) replaces the sinks of the set-up: ${sinkless}. ${migrate}`
        : undefined;
    case "logging.basicConfig":
      return has("force")
        ? `logging.basicConfig(force=…) takes the root logger's handler away: what 'logging' is told then misses the log. ${migrate}`
        : `logging.basicConfig() does nothing once the set-up has the root logger's handler. ${migrate}`;
    case "logging.config.dictConfig":
    case "logging.config.fileConfig":
      return `${name.replace("logging.config.", "")}() may take the root logger's handler away: what 'logging' is told then misses the log.`;
    case "uvicorn.run":
      return has("log_config") && textOf(module, given?.named.get("log_config") ?? call) !== "None"
        ? "'log_config' gives uvicorn's loggers handlers of their own: their records may miss the log."
        : undefined;
    case "structlog.configure":
      return "structlog goes on as it is configured: only what it hands to 'logging' (structlog.stdlib.LoggerFactory) reaches the log.";
  }
  const handler = /^logging\.(?:handlers\.)?(\w+Handler)$/.exec(name)?.[1];
  if (handler && handler !== "NullHandler")
    return `${handler} stays as it is: it gets its records beside the log.`;
  const last = name.split(".").at(-1) ?? "";
  return /^_?(?:setup|set_up|configure|config|init|initialize)_(?:logger|logging|log|logs|loguru)$/.test(
    last,
  )
    ? `${last}() sets logging up again while the service runs already. ${migrate}`
    : undefined;
}

function judgeAssignment(module: PythonModule, node: SyntaxNode): string | undefined {
  const text = textOf(module, node);
  if (/^sys\.excepthook\s*=/.test(text)) {
    return "sys.excepthook is replaced: uncaught errors only reach the log if it calls the one before.";
  }
  // Django's settings.
  const config = module.constants.get("LOGGING_CONFIG");
  const isLeft = config && textOf(module, config) === "None";
  return /^LOGGING\s*(?::[^=]*)?=\s*(?:\{|dict\()/.test(text) && !isLeft
    ? "Django configures 'logging' with LOGGING: its handlers stay, and get their records beside the log. A 'root' or 'disable_existing_loggers' in it may keep records out of the log; LOGGING_CONFIG = None keeps Django from all of it."
    : undefined;
}
