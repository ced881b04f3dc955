import { crash, handle, survive } from "./crashes.js";
import { burst, chatter, exit, flood, leave, obey, stay } from "./endings.js";
import { args, forge, hostile, levels, methods, views } from "./records.js";
import { childProcess, logsAtExit, numbered, thread } from "./relatives.js";
import { sites } from "./sites.js";
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
  sites,
  stay,
  survive,
  thread,
  views,
};
