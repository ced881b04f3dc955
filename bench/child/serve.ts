/** A service that logs when its parent says so, and answers it in between, as it would answer requests. */
import { type Job, readJob, startContender, turn } from "./job.js";

/** What the parent asks; each is answered when it is done. */
export interface Request {
  id: number;
  /** Logs records from one number up to another, some each time the event loop turns; or ends; or only answers. */
  log?: { from: number; to: number; perTurn: number; pauseMs?: number };
  isEnd?: boolean;
}

const contender = await startContender(readJob<Job>());
process.on("message", async (request: Request) => {
  if (request.log) await logAll(request.log);
  if (request.isEnd) await contender.end();
  process.send?.({ id: request.id }, () => {
    if (request.isEnd) process.disconnect();
  });
});
process.send?.({ id: 0 });

async function logAll({ from, to, perTurn, pauseMs }: NonNullable<Request["log"]>): Promise<void> {
  for (let index = from; index < to; ) {
    const end = Math.min(index + perTurn, to);
    for (; index < end; index++) contender.log(index);
    if (pauseMs === undefined) await turn();
    else await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
