import { join } from "node:path";
import { locate } from "../locate-path.js";
import { readTextFile } from "../read-text-file.js";
import { findPositional, flagValue } from "../runner-flags.js";
import { splitWords } from "../split-command.js";
import type { Tracer } from "../trace-command.js";
import { importOf, type PythonStart, pushStart } from "./python-start.js";
import { readIni } from "./read-ini.js";

interface Server {
  /** Flags that take the next word. */
  flags: string;
  /** Folders that it searches ahead of the working directory. */
  pathFlags?: string[];
  /** Flags that name the application in place of the first positional. */
  appFlags?: string[];
  /** The working directory that it changes to. */
  dirFlags?: string[];
}

const servers: Record<string, Server> = {
  uvicorn: {
    flags: `--host --port --uds --fd --reload-dir --reload-include --reload-exclude --reload-delay --workers --loop
      --http --ws --ws-max-size --ws-max-queue --ws-ping-interval --ws-ping-timeout --lifespan --interface --env-file
      --log-config --log-level --root-path --forwarded-allow-ips --limit-concurrency --backlog --limit-max-requests
      --timeout-keep-alive --timeout-graceful-shutdown --timeout-worker-healthcheck --ssl-keyfile --ssl-certfile
      --ssl-keyfile-password --ssl-version --ssl-cert-reqs --ssl-ca-certs --ssl-ciphers --header --app-dir
      --h11-max-incomplete-event-size`,
    pathFlags: ["--app-dir"],
  },
  hypercorn: {
    flags: `-b --bind -w --workers -k --worker-class -c --config --access-logfile --access-logformat --error-logfile
      --log-file --log-level --log-config --backlog --certfile --keyfile --ca-certs --ciphers --graceful-timeout
      --keep-alive -p --pid --root-path --insecure-bind --quic-bind -u --user -g --group -m --umask --statsd-host
      --statsd-prefix --max-requests --websocket-ping-interval --server-name --read-timeout --keyfile-password`,
  },
  daphne: {
    flags: `-p --port -b --bind -u --unix-socket --fd -e --endpoint -v --verbosity -t --http-timeout --access-log
      --log-fmt --ping-interval --ping-timeout --websocket_timeout --application-close-timeout --root-path
      --proxy-headers-host --server-name -s --websocket_connect_timeout`,
  },
  "waitress-serve": {
    flags: "--app --listen --host --port --threads --unix-socket --url-prefix --url-scheme",
    appFlags: ["--app"],
  },
  granian: {
    flags: `--host --port --interface --workers --blocking-threads --threads --runtime-threads --loop --backlog
      --log-level --log-config --working-dir --uds --env-files --http --ssl-certificate --ssl-keyfile --url-path-prefix`,
    dirFlags: ["--working-dir"],
  },
  sanic: {
    flags:
      "-H --host -p --port -u --unix -w --workers --cert --key --http -R --reload-dir --path --tls",
  },
};

/** Follows a server that is given its application as an import string: `uvicorn app.main:app`. */
export function traceServer(name: string): (args: string[], tracer: Tracer) => void {
  return (args, tracer) => {
    const { flags, pathFlags = [], appFlags = [], dirFlags = [] } = servers[name] ?? { flags: "" };
    const index = findPositional(args, new Set(flags.trim().split(/\s+/)));
    // hypercorn's `asgi:`, `wsgi:` and `file:` say how it is loaded.
    const app = (flagValue(args, ...appFlags) ?? args[index])?.replace(/^(asgi|wsgi):/, "");
    if (flagValue(args, "--env-file", "--env-files") !== undefined) tracer.trace.loadsEnv = true;
    const dir = flagValue(args, ...dirFlags);
    const loads: PythonStart["loads"] = /\.py\b/.test(app ?? "")
      ? [{ kind: "file", path: (app ?? "").replace(/^file:|:\w+$/g, "") }]
      : importOf(app);
    const cwd = dir === undefined ? tracer.cwd : join(tracer.cwd, dir);
    if (loads.length === 0) return;
    const path = flagValue(args, ...pathFlags);
    pushStart(tracer, {
      program: name,
      loads,
      cwd,
      searchPaths: [...(path === undefined ? [] : [path]), "."],
      ...readScale(args),
    });
  };
}

/** Whether a server's flags ask for several workers, or for reloading. */
export function readScale(args: string[]): Pick<PythonStart, "hasWorkers" | "reloads"> {
  const count = flagValue(args, "--workers", "-w", "--processes") ?? joinedValue(args, "w");
  return {
    ...(count !== undefined && count !== "1" && /^[1-9$]/.test(count) ? { hasWorkers: true } : {}),
    ...(args.includes("--reload") ? { reloads: true } : {}),
  };
}

const gunicornFlags = `-b --bind -w --workers -k --worker-class -c --config --chdir --pythonpath -t --timeout
  --graceful-timeout --keep-alive --max-requests --max-requests-jitter --threads --worker-connections --backlog
  --access-logfile --error-logfile --log-file --log-level --log-config --access-logformat -n --name -p --pid -u --user
  -g --group -m --umask -e --env --certfile --keyfile --worker-tmp-dir --forwarded-allow-ips --limit-request-line
  --limit-request-fields --limit-request-field_size --statsd-host --statsd-prefix --reload-engine --reload-extra-file
  --log-config-dict --log-syslog-to --paste --paster --ca-certs --ssl-version --logger-class`;

/** Follows gunicorn, whose configuration file may name the application and the folder. */
export function traceGunicorn(words: string[], tracer: Tracer): void {
  const args = [...splitWords(tracer.env["GUNICORN_CMD_ARGS"] ?? ""), ...words];
  // `file:conf.py` and `python:config.gunicorn` are its two ways to name one.
  const named = (flagValue(args, "-c", "--config") ?? joinedValue(args, "c"))
    ?.replace(/^file:/, "")
    .replace(/^python:(.*)$/, (_, module: string) => `${module.replaceAll(".", "/")}.py`);
  const file = locate(named ?? "gunicorn.conf.py", tracer.cwd, tracer.place, "file");
  const config = (file === undefined ? undefined : readTextFile(file)) ?? "";
  const setting = (name: string) =>
    new RegExp(`^${name}\\s*=\\s*(?:f?["']([^"'\\n]+)["']|([^\\s#]+))`, "m").exec(config);
  const text = (name: string) => setting(name)?.[1];
  const positional = args[findPositional(args, new Set(gunicornFlags.split(/\s+/)))];
  const dir = flagValue(args, "--chdir") ?? text("chdir");
  const path = flagValue(args, "--pythonpath") ?? text("pythonpath");
  const count = setting("workers");
  pushStart(tracer, {
    program: "gunicorn",
    loads: importOf(positional ?? text("wsgi_app")),
    cwd: dir === undefined ? tracer.cwd : join(tracer.cwd, dir),
    searchPaths: [".", ...(path?.split(",") ?? [])],
    ...(count !== null && count[2] !== "1" ? { hasWorkers: true } : {}),
    ...readScale(args),
  });
}

/** Follows uWSGI: `--ini`, `--module`, `--wsgi-file`, or an ini file alone. */
export function traceUwsgi(args: string[], tracer: Tracer): void {
  const ini =
    flagValue(args, "--ini", "-i") ?? args.find((word) => /^[^-].*\.(ini|xml|yaml)$/.test(word));
  const file = ini === undefined ? undefined : locate(ini, tracer.cwd, tracer.place, "file");
  const section = readIni((file === undefined ? undefined : readTextFile(file)) ?? "").find(
    ({ name }) => name === "uwsgi",
  );
  const values = Object.fromEntries((section?.entries ?? []).map(({ key, value }) => [key, value]));
  const option = (...names: string[]) =>
    flagValue(args, ...names.map((name) => `--${name}`)) ??
    names.map((name) => values[name]).find((value) => value !== undefined);
  const module = option("module", "wsgi") ?? flagValue(args, "-w");
  const script = option("wsgi-file", "file");
  const dir = option("chdir");
  const path = option("pythonpath", "pp", "python-path");
  const count = option("processes", "workers") ?? flagValue(args, "-p");
  pushStart(tracer, {
    program: "uwsgi",
    loads: script === undefined ? importOf(module) : [{ kind: "file", path: script }],
    cwd: dir === undefined || /%/.test(dir) ? tracer.cwd : join(tracer.cwd, dir),
    searchPaths: [".", ...(path === undefined ? [] : [path])],
    ...(count !== undefined && count !== "1" ? { hasWorkers: true } : {}),
  });
}

// `-w4`, `-cgunicorn.conf.py`: the value joined to its letter.
function joinedValue(args: string[], letter: string): string | undefined {
  return args.find((word) => word.startsWith(`-${letter}`) && word.length > 2)?.slice(2);
}
