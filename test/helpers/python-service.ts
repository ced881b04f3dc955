import { createServer } from "node:net";
import path from "node:path";
import { type Run, type RunOptions, run, type Started, start } from "./conformance-run.js";
import { preparePackage, python } from "./python-package.js";

/** The scenarios of `test/conformance/python/service` beside the package as the templates are. */
export const service = preparePackage(
  path.resolve(import.meta.dirname, "../conformance/python/service"),
) as Parameters<typeof run>[0];

type Options = RunOptions & { service?: typeof service };

/** Runs a scenario to its end. */
export function runPython(args: string[], options: Options = {}): Promise<Run> {
  return run(options.service ?? service, args, { node: python, ...options });
}

/** Starts a scenario that goes on until it is told, or killed. */
export function startPython(args: string[], options: RunOptions = {}): Started {
  return start(service, args, { node: python, ...options });
}

/** Starts a program of the Python environment, a web server say, in the service's folder. */
export function startTool(name: string, args: string[], options: RunOptions = {}): Started {
  const tool = path.join(path.dirname(python), name);
  return start({ ...service, entry: () => tool }, args, { node: python, ...options });
}

/** A port that nobody listens to. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Asks until the server answers; gives the text. */
export async function ask(port: number, where = "/"): Promise<string> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await (await fetch(`http://127.0.0.1:${port}${where}`)).text();
    } catch (error) {
      if (attempt === 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
