import { crash, handle, survive } from "./crashes.js";
import { burst, chatter, exit, flood, leave, obey, stay } from "./endings.js";
import { args, forge, hostile, levels, methods, views } from "./records.js";
import { childProcess, logsAtExit, numbered, thread } from "./relatives.js";
import { sites } from "./sites.js";
import { endThreads, relatedThreads, terminate, threads, tickers } from "./threads.js";

export const scenarios = {
  numbered,
  nothing: () => {},
  args,
  burst,
  chatter,
  childProcess,
  crash,
  endThreads,
  exit,
  flood,
  forge,
  handle,
  hostile,
  leave,
  levels,
  logsAtExit,
  methods,
  obey,
  relatedThreads,
  sites,
  stay,
  survive,
  terminate,
  thread,
  threads,
  tickers,
  views,
};
