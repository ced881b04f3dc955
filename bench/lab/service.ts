import type { Job } from "../child/job.js";
import type { Request } from "../child/serve.js";
import type { Lab } from "./lab.js";
import { type Run, startChild, watchRun } from "./run-child.js";

/** A service in a process of its own, that logs when it is told to. */
export interface Service {
  /** Logs these records; whether it answered in time. */
  log(from: number, to: number, pauseMs?: number): Promise<boolean>;
  /** Whether it answers at all. */
  answers(): Promise<boolean>;
  /** Ends its logger, and itself. */
  end(): Promise<Run>;
}

const answerMs = 15_000;
const endMs = 5000;
const perTurn = 100;

/** Starts a service with the contender of a job. */
export async function startService(lab: Lab, job: Job): Promise<Service> {
  const child = startChild(lab.child("serve"), job);
  const run = watchRun(child, 120_000);
  const waiting = new Map<number, () => void>();
  child.on("message", ({ id }: Request) => waiting.get(id)?.());
  child.on("error", () => {}); // a message to one that is gone
  let count = 0;

  function ask(request: Omit<Request, "id">, ms: number): Promise<boolean> {
    const id = ++count;
    if (child.connected) child.send({ ...request, id }, () => {});
    return waitFor(id, ms);
  }

  function waitFor(id: number, ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms, false);
      const settle = (isAnswered: boolean): void => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(isAnswered);
      };
      waiting.set(id, () => settle(true));
      run.then(() => settle(false));
    });
  }

  await waitFor(0, answerMs);
  return {
    log: (from, to, pauseMs) =>
      ask({ log: { from, to, perTurn, ...(pauseMs === undefined ? {} : { pauseMs }) } }, answerMs),
    answers: () => ask({}, 2000),
    async end() {
      if (!(await ask({ isEnd: true }, endMs))) child.kill("SIGKILL");
      return run;
    },
  };
}
