/** Flags that take the next word as their value, per program; all others stand alone or are written `--flag=value`. */
const node = words(`
  -r --require --import --loader --experimental-loader -C --conditions --env-file --env-file-if-exists
  --watch-path --run --title --icu-data-dir --input-type --stack-trace-limit --openssl-config
  --redirect-warnings --report-dir --report-directory --report-filename --report-signal
  --diagnostic-dir --heapsnapshot-signal --heapsnapshot-near-heap-limit --disable-warning
  --unhandled-rejections --cpu-prof-dir --cpu-prof-name --heap-prof-dir --inspect-port --dns-result-order
  --max-http-header-size --secure-heap --tls-cipher-list --trace-event-categories --disable-proto
  --localstorage-file --experimental-config-file --max-old-space-size --watch-kill-signal`);

const typescript = words(
  "--tsconfig --project -P -O --compilerOptions -D --ignoreDiagnostics -I --dir --cwd --scope-dir --compiler",
);

export const valueFlags: Record<string, ReadonlySet<string>> = {
  node,
  "ts-node": new Set([...node, ...typescript, "--ignore"]),
  tsx: new Set([...node, ...typescript, "--include", "--exclude", "--ignore"]),
  "ts-node-dev": new Set([
    ...node,
    ...typescript,
    ...words("--ignore-watch --watch --interval --debounce"),
  ]),
  "babel-node": new Set([
    ...node,
    ...words(
      "--presets --plugins --config-file --env-name -x --extensions -b -w --ignore --only -o",
    ),
  ]),
  nodemon: new Set([
    ...[...node].filter((flag) => flag !== "-C"),
    ...words(
      "-w --watch -e --ext -i --ignore -x --exec -d --delay -s --signal --config --cwd --watch-path --polling-interval",
    ),
  ]),
  pm2: words(`
    --name -n -i --instances --env --interpreter --interpreter-args --node-args -l --log -o --output -e --error
    --max-memory-restart --cwd --only --cron --cron-restart -c -u --user --exp-backoff-restart-delay --restart-delay
    --log-date-format --max-restarts --namespace --kill-timeout --listen-timeout --ignore-watch -p --pid -a --update-env
    --log-type --uid --gid --stop-exit-codes --delay`),
  forever: words(
    "-l -o -e -p --pidFile --uid -c --minUptime --spinSleepTime --sourceDir --workingDir -m --append-log --watchDirectory",
  ),
  npm: words(
    "--prefix -C --dir --workspace -w --filter -F --cwd --loglevel --script-shell --cache",
  ),
  pnpm: words("-C --dir --filter -F --loglevel --workspace-concurrency --reporter"),
  bun: new Set([
    ...node,
    ...words("--cwd --config -c --tsconfig-override --env-file --preload --define -d --conditions"),
  ]),
  deno: words("--config -c --import-map --env-file --lock --seed --location --cert"),
  concurrently: words(
    "-n --names -c --prefix-colors -p --prefix -s --success -l --prefix-length -t --timestamp-format -m --max-processes --restart-after --restart-tries --default-input-target",
  ),
  nest: words(
    "-p --path -c --config -b --builder --tsc -e --exec --entryFile --sourceRoot --env-file --watchAssets",
  ),
  fastify: words(
    "-p --port -a --address -s --socket -w -l --log-level -P --prefix -r --require --import -o --options --plugin-timeout --pretty-logs --body-limit",
  ),
  nx: words("-c --configuration --project -p --projects --parallel"),
};

/** Index of the first word that is neither a flag nor a flag's value; the number of words when there is none. */
export function findPositional(args: string[], flags: ReadonlySet<string> = new Set()): number {
  for (let index = 0; index < args.length; index++) {
    const word = args[index] ?? "";
    if (word === "--") return index + 1;
    if (!word.startsWith("-") || word === "-") {
      // `--delay 2`, `--port 3000`: no script is named by a number.
      if (/^\d+(\.\d+)?[kmgs]?s?$/i.test(word)) continue;
      return index;
    }
    if (flags.has(word)) index++;
  }
  return args.length;
}

/** The value of a flag, written `--flag value` or `--flag=value`, before any positional of the script's own. */
export function flagValue(args: string[], ...names: string[]): string | undefined {
  for (const [index, word] of args.entries()) {
    if (names.includes(word)) return args[index + 1];
    const name = names.find((each) => each.startsWith("--") && word.startsWith(`${each}=`));
    if (name !== undefined) return word.slice(name.length + 1);
  }
  return undefined;
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
