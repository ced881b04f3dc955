import { crash, handle, survive } from "./crashes.js";
import { burst, chatter, exit, flood, leave, obey, stay } from "./endings.js";
import { gigantic, overflow, poison, reenter } from "./poisons.js";
import { args, forge, hostile, levels, methods, views } from "./records.js";
import { childProcess, floods, logsAtExit, numbered, thread } from "./relatives.js";
import { serve } from "./serve.js";
import { sites } from "./sites.js";
import { endThreads, relatedThreads, terminate, threads, tickers } from "./threads.js";
import { diagnosed } from "./variables.js";

export const scenarios = {
  ...diagnosed,
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
  floods,
  forge,
  handle,
  hostile,
  leave,
  levels,
  logsAtExit,
  methods,
  obey,
  gigantic,
  overflow,
  poison,
  reenter,
  serve,
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
