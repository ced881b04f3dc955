import { crash, handle, survive } from "./crashes.js";
import { burst, chatter, exit, flood, leave, obey, stay } from "./endings.js";
import { gigantic, overflow, poison, reenter } from "./poisons.js";
import { args, forge, hostile, levels, methods, views } from "./records.js";
import { childProcess, logsAtExit, numbered, thread, threads } from "./relatives.js";
import { serve } from "./serve.js";
import { sites } from "./sites.js";

export const scenarios = {
  numbered,
  nothing: () => {},
  args,
  burst,
  chatter,
  childProcess,
  crash,
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
  gigantic,
  overflow,
  poison,
  reenter,
  serve,
  sites,
  stay,
  survive,
  thread,
  threads,
  views,
};
