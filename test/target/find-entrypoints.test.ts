import { describe, expect, it } from "vitest";
import { entriesOf, inspectTree, type TreeFiles } from "../helpers/target-tree.js";

const tsconfig = { compilerOptions: { outDir: "dist", rootDir: "src", module: "nodenext" } };

/** A package with one start script, and these sources. */
function withStart(start: string, ...sources: string[]): TreeFiles {
  return {
    "package.json": { name: "app", scripts: { start } },
    "tsconfig.json": tsconfig,
    ...Object.fromEntries(sources.map((source) => [source, "boot();\n"])),
  };
}

describe("a start script (N13)", () => {
  const cases: [script: string, source: string][] = [
    ["node dist/index.js", "src/index.ts"],
    ["node dist/index", "src/index.ts"],
    ["node dist", "src/index.ts"],
    ["node ./dist/index.js --port 3000", "src/index.ts"],
    ["node --env-file=.env dist/index.js", "src/index.ts"],
    ["node --env-file .env dist/index.js", "src/index.ts"],
    ["A=b C='d e' node dist/index.js", "src/index.ts"],
    ["cross-env NODE_ENV=production node dist/index.js", "src/index.ts"],
    ["set NODE_ENV=production&& node .\\dist\\index.js", "src/index.ts"],
    ["npm run build && node dist/index.js", "src/index.ts"],
    ["tsc; node dist/index.js | pino-pretty", "src/index.ts"],
    ["NODE_OPTIONS='--max-old-space-size=4096' node dist/index.js > out.log 2>&1", "src/index.ts"],
    ["node --max-old-space-size 4096 dist/index.js", "src/index.ts"],
    ["node -r dotenv/config -r ./tracer.js dist/index.js", "src/index.ts"],
    ["node --import=tsx src/index.ts", "src/index.ts"],
    ["node --import tsx/esm src/index.ts", "src/index.ts"],
    ["node --require tsx/cjs src/index.ts", "src/index.ts"],
    ["node --heapsnapshot-signal=SIGUSR2 --import=./src/tracer.ts src/api.ts", "src/api.ts"],
    ["node --watch-path src --inspect=0.0.0.0:9229 src/index.ts", "src/index.ts"],
    ["node node_modules/.bin/ts-node -P tsconfig.json src/index.ts", "src/index.ts"],
    ["node node_modules/nodemon/bin/nodemon.js src/index.ts", "src/index.ts"],
    ["./node_modules/.bin/tsx src/index.ts", "src/index.ts"],
    ["ts-node src/index.ts", "src/index.ts"],
    ["npx ts-node -r tsconfig-paths/register --project tsconfig.json src/index.ts", "src/index.ts"],
    ["npx -y tsx@4 src/index.ts", "src/index.ts"],
    [
      "ts-node-dev --respawn --transpile-only --ignore-watch node_modules src/index.ts",
      "src/index.ts",
    ],
    ["tsx watch --clear-screen=false --env-file=.env src/index.ts", "src/index.ts"],
    ["tsx --tsconfig tsconfig.json src/index.ts", "src/index.ts"],
    ["nodemon src/index.ts", "src/index.ts"],
    ["nodemon --watch src --ext ts,json --exec ts-node src/index.ts", "src/index.ts"],
    ['nodemon -w src -e ts --delay 2 -x "ts-node --files" src/index.ts', "src/index.ts"],
    ["nodemon --exec 'node --import tsx' src/index.ts", "src/index.ts"],
    ["nodemon -r dotenv/config src/index.ts", "src/index.ts"],
    ["babel-node --presets @babel/preset-env src/index.ts", "src/index.ts"],
    ['tsc-watch --onSuccess "node dist/index.js"', "src/index.ts"],
    ["tsup src/index.ts --watch --onSuccess 'node dist/index.js'", "src/index.ts"],
    ['concurrently -k -n tsc,node "tsc -w" "node --watch dist/index.js"', "src/index.ts"],
    ["dotenv -e .env.local -- node dist/index.js", "src/index.ts"],
    ["env-cmd -f .env node dist/index.js", "src/index.ts"],
    ["dotenvx run -f .env -- node dist/index.js", "src/index.ts"],
    ["doppler run -- node dist/index.js", "src/index.ts"],
    ["pm2 start dist/index.js --name api -i max", "src/index.ts"],
    ["pm2-runtime start dist/index.js", "src/index.ts"],
    ["pm2 start --interpreter tsx src/index.ts", "src/index.ts"],
    ["forever start -l out.log dist/index.js", "src/index.ts"],
    ["sh -c 'exec node dist/index.js'", "src/index.ts"],
    ["cd dist && node index.js", "src/index.ts"],
    ["timeout 30s node dist/index.js", "src/index.ts"],
    ["nest start", "src/main.ts"],
    ["nest start --watch --entryFile api", "src/api.ts"],
    ["node .", "src/index.ts"],
    ["bun run src/index.ts", "src/index.ts"],
    ["node --enable-source-maps -- dist/index.js", "src/index.ts"],
  ];
  it.each(cases)("%s runs %s", async (script, source) => {
    const files = withStart(script, "src/index.ts", "src/main.ts", "src/api.ts", "src/tracer.ts");
    const target = await inspectTree({
      ...files,
      "package.json": { name: "app", main: "dist/index.js", scripts: { start: script } },
    });
    expect(target.startCommands.map(({ source: from, entries }) => ({ from, entries }))).toEqual([
      { from: "package.json scripts.start", entries: [source] },
    ]);
    expect(target.entrypoints).toEqual([{ file: source, sources: ["package.json scripts.start"] }]);
    expect(target.notes).toEqual([]);
  });

  it.each([
    "node -e 'require(\"./dist/index.js\")'",
    "node --test src/index.ts",
    "echo node dist/index.js",
    "tsc && rimraf dist/index.js",
    "node node_modules/gulp/bin/gulp.js serve",
  ])("%s starts nothing that is known", async (script) => {
    const target = await inspectTree(withStart(script, "src/other.ts"));
    expect(target.startCommands).toEqual([]);
    expect(target.entrypoints).toEqual([]);
  });
});

describe("indirection", () => {
  it.each([
    "npm run serve",
    "npm run -s serve",
    "pnpm serve",
    "pnpm run serve",
    "yarn serve",
    "yarn run serve",
    "bun run serve",
    "run-s serve",
    "npm-run-all --parallel serv*",
    "concurrently npm:serve",
    "node --run serve",
  ])("'%s' is followed to the script it names", async (start) => {
    const scripts = { start, serve: "node dist/server.js" };
    const target = await inspectTree({
      ...withStart("", "src/server.ts"),
      "package.json": { scripts },
    });
    expect(target.entrypoints).toEqual([
      {
        file: "src/server.ts",
        sources: ["package.json scripts.start", "package.json scripts.serve"],
      },
    ]);
  });

  it("hands the arguments behind -- to the script", async () => {
    const scripts = { start: "npm run exec-ts -- src/worker.ts", "exec-ts": "ts-node --files" };
    expect(await entriesOf({ "package.json": { scripts }, "src/worker.ts": "" })).toEqual([
      "src/worker.ts",
    ]);
  });

  it("ends when scripts run in a circle", async () => {
    const scripts = { start: "npm run dev", dev: "npm start" };
    const target = await inspectTree({ "package.json": { scripts } });
    expect(target.startCommands).toEqual([]);
  });

  it("follows a shell file, its cd, its variables and its arguments", async () => {
    const files = {
      "package.json": { scripts: { start: "./bin/start.sh worker.js" } },
      "bin/start.sh":
        '#!/bin/sh\nset -e\nHERE="$(cd "$(dirname "$0")" && pwd)"\nAPP=app\nif [ -f .env ]; then . .env; fi\ncd "$(dirname "$0")/../$APP" # here\nexec node "$@"\n',
      "app/worker.js": "",
    };
    expect(await entriesOf(files)).toEqual(["app/worker.js"]);
  });

  it("knows what was exported, and what a variable is where nobody sets it", async () => {
    const scripts = { start: "sh start.sh" };
    const text = `export DIR=src\nnode $DIR/\${FILE:-main.js}\n`;
    const files = { "package.json": { scripts }, "start.sh": text, "src/main.js": "" };
    expect(await entriesOf(files)).toEqual(["src/main.js"]);
  });

  it("follows a target of a Makefile", async () => {
    const files = {
      Dockerfile: "FROM node\nCMD make -s serve\n",
      Makefile:
        "FILE := worker.js\nserve: build ## x\n\t@node \\\n\t  $(FILE)\nother:\n\tnode other.js\n",
      "worker.js": "",
      "other.js": "",
    };
    expect(await entriesOf(files)).toEqual(["worker.js"]);
  });

  it("leaves alone what runs Python", async () => {
    const scripts = { start: "python main.py && python3.11 -m app", dev: "pm2 start main.py" };
    const files = { "package.json": { scripts }, "main.py": "", "app/__main__.py": "" };
    const target = await inspectTree(files);
    expect([target.startCommands, target.entrypoints, target.notes]).toEqual([[], [], []]);
  });

  it("reads nodemon.json, and nodemonConfig in package.json", async () => {
    const exec = "ts-node ./src/app.ts";
    expect(
      await entriesOf({
        "package.json": { scripts: { dev: "nodemon" } },
        "nodemon.json": { exec },
        "src/app.ts": "",
      }),
    ).toEqual(["src/app.ts"]);
    expect(
      await entriesOf({
        "package.json": { scripts: { dev: "nodemon" }, nodemonConfig: { exec } },
        "src/app.ts": "",
      }),
    ).toEqual(["src/app.ts"]);
    expect(
      await entriesOf({
        "package.json": { scripts: { dev: "nodemon src/app.ts" } },
        "nodemon.json": { execMap: { ts: "tsx" } },
        "src/app.ts": "",
      }),
    ).toEqual(["src/app.ts"]);
    expect(
      await entriesOf({
        "package.json": { main: "app.js", scripts: { dev: "nodemon" } },
        "app.js": "",
      }),
    ).toEqual(["app.js"]);
  });

  it("believes nodemon's command line before its configuration", async () => {
    const scripts = { dev: 'nodemon --exec "npm run serve"', serve: "tsx src/server.ts" };
    const files = {
      "nodemon.json": { exec: "tsx src/app.ts" },
      "src/app.ts": "",
      "src/server.ts": "",
    };
    const target = await inspectTree({ ...files, "package.json": { scripts } });
    expect(target.entrypoints.map(({ file }) => file)).toEqual(["src/server.ts"]);
  });

  it("reads nps's package-scripts.js", async () => {
    const files = {
      "package.json": { scripts: { start: "nps", serve: "nps serve.prod" } },
      "package-scripts.js":
        "module.exports = { scripts: {\n default: 'nps serve.prod',\n serve: { prod: { script: 'node app.js' }, dev: {} },\n} };",
      "app.js": "",
    };
    expect(await entriesOf(files)).toEqual(["app.js"]);
  });

  it("takes server.js for an npm start without a start script", async () => {
    expect(await entriesOf({ Procfile: "web: npm start\n", "server.js": "" })).toEqual([
      "server.js",
    ]);
  });

  it("finds the main file of a Nest or Nx app", async () => {
    const nest = {
      sourceRoot: "apps/api/src",
      projects: { jobs: { sourceRoot: "apps/jobs/src", entryFile: "run" } },
    };
    const files = {
      "apps/api/src/main.ts": "",
      "apps/jobs/src/run.ts": "",
      "apps/jobs/src/main.ts": "",
    };
    const scripts = { start: "nest start", "start:jobs": "nest start jobs" };
    expect(
      await entriesOf({ ...files, "package.json": { scripts }, "nest-cli.json": nest }),
    ).toEqual(["apps/api/src/main.ts", "apps/jobs/src/run.ts"]);
    const nx = { name: "jobs", targets: { build: { options: { main: "apps/jobs/src/run.ts" } } } };
    const served = {
      start: "nx serve api",
      "start:jobs": "nx run jobs:serve:production",
      "start:x": "node dist/apps/api/main.js",
    };
    expect(
      await entriesOf({
        ...files,
        "package.json": { scripts: served },
        "apps/jobs/project.json": nx,
      }),
    ).toEqual(["apps/api/src/main.ts", "apps/jobs/src/run.ts"]);
  });
});

describe("built output (N12)", () => {
  it.each([
    ["dist/index.js", { outDir: "dist", rootDir: "src" }, "src/index.ts"],
    ["dist/src/index.js", { outDir: "./dist", rootDir: "." }, "src/index.ts"],
    ["dist/src/index.js", { outDir: "dist" }, "src/index.ts"],
    ["lib/index.js", { outDir: "lib", rootDir: "server" }, "server/index.ts"],
    ["build/api/index.js", { outDir: "build" }, "src/api/index.ts"],
    ["dist/index.mjs", { outDir: "dist" }, "src/index.ts"],
    ["dist/index.cjs", { outDir: "dist" }, "src/index.ts"],
    ["dist/worker.cjs", { outDir: "dist" }, "src/worker.cts"],
    ["dist/worker", { outDir: "dist" }, "src/worker.cts"],
    ["dist/apps/api/main.js", { outDir: "dist" }, "apps/api/src/main.ts"],
  ])("node %s with %o runs %s", async (path, compilerOptions, source) => {
    const files = {
      "package.json": { scripts: { start: `node ${path}` } },
      "tsconfig.json": { compilerOptions },
      [source]: "",
      // What a build left behind is never the entrypoint, though it is there.
      [path]: "",
    };
    expect(await entriesOf(files)).toEqual([source]);
  });

  it("is not the source of other built output", async () => {
    const files = {
      ...withStart("node dist/lib/index.js"),
      ".gitignore": "lib\n",
      "dist/lib/index.js": "",
      "lib/index.js": "",
    };
    expect(await entriesOf(files)).toEqual([]);
  });

  it("is said when nothing here can be its source", async () => {
    const target = await inspectTree({
      "package.json": '{\n  "scripts": {\n    "start": "node dist/gone.js"\n  }\n}\n',
      "dist/gone.js": "",
    });
    expect(target.entrypoints).toEqual([]);
    expect(target.notes).toEqual([
      {
        file: "package.json",
        line: 3,
        text: "package.json scripts.start runs 'dist/gone.js': no source of that built file was found",
      },
    ]);
  });

  it("of babel or swc is known by the script that writes it", async () => {
    const scripts = { build: "babel src --out-dir lib", start: "node lib/server.js" };
    expect(
      await entriesOf({ "package.json": { scripts }, "src/server.js": "", "lib/server.js": "" }),
    ).toEqual(["src/server.js"]);
  });

  it("is no output when git keeps sources in lib", async () => {
    expect(
      await entriesOf({
        ...withStart("node lib/server.js"),
        "lib/server.js": "",
        "src/server.js": "",
      }),
    ).toEqual(["lib/server.js"]);
    expect(
      await entriesOf({
        ...withStart("node lib/server.js"),
        ".gitignore": "/lib/\n",
        "lib/server.js": "",
        "src/server.js": "",
      }),
    ).toEqual(["src/server.js"]);
  });

  it("of a bundler is traced to the file the bundler starts from (N16)", async () => {
    const esbuild = {
      build: "esbuild src/api/app.ts --bundle --outfile=dist/bundle.js",
      start: "node dist/bundle.js",
    };
    expect(await entriesOf({ "package.json": { scripts: esbuild }, "src/api/app.ts": "" })).toEqual(
      ["src/api/app.ts"],
    );
    const files = {
      "package.json": { scripts: { start: "node dist/jobs.js" } },
      "tsup.config.ts": 'export default { entry: ["src/http/api.ts", "src/cron/jobs.ts"] };',
      "src/http/api.ts": "",
      "src/cron/jobs.ts": "",
    };
    expect(await entriesOf(files)).toEqual(["src/cron/jobs.ts"]);
  });

  it("beside its source, as tsc writes it without an outDir, is the source", async () => {
    expect(
      await entriesOf({ ...withStart("node index.js"), "index.js": "", "index.ts": "" }),
    ).toEqual(["index.ts"]);
  });
});

describe("what names an entrypoint", () => {
  const sources = Object.fromEntries(
    ["api", "worker", "jobs", "cli", "dev", "index"].map((name) => [`src/${name}.ts`, ""]),
  );

  it("is ranked: start script, Dockerfile, systemd, Procfile, pm2, bin, development", async () => {
    const target = await inspectTree({
      ...sources,
      "tsconfig.json": tsconfig,
      "package.json": {
        name: "app",
        bin: "./dist/cli.js",
        scripts: { dev: "tsx src/dev.ts", start: "node dist/index.js" },
      },
      "src/pm2.ts": "",
      "src/proc.ts": "",
      "ecosystem.config.cjs": "module.exports = { apps: [{ script: './dist/pm2.js' }] };",
      Procfile: "web: node dist/proc.js\n",
      "deploy/app.service": "[Service]\nExecStart=/usr/bin/node /srv/app/dist/worker.js\n",
      Dockerfile: 'FROM node:22\nWORKDIR /app\nCMD ["node", "dist/api.js"]\n',
    });
    expect(target.entrypoints).toEqual([
      { file: "src/index.ts", sources: ["package.json scripts.start"] },
      { file: "src/api.ts", sources: ["Dockerfile:3"] },
      { file: "src/worker.ts", sources: ["deploy/app.service:2"] },
      { file: "src/proc.ts", sources: ["Procfile:1"] },
      { file: "src/pm2.ts", sources: ["ecosystem.config.cjs:1"] },
      { file: "src/cli.ts", sources: ["package.json bin.app"] },
      { file: "src/dev.ts", sources: ["package.json scripts.dev"] },
    ]);
    expect(target.startCommands.map(({ stage }) => stage)).toEqual([
      "production",
      "production",
      "production",
      "production",
      "production",
      "bin",
      "development",
    ]);
  });

  it.each([
    ['FROM node\nWORKDIR /app\nCMD ["node", "dist/api.js"]', "src/api.ts"],
    ["FROM node\nWORKDIR /usr/src/app\nCMD node dist/api.js", "src/api.ts"],
    ['FROM node\nWORKDIR /app\nENTRYPOINT ["node"]\nCMD ["dist/api.js"]', "src/api.ts"],
    [
      'FROM gcr.io/distroless/nodejs22\nCOPY --from=build /app /app\nWORKDIR /app\nCMD ["dist/api.js"]',
      "src/api.ts",
    ],
    [
      'FROM gcr.io/distroless/nodejs22\nCMD ["--import", "./x.mjs", "/app/dist/api.js"]',
      "src/api.ts",
    ],
    [
      'FROM node\nENV HOME_APP=/srv/api\nWORKDIR $HOME_APP\nCMD ["dumb-init", "--", "node", "/srv/api/dist/api.js"]',
      "src/api.ts",
    ],
    [
      'FROM node AS build\nWORKDIR /app\nRUN npm ci\nFROM node\nWORKDIR /srv\nCOPY --from=build /app/dist ./\nCMD ["node", "api.js"]',
      "src/api.ts",
    ],
    [
      'FROM node\nCOPY docker/run.sh /usr/local/bin/entry.sh\nWORKDIR /app\nENTRYPOINT ["entry.sh"]\nCMD ["node", "dist/jobs.js"]',
      "src/jobs.ts",
    ],
    [
      'FROM node\nCOPY docker/own.sh /usr/local/bin/\nWORKDIR /app\nENTRYPOINT ["own.sh"]',
      "src/worker.ts",
    ],
    ['FROM node\nCOPY docker/own.sh /start.sh\nWORKDIR /app\nCMD ["/start.sh"]', "src/worker.ts"],
    [
      'FROM node\nCOPY docker/run.sh /run.sh\nWORKDIR /app\nENTRYPOINT ["/run.sh"]\nCMD ["node", "dist/jobs.js"]',
      "src/jobs.ts",
    ],
    ['FROM node\nWORKDIR /app\nENTRYPOINT ["docker-entrypoint.sh"]\nCMD npm start', "src/index.ts"],
    ['FROM node\nWORKDIR /app\nCMD ["npm", "run", "work"]', "src/worker.ts"],
    ['FROM node\nWORKDIR /app\nCMD sh -c "npm run migrate && node dist/api.js"', "src/api.ts"],
    [
      'FROM node\nWORKDIR /app\nCMD ["sh", "-c", "npm run migrate && exec node dist/api.js"]',
      "src/api.ts",
    ],
    [
      'FROM node\nWORKDIR /app\nRUN <<EOF\nCMD node dist/jobs.js\nEOF\nCMD ["pm2-runtime", \\\n  # two lines\n  "dist/api.js"]',
      "src/api.ts",
    ],
    [
      'FROM node\nWORKDIR /app\nCMD ["node", "dist/jobs.js"]\nCMD ["node", "dist/api.js"]',
      "src/api.ts",
    ],
    ["FROM node\nWORKDIR /app\nCMD ['node', 'dist/api.js']", "src/api.ts"],
  ])("is a Dockerfile: %j runs %s", async (text, source) => {
    const target = await inspectTree({
      ...sources,
      "tsconfig.json": tsconfig,
      "package.json": {
        name: "app",
        scripts: { start: "node dist/index.js", work: "node dist/worker.js", migrate: "x" },
      },
      "docker/run.sh": '#!/bin/sh\nexec "$@"\n',
      "docker/own.sh": "#!/bin/sh\nexec node dist/worker.js\n",
      Dockerfile: `${text}\n`,
    });
    const docker = target.startCommands.filter(({ source: from }) =>
      from.startsWith("Dockerfile:"),
    );
    expect(docker.map(({ entries }) => entries)).toEqual([[source]]);
  });

  it("is only the last stage of a Dockerfile; an earlier stage counts as development", async () => {
    const target = await inspectTree({
      ...sources,
      Dockerfile:
        "FROM node AS dev\nWORKDIR /app\nCMD tsx watch src/dev.ts\nFROM dev\nCMD tsx src/api.ts\n",
    });
    expect(target.startCommands.map(({ entries, stage }) => [entries[0], stage])).toEqual([
      ["src/api.ts", "production"],
      ["src/dev.ts", "development"],
    ]);
  });

  it("is not a CMD that a new ENTRYPOINT of the next stage clears", async () => {
    const Dockerfile =
      'FROM node AS base\nCMD tsx src/jobs.ts\nFROM base\nENTRYPOINT ["tsx", "src/api.ts"]\n';
    const target = await inspectTree({ ...sources, Dockerfile });
    expect(target.startCommands.map(({ command, stage }) => [command, stage])).toEqual([
      ["tsx src/api.ts", "production"],
      ["tsx src/jobs.ts", "development"],
    ]);
  });

  it("is not an ExecStart that an empty one takes back", async () => {
    const unit = "[Service]\nExecStart=tsx src/jobs.ts\nExecStart=\nExecStart=tsx src/api.ts\n";
    expect(await entriesOf({ ...sources, "app.service": unit })).toEqual(["src/api.ts"]);
  });

  it("is a systemd unit: absolute paths, WorkingDirectory, EnvironmentFile", async () => {
    const target = await inspectTree({
      ...sources,
      "tsconfig.json": tsconfig,
      "ops/a.service":
        "[Unit]\nDescription=x\n[Service]\nWorkingDirectory=/home/me/apps/app\nExecStart=/usr/bin/node \\\n  dist/api.js\nEnvironmentFile=/etc/app.env\n",
      "ops/b.service":
        "[Service]\nExecStart=\nExecStart=-/usr/bin/env node --enable-source-maps %h/app/dist/jobs.js %i\n",
      "ops/c.service": "[Service]\nWorkingDirectory=/opt/app\nExecStart=/usr/bin/npm run work\n",
      "package.json": { scripts: { work: "node dist/worker.js" } },
    });
    expect(
      target.startCommands.map(({ source, entries, loadsEnv }) => ({ source, entries, loadsEnv })),
    ).toEqual(
      expect.arrayContaining([
        { source: "ops/a.service:5", entries: ["src/api.ts"], loadsEnv: true },
        { source: "ops/b.service:3", entries: ["src/jobs.ts"], loadsEnv: false },
        { source: "ops/c.service:3", entries: ["src/worker.ts"], loadsEnv: false },
      ]),
    );
    expect(target.startCommands).toHaveLength(3);
    expect(target.notes).toEqual([]);
  });

  it("may be deployed output that lies at another place than here", async () => {
    const unit = "[Service]\nExecStart=/usr/bin/node /srv/app/api.js\n";
    expect(await entriesOf({ ...sources, "app.service": unit })).toEqual(["src/api.ts"]);
  });

  it("is not in a folder that is called as the container's, where the root is copied there", async () => {
    const files = {
      Dockerfile: "FROM node\nWORKDIR /app\nCOPY . .\nCMD node index.js\n",
      "index.js": "",
      "app/index.js": "",
    };
    expect(await entriesOf(files)).toEqual(["index.js"]);
  });

  it("is nothing in dependencies, built output or hidden folders", async () => {
    const Procfile = "web: tsx src/api.ts\n";
    const files = {
      "tsconfig.json": { compilerOptions: { outDir: "out" } },
      "node_modules/a/Procfile": Procfile,
      "packages/a/node_modules/b/Procfile": Procfile,
      "dist/Procfile": Procfile,
      "out/Procfile": Procfile,
      ".cache/Procfile": Procfile,
    };
    expect(await entriesOf({ ...sources, ...files })).toEqual(["src/index.ts"]);
    expect(await entriesOf({ ...sources, ".docker/Procfile": Procfile })).toEqual(["src/api.ts"]);
  });

  it("is a Procfile, but for its release phase", async () => {
    const Procfile =
      "web: node dist/api.js\nrelease: node dist/dev.js\nworker: ./node_modules/.bin/tsx src/worker.ts\n# x: node dist/jobs.js\n";
    expect(await entriesOf({ ...sources, "tsconfig.json": tsconfig, Procfile })).toEqual([
      "src/api.ts",
      "src/worker.ts",
    ]);
  });

  it("is a compose file that builds here, not somebody else's image", async () => {
    const target = await inspectTree({
      ...sources,
      "tsconfig.json": tsconfig,
      "docker-compose.yml": [
        "# services",
        "services:",
        "  api:",
        "    build: .",
        "    working_dir: /srv/dist # built",
        '    command: ["node", "api.js"] # list',
        "    env_file: .env",
        "  worker:",
        "    build:",
        "      context: .",
        "    command:",
        "      - node",
        "      - dist/worker.js",
        "  jobs:",
        "    build: .",
        "    command: >",
        '      sh -c "npm ci &&',
        '      node dist/jobs.js"',
        "  other:",
        "    image: other/app",
        "    command: node dist/cli.js",
      ].join("\n"),
    });
    expect(
      target.startCommands.map(({ source, entries, loadsEnv }) => [source, entries, loadsEnv]),
    ).toEqual([
      ["docker-compose.yml:6", ["src/api.ts"], true],
      ["docker-compose.yml:12", ["src/worker.ts"], false],
      ["docker-compose.yml:17", ["src/jobs.ts"], false],
    ]);
  });

  it("is a pm2 ecosystem file, read and never run", async () => {
    const target = await inspectTree({
      ...sources,
      "tsconfig.json": tsconfig,
      "package.json": { scripts: { work: "node dist/worker.js" } },
      "ecosystem.config.js": [
        "throw new Error('run');",
        "const path = require('path');",
        "module.exports = {",
        "  // apps",
        "  apps: [",
        "    { name: 'api', script: path.join(__dirname, 'dist', 'api.js'), instances: os.cpus().length, env: { A: 'b', }, },",
        "    { name: 'work', script: 'npm', args: 'run work' },",
        `    { name: 'jobs', script: \`\${__dirname}/src/jobs.ts\`, interpreter: 'tsx', ...common },`,
        "    { name: 'cli', cwd: './dist', script: 'cli.js', node_args: ['--env-file=.env'] },",
        "    { name: 'computed', script: find() },",
        "  ],",
        "  deploy: { production: { script: 'no.js' } },",
        "};",
      ].join("\n"),
    });
    expect(
      target.startCommands.map(({ source, entries, loadsEnv }) => [source, entries, loadsEnv]),
    ).toEqual([
      ["ecosystem.config.js:6", ["src/api.ts"], true],
      ["ecosystem.config.js:7", ["src/worker.ts"], false],
      ["ecosystem.config.js:8", ["src/jobs.ts"], false],
      ["ecosystem.config.js:9", ["src/cli.ts"], true],
    ]);
  });

  it.each([
    [
      "ecosystem.config.cjs",
      "const apps = [{ script: 'src/api.ts' }];\nmodule.exports = { apps };",
    ],
    ["ecosystem.config.json", '{ "apps": [{ "script": "src/api.ts", }] }'],
    ["pm2.json", '{ "script": "./src/api.ts" }'],
    ["process.yml", "apps:\n  - script: src/api.ts\n    name: api\n"],
    ["ecosystem.config.mjs", "export default { apps: { script: 'src/api.ts' } };"],
  ])("is pm2's %s", async (name, text) => {
    expect(await entriesOf({ ...sources, [name]: text })).toEqual(["src/api.ts"]);
  });

  it("is a crontab", async () => {
    const files = {
      ...sources,
      "tsconfig.json": tsconfig,
      "deploy/crontab":
        "SHELL=/bin/sh\n# m h\n*/5 * * * * cd /srv/app && /usr/bin/node dist/jobs.js >> /var/log/x.log 2>&1\n@daily flock -n /tmp/x node /srv/app/dist/worker.js\n",
      "cron.d/app": "0 3 * * 1-5 root node /srv/app/dist/api.js\n",
    };
    expect((await entriesOf(files)).sort()).toEqual(["src/api.ts", "src/jobs.ts", "src/worker.ts"]);
  });

  it("is `main` only when nothing else is, and a customary name only when there is no main", async () => {
    expect(
      await entriesOf({
        ...sources,
        "tsconfig.json": tsconfig,
        "package.json": { main: "dist/cli.js", scripts: { dev: "tsx src/dev.ts" } },
      }),
    ).toEqual(["src/dev.ts"]);
    expect(
      await entriesOf({
        ...sources,
        "tsconfig.json": tsconfig,
        "package.json": { main: "dist/cli.js" },
      }),
    ).toEqual(["src/cli.ts"]);
    expect(await entriesOf(sources)).toEqual(["src/index.ts"]);
    expect(await entriesOf({ "server.js": "", "app.js": "" })).toEqual(["server.js"]);
    expect(await entriesOf({ "lib/thing.js": "" })).toEqual([]);
  });

  it("is none where a framework's own server starts the package", async () => {
    const target = await inspectTree({
      "package.json": { scripts: { start: "next start -p 3000" }, dependencies: { next: "16" } },
      "src/index.ts": "",
    });
    expect(target.entrypoints).toEqual([]);
    expect(target.notes.map(({ text }) => text)).toEqual([
      "package.json scripts.start starts 'next', which brings its own entrypoint: there is none here to patch",
      expect.stringContaining("Next.js"),
    ]);
  });

  it.each(["test:start", "build:dev", "simple-mqtt-server", "prestart", "db:seed:dev", "migrate"])(
    "is not the script '%s'",
    async (name) => {
      expect(
        await entriesOf({
          "package.json": { scripts: { [name]: "node other.js" } },
          "other.js": "",
        }),
      ).toEqual([]);
    },
  );

  it("has to lie inside the package, links followed", async () => {
    const target = await inspectTree({
      "package.json": {
        scripts: {
          start: "node ../other/index.js",
          "start:link": "node linked.js",
          "start:glob": "node $ENTRY",
        },
      },
      "linked.js": { link: "/etc/hostname" },
    });
    expect(target.entrypoints).toEqual([]);
    expect(target.notes.map(({ text }) => text)).toEqual([
      "package.json scripts.start runs '../other/index.js': it lies outside this package",
      "package.json scripts.start:link runs 'linked.js': there is no such file",
      "package.json scripts.start:glob runs '$ENTRY': its path is computed",
    ]);
  });

  it("may be a file without an extension that loads modules", async () => {
    expect(
      await entriesOf({
        "package.json": { scripts: { start: "node ./bin/www" } },
        "bin/www": "#!/usr/bin/env node\nvar app = require('../app');\n",
      }),
    ).toEqual(["bin/www"]);
  });
});

describe("environment files (N5)", () => {
  it.each([
    ["node --env-file=.env index.js", true],
    ["node --env-file-if-exists .env index.js", true],
    ["node -r dotenv/config index.js", true],
    ["NODE_OPTIONS='-r dotenv/config' node index.js", true],
    ["tsx --env-file=.env index.js", true],
    ["dotenv -- node index.js", true],
    ["npm run real", true],
    ["node index.js", false],
    ["node index.js --env-file=.env", false],
    ["node -r ./tracer.js index.js", false],
  ])("%s: loads one = %s", async (start, loadsEnv) => {
    const target = await inspectTree({
      "package.json": { scripts: { start, real: "node --env-file=.env index.js" } },
      "index.js": "",
    });
    expect(target.startCommands).toEqual([
      {
        source: "package.json scripts.start",
        command: start,
        entries: ["index.js"],
        loadsEnv,
        stage: "production",
      },
    ]);
  });
});
