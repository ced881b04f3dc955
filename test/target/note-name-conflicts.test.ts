import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Answers } from "../../generators/answers/answers.js";
import { standard } from "../../generators/standard.js";
import {
  type NameSurroundings,
  noteNameConflicts,
} from "../../generators/target/note-name-conflicts.js";
import { makeAnswers } from "../helpers/apply-fake-stages.js";
import { describeTarget } from "../helpers/cli-target.js";
import { makeTargetTree, type TreeFiles } from "../helpers/target-tree.js";

const shared = "both would write one log file; give one of them another name";
const packages: TreeFiles = {
  "package.json": { workspaces: ["*"] },
  "a/package.json": { name: "a", scripts: { start: "node a.js" } },
  "b/package.json": { name: "b", scripts: { start: "node b.js" } },
};

/** The notes of the service in `dir`, each as `file:line: text`. */
function notesIn(
  dir: string,
  files: TreeFiles,
  answers: Partial<Answers> = {},
  around: (root: string) => NameSurroundings = () => ({}),
): string[] {
  const root = makeTargetTree({ ...packages, ...files });
  const target = describeTarget({ root: join(root, dir), workspaceRoot: root });
  const all = makeAnswers({ name: "own", ...answers });
  return noteNameConflicts(target, all, around(root)).map(({ file, line, text }) =>
    file === undefined ? text : `${file}:${line}: ${text}`,
  );
}

describe("two services of one name are told with both places", () => {
  it.each<[string, TreeFiles, string[]]>([
    [
      "two env files",
      { "a/.env": "X=1\nNAME_APP=news\n", "b/.env.example": "export NAME_APP='news'\n" },
      [`.env:2: NAME_APP 'news' is also that of 'b' (b/.env.example:1): ${shared}`],
    ],
    [
      "one service's own files are no two services",
      {
        "a/.env": "NAME_APP=news\n",
        "a/.env.example": "NAME_APP=news\n",
        "a/create-logging.json": { name: "own" },
        "b/.env": "NAME_APP=mail\n",
      },
      [],
    ],
    [
      "each other service is told once",
      {
        "a/.env": "NAME_APP=news\n",
        "a/.env.local": "NAME_APP=news\n",
        "b/.env": "NAME_APP=news\n",
        "b/.env.example": "NAME_APP=news\n",
      },
      [`.env:1: NAME_APP 'news' is also that of 'b' (b/.env:1): ${shared}`],
    ],
    [
      "the name that was answered, and another's create-logging.json",
      { "b/create-logging.json": '{\n  "name": "own"\n}' },
      [`NAME_APP 'own' is also that of 'b' (b/create-logging.json:2): ${shared}`],
    ],
    [
      "two units",
      {
        "deploy/a.service":
          '[Service]\nWorkingDirectory=/srv/shop/a\nEnvironment="NAME_APP=news" X=1\nExecStart=/usr/bin/node a.js\n',
        "deploy/b.service":
          "[Service]\nWorkingDirectory=/srv/shop/b\nEnvironment=NAME_APP=news\nExecStart=/usr/bin/node b.js\n",
      },
      [
        `../deploy/a.service:3: NAME_APP 'news' is also that of unit 'node b.js' (deploy/b.service:3): ${shared}`,
      ],
    ],
    [
      "two units of one service, on two machines, are one",
      {
        "a/prod.service":
          "[Service]\nWorkingDirectory=/srv/a\nEnvironment=NAME_APP=news\nExecStart=/usr/bin/node /srv/a/a.js\n",
        "a/stage.service":
          "[Service]\nWorkingDirectory=/opt/a\nEnvironment=NAME_APP=news\nExecStart=/usr/bin/node /opt/a/a.js\n",
      },
      [],
    ],
    [
      "two units of one package that start two programs",
      {
        "a/a.service": "[Service]\nEnvironment=NAME_APP=news\nExecStart=/usr/bin/node a.js\n",
        "a/job.service": "[Service]\nEnvironment=NAME_APP=news\nExecStart=/usr/bin/node job.js\n",
      },
      [
        `a.service:2: NAME_APP 'news' is also that of unit 'node job.js' (a/job.service:2): ${shared}`,
      ],
    ],
    [
      "a unit of a program that lies elsewhere",
      {
        "a/a.service": "[Service]\nEnvironment=NAME_APP=news\nExecStart=/usr/bin/node a.js\n",
        "deploy/x.service":
          "[Service]\nWorkingDirectory=/srv/x\nEnvironment=NAME_APP=news\nExecStart=/usr/bin/node x.js\n",
      },
      [],
    ],
    [
      "the file that a unit's EnvironmentFile names",
      {
        "deploy/a.env": "NAME_APP=news\n",
        "deploy/a.service":
          "[Service]\nWorkingDirectory=/srv/shop/a\nEnvironmentFile=-/srv/shop/deploy/a.env\nExecStart=node a.js\n",
        "b/.env": "NAME_APP=news\n",
      },
      [`../deploy/a.env:1: NAME_APP 'news' is also that of 'b' (b/.env:1): ${shared}`],
    ],
    [
      "two apps of a pm2 file",
      {
        "ecosystem.config.js":
          'module.exports = {\n  apps: [\n    { name: "one", script: "a.js", cwd: "./a", env: { NAME_APP: "news" } },\n    { name: "two", script: "b.js", cwd: "./b",\n      env_production: { NAME_APP: "news" } },\n  ],\n};\n',
      },
      [
        `../ecosystem.config.js:3: NAME_APP 'news' is also that of pm2 'two' (ecosystem.config.js:5): ${shared}`,
      ],
    ],
    [
      "two services of a compose file, and an env file of one",
      {
        "compose.yml":
          'services:\n  x:\n    build: ./a\n    environment:\n      NAME_APP: news\n  y:\n    build:\n      context: .\n      dockerfile: b/Dockerfile\n    environment:\n      - "NAME_APP=news"\n',
        "a/.env": "NAME_APP=news\n",
      },
      [`.env:1: NAME_APP 'news' is also that of compose 'y' (compose.yml:11): ${shared}`],
    ],
    [
      "what a root's env file, or an unknown image, is for is not known",
      {
        ".env": "NAME_APP=news\n",
        "a/.env": "NAME_APP=news\n",
        "compose.yml":
          "services:\n  x:\n    image: org/x\n    environment:\n      NAME_APP: news\n",
        "deploy/stage/.env": "NAME_APP=news\n",
      },
      [],
    ],
    [
      "a service in another language",
      { "py/requirements.txt": "", "py/.env": "NAME_APP=news\n", "a/.env": "NAME_APP=news\n" },
      [`.env:1: NAME_APP 'news' is also that of 'py' (py/.env:1): ${shared}`],
    ],
    [
      "what is filled in elsewhere is no name",
      {
        "a/.env": "NAME_APP=$NAME\nA=1\n",
        "b/.env": "NAME_APP=$NAME\n",
        "a/.env.example": "NAME_APP=<name>\n# NAME_APP=mail\n",
        "b/.env.example": "NAME_APP=<name>\nNAME_APP=\n# NAME_APP=mail\n",
        "node_modules/x/.env": "NAME_APP=own\n",
      },
      [],
    ],
    [
      "a file that is no text of its kind",
      {
        "b/create-logging.json": "[1,",
        "ecosystem.config.js": "module.exports = { apps: [1, null, { script: 1, env: 3 }] }",
        "compose.yml": "services:\n  - 1\n",
        "x.service": "[Service]\nEnvironment=\nExecStart=\n",
      },
      [],
    ],
  ])("%s", (_, files, notes) => {
    expect(notesIn("a", files)).toEqual(notes);
  });

  it("two programs of the one package of a repository", () => {
    const unit = (file: string) =>
      `[Service]\nEnvironment=NAME_APP=news\nExecStart=/usr/bin/node ${file}\n`;
    const root = makeTargetTree({
      "package.json": { name: "one" },
      "deploy/a.service": unit("a.js"),
      "deploy/b.service": unit("b.js"),
    });
    const target = describeTarget({ root, workspaceRoot: root });
    expect(noteNameConflicts(target, makeAnswers({ name: "own" }))).toEqual([
      {
        file: "deploy/a.service",
        line: 2,
        text: `NAME_APP 'news' is also that of unit 'node b.js' (deploy/b.service:2): ${shared}`,
      },
    ]);
  });

  it("the other services of the run, before anything is written", () => {
    const notes = notesIn("a", { "b/create-logging.json": { name: "outdated" } }, {}, (root) => ({
      others: [{ root: join(root, "b"), answers: makeAnswers({ name: "own" }) }],
    }));
    expect(notes).toEqual([`NAME_APP 'own' is also that of 'b': ${shared}`]);
  });

  it("the variable that the service calls its name", () => {
    const files = { "a/.env": "SERVICE=news\n", "b/.env": "SERVICE=news\nNAME_APP=own\n" };
    const variables = { ...standard.variables, name: "SERVICE" };
    expect(notesIn("a", files, { standard: { ...standard, variables } })).toEqual([
      `.env:1: SERVICE 'news' is also that of 'b' (b/.env:1): ${shared}`,
    ]);
  });
});

describe("a child's name", () => {
  const child = (descriptor: string, name: string, entry?: string) => ({
    descriptor,
    name,
    ...(entry === undefined ? {} : { entry }),
  });

  it.each<[string, TreeFiles, Answers["children"], string[]]>([
    [
      "twice in one file",
      { "a/.env": "NAME_CHILD_PROCESS_X=job\nNAME_CHILD_PROCESS_Y=job\n" },
      [],
      [`.env:1: NAME_CHILD_PROCESS_X 'job' is also that of child 'Y' of 'a' (a/.env:2): ${shared}`],
    ],
    [
      "in several files of one service is one child",
      { "a/.env": "NAME_CHILD_PROCESS_X=job\n", "a/.env.example": "NAME_CHILD_PROCESS_X=job\n" },
      [child("X", "job")],
      [],
    ],
    [
      "of two parents",
      { "a/.env": "NAME_CHILD_PROCESS_X=job\n", "b/.env": "NAME_CHILD_PROCESS_X=job\n" },
      [],
      [`.env:1: NAME_CHILD_PROCESS_X 'job' is also that of child 'X' of 'b' (b/.env:1): ${shared}`],
    ],
    [
      "its parent's own, in one file",
      { "a/.env": "NAME_APP=job\nNAME_CHILD_PROCESS_X=job\n" },
      [],
      [`.env:2: NAME_CHILD_PROCESS_X 'job' is that of the service itself: ${shared}`],
    ],
    [
      "and the child's own env file, beside its parent's, agree",
      { "a/.env": "NAME_CHILD_PROCESS_X=job\n", "a/.env.job": "NAME_APP=job\n" },
      [],
      [],
    ],
    [
      "another service's name: right if that is the child, which nobody knows",
      { "a/.env": "NAME_CHILD_PROCESS_X=job\n", "b/.env": "NAME_APP=job\n" },
      [],
      [
        ".env:1: NAME_CHILD_PROCESS_X 'job' is also that of 'b' (b/.env:1): right only if that is this child",
      ],
    ],
    [
      "another service's name, the child being a file of this package",
      { "b/.env": "NAME_APP=job\n" },
      [child("X", "job", "src/x.ts")],
      [`NAME_CHILD_PROCESS_X 'job' is also that of 'b' (b/.env:1): ${shared}`],
    ],
    [
      "the name of a package that nothing else starts",
      {
        "c/package.json": { name: "c" },
        "c/.env": "NAME_APP=job\n",
        "a/.env": "NAME_CHILD_PROCESS_X=job\n",
      },
      [child("X", "job")],
      [],
    ],
    [
      "seen from the service that has that name",
      { "a/.env": "NAME_APP=job\n", "b/.env": "NAME_CHILD_PROCESS_X=job\n" },
      [],
      [
        ".env:1: NAME_APP 'job' is also that of child 'X' of 'b' (b/.env:1): right only if this is that child",
      ],
    ],
  ])("%s", (_, files, children, notes) => {
    expect(notesIn("a", files, { children })).toEqual(notes);
  });

  it("another service's name agrees where the parent starts a file of it", () => {
    const files = { "a/.env": "NAME_CHILD_PROCESS_X=job\n", "b/.env": "NAME_APP=job\n" };
    expect(notesIn("a", files, {}, () => ({ scripts: ["../b/src/job.ts"] }))).toEqual([]);
    expect(notesIn("a", files, {}, () => ({ scripts: ["../bb/src/job.ts"] }))).toHaveLength(1);
  });
});
