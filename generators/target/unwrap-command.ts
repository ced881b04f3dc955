import { findPositional } from "./runner-flags.js";

/** The command that a wrapper runs, and whether the wrapper loads environment variables for it. */
export interface Unwrapped {
  words: string[];
  loadsEnv: boolean;
  /** Assignments the wrapper is given: `cross-env A=b node x.js`. */
  env: Record<string, string>;
}

interface Wrapper {
  /** Flags that take the next word. */
  flags?: string;
  /** Positionals of its own before the command: `timeout 10 node x.js`. */
  skip?: number;
  /** A first word without which it is no wrapper: `doppler run`. */
  subcommand?: string;
  /** The command starts after `--`, whatever stands before. */
  afterDashes?: boolean;
  loadsEnv?: boolean;
}

const wrappers: Record<string, Wrapper> = {
  env: { flags: "-u --unset -C --chdir" },
  "cross-env": {},
  "cross-env-shell": {},
  exec: { flags: "-a" },
  command: {},
  time: {},
  nohup: {},
  setsid: {},
  caffeinate: {},
  npx: { flags: "-p --package" },
  bunx: { flags: "-p --package" },
  pnpx: { flags: "-p --package" },
  dotenv: { flags: "-e -v -p -c", loadsEnv: true },
  "dotenv-run": { flags: "-e -f", loadsEnv: true },
  "env-cmd": { flags: "-f --file -e --environments -r --rc-file", loadsEnv: true },
  dotenvx: { subcommand: "run", flags: "-f --env-file -fk -e --env -fv", loadsEnv: true },
  doppler: { subcommand: "run", flags: "-p --project -c --config -t --token", loadsEnv: true },
  infisical: { subcommand: "run", afterDashes: true, loadsEnv: true },
  op: { subcommand: "run", afterDashes: true, loadsEnv: true },
  vault: { afterDashes: true, loadsEnv: true },
  sudo: { flags: "-u -g -h -p -C" },
  doas: { flags: "-u" },
  nice: { flags: "-n" },
  ionice: { flags: "-c -n" },
  taskset: { flags: "-c" },
  timeout: { flags: "-s --signal -k --kill-after" },
  flock: { flags: "-w --timeout -E", skip: 1 },
  stdbuf: { flags: "-i -o -e" },
  tini: { flags: "-p -e" },
  "dumb-init": { flags: "-r --rewrite" },
  catatonit: {},
  gosu: { skip: 1 },
  "su-exec": { skip: 1 },
  setpriv: { flags: "--reuid --regid" },
  runuser: { flags: "-u -g" },
  chpst: { flags: "-u -U -e -n" },
  "xvfb-run": { flags: "-n -s -e -f -p -w" },
  dockerize: { flags: "-wait -timeout -template -stdout -stderr -wait-retry-interval" },
  c8: { flags: "-r --reporter -o --reports-dir -x --exclude -n --include" },
  nyc: { flags: "-r --reporter --report-dir -x --exclude -n --include" },
  "0x": {},
  clinic: { skip: 1 },
  zap: {},
  bundle: { subcommand: "exec" },
  "opentelemetry-instrument": {
    flags:
      "--traces_exporter --metrics_exporter --logs_exporter --service_name --exporter_otlp_endpoint --exporter_otlp_protocol --resource_attributes --propagators",
  },
  "ddtrace-run": {},
  "newrelic-admin": { subcommand: "run-program" },
  "sentry-run": {},
  watchmedo: {
    subcommand: "auto-restart",
    flags:
      "-d --directory -p --pattern --patterns -i --ignore-pattern --ignore-patterns --signal --kill-after --debounce-interval --interval",
  },
  conda: { subcommand: "run", flags: "-n --name -p --prefix --cwd" },
  mamba: { subcommand: "run", flags: "-n --name -p --prefix --cwd" },
  micromamba: { subcommand: "run", flags: "-n --name -p --prefix --cwd" },
  chamber: { subcommand: "exec", afterDashes: true, loadsEnv: true },
  "aws-vault": { subcommand: "exec", afterDashes: true, loadsEnv: true },
  unbuffer: {},
  "systemd-cat": { flags: "-t --identifier -p --priority" },
};

/** Takes one wrapper off a command: `cross-env A=b node x.js` is `node x.js`; undefined when it has none. */
export function unwrapCommand(words: string[]): Unwrapped | undefined {
  const [program = "", ...args] = words;
  const wrapper = wrappers[programName(program)];
  if (wrapper === undefined) return undefined;
  let rest = args;
  if (wrapper.subcommand !== undefined) {
    if (rest[0] !== wrapper.subcommand) return undefined;
    rest = rest.slice(1);
  }
  if (wrapper.afterDashes === true) {
    const dashes = rest.indexOf("--");
    if (dashes < 0) return undefined;
    rest = rest.slice(dashes + 1);
  } else {
    const call = flagCommand(programName(program), rest);
    if (call !== undefined) return { words: call, loadsEnv: wrapper.loadsEnv ?? false, env: {} };
    rest = rest.slice(findPositional(rest, new Set(wrapper.flags?.split(" "))));
    rest = rest.slice(wrapper.skip ?? 0);
    if (rest[0] === "--") rest = rest.slice(1);
  }
  const env: Record<string, string> = {};
  while (rest[0] !== undefined && /^[A-Za-z_]\w*=/.test(rest[0])) {
    const [name = "", ...value] = rest[0].split("=");
    env[name] = value.join("=");
    rest = rest.slice(1);
  }
  return { words: rest, loadsEnv: wrapper.loadsEnv ?? false, env };
}

/** The program's own name: no folder, no `.exe`, no version (`npx tsx@4`). */
export function programName(program: string): string {
  const name = program.replace(/^.*[/\\]/, "").replace(/\.(exe|cmd|bat|ps1)$/i, "");
  return name.replace(/^(.+?)@[\w.^~-]+$/, "$1");
}

// `npx -c "tsx src/index.ts"` and `flock -c`: the flag holds a shell line.
function flagCommand(name: string, args: string[]): string[] | undefined {
  if (name !== "npx" && name !== "flock") return undefined;
  const index = args.findIndex((word) => word === "-c" || word === "--call");
  const line = index < 0 ? undefined : args[index + 1];
  return line === undefined ? undefined : ["sh", "-c", line];
}
