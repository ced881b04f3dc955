import type { Language, Program, ProgramOptions } from "../program.js";

interface Chain {
  program: string;
  /** The records that are looked at, each by a text of it. */
  told: string[];
  /** What each of them has to show. */
  parts: string[];
  seen: string;
}

/** An error with all that a language can hang on one. */
export const chains: Record<Language, Chain> = {
  node: {
    program: `async function fail() { await null; throw new AggregateError([new RangeError("first part"), "second part"], "several", { cause: new Error("root cause", { cause: "plain text" }) }); }
setTimeout(async () => { await fail(); });`,
    told: ["several"],
    parts: ["first part", "second part", "root cause", "plain text", "fail"],
    seen: "cause, AggregateError and async frames",
  },
  // What calls the function that catches an error is shown too.
  python: {
    program: `def find(): {}["the first"]
def fail():
    try: find()
    except KeyError as error: raise ValueError("the cause") from error
def work(text):
    try: fail()
    except ValueError: raise RuntimeError(text)
def catch():
    try: work("the one caught")
    except RuntimeError: logger.opt(exception=True).critical("an error")
def outermost(way): way()
outermost(catch); outermost(lambda: work("the one that nobody catches"))`,
    told: ["the one caught", "the one that nobody catches"],
    parts: ["the first", "the cause", "in find", "in outermost"],
    seen: "cause, context and the callers of what catches",
  },
};

/** Programs that end by an error beside variables of these names, and how their values are shown. */
export function showValues(
  order: string,
  id: string,
  weight: string,
): Record<Language, { programs: string[]; shown: string[] }> {
  const values = `const ${weight} = 40 + 2; throw new Error("too heavy");`;
  const call = `setTimeout(() => ship({ ${id}: 998 }));`;
  // Its values are those of the names in a line.
  const body = `${weight} = 40000 + 2\n    raise ValueError("too heavy" if ${order} or ${weight} else "")`;
  return {
    node: {
      programs: [
        `function ship(${order}) { ${values} }\n${call}`,
        `async function ship(${order}) { await null; ${values} }\n${call}`,
        `const ${order} = { ${id}: 998 }; ${values}`,
      ],
      shown: [`${order} = { ${id}: 998 }`, `${weight} = 42`],
    },
    python: {
      programs: [
        `def ship(${order}):\n    ${body}\nship({"${id}": 998})`,
        `async def ship(${order}):\n    ${body}\nimport asyncio; asyncio.run(ship({"${id}": 998}))`,
        `${order} = {"${id}": 998}\nif True:\n    ${body}`,
      ],
      shown: [`{'${id}': 998}`, "40002"],
    },
  };
}

/** A program that ends by an error beside one value that is no secret, `E_OWN`, and many that are, `hunter2…`. */
export function hideValues(plain: string, words: readonly string[]): Program {
  const names = words.filter((word) => /^\w+$/.test(word)).map((word) => `my_${word}`);
  // Each value is another: one that is masked in one place is masked in all.
  const hide = (kind: string, keys = words.map((word) => `my-${word}`)) =>
    JSON.stringify(Object.fromEntries(keys.map((key, at) => [key, `hunter2-${kind}-${at}`])));
  const variables = names.map((name, at) => `${name} = "hunter2-variable-${at}"`);
  return {
    node: `const sent = { headers: ${hide("property")} };
const map = new Map(Object.entries(${hide("key")}));
${variables.map((variable) => `const ${variable};`).join(" ")}
throw Object.assign(new Error("refused"), { ${plain}: "E_OWN" }, ${hide("own")});`,
    // Names of variables alone make it look at a value.
    python: `sent = {"headers": ${hide("key")}}; ${plain} = "E_OWN"
box = types.SimpleNamespace(**${hide("attribute", names)})
${variables.join("; ")}
def refuse(*values): return ValueError("refused")
raise refuse(sent, box, ${[plain, ...names, ...names.map((name) => `box.${name}`)].join(", ")})`,
  };
}

interface Handlers {
  programs: { program: string; code: number; setup: NonNullable<ProgramOptions["setup"]> }[];
  seen: string;
}

/** Programs that see to their uncaught errors themselves. */
export const handlers: Record<Language, Handlers> = {
  node: {
    programs: [
      { program: handleInNode(""), code: 0, setup: "setup" },
      { program: handleInNode("process.exit(9);"), code: 9, setup: "setup" },
    ],
    seen: "exit codes 0 and 9, as the handlers ask",
  },
  python: {
    programs: [
      { program: `${handleInPython("pass")}\nset_up(); fail()`, code: 1, setup: "none" },
      { program: `${handleInPython("os._exit(9)")}\nset_up(); fail()`, code: 9, setup: "none" },
      { program: `${handleInPython("before(*error)")}\nfail()`, code: 1, setup: "setup" },
    ],
    seen: "hooks from before and after the setup, exit codes 1 and 9",
  },
};

function handleInNode(act: string): string {
  return `process.on("uncaughtException", () => { print("own handler"); ${act} });
setTimeout(() => { throw new Error("handled"); });`;
}

function handleInPython(act: string): string {
  return `before = sys.excepthook
def hook(*error): print("own handler"); ${act}
sys.excepthook = hook
def fail(): raise ValueError("handled")`;
}
