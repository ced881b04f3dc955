import { describe, expect, it } from "vitest";
import type { AddChildFlags, Answers } from "../../generators/answers/answers.js";
import { type ChildAsker, collectChild } from "../../generators/answers/collect-child.js";
import type { SpawnSite } from "../../generators/patch/spawn/spawn.js";
import { makeDirectory } from "../helpers/apply-directory.js";
import { writeTree } from "../helpers/apply-tree.js";
import { makeAnswers } from "../helpers/patch-target.js";

const root = makeDirectory();
writeTree(root, {
  "package.json": '{ "name": "news" }',
  "index.js": "",
  "scorer.js": "",
  "deduper.js": "",
});
const parent = makeAnswers({ name: "news", dir: "logging", entries: ["index.js"] });

const scorer = site(3, "SCORER", { script: "scorer.js", canWatch: true });
const deduper = site(9, "DEDUPER", { script: "deduper.js", name: "dedup-7" });
const git = site(12, undefined, { verdict: "external", reason: "runs 'git'" });
const sites = [scorer, deduper, git];

function site(line: number, descriptor: string | undefined, more: Partial<SpawnSite>): SpawnSite {
  return {
    file: "index.js",
    line,
    kind: "fork",
    command: `fork ${line}`,
    text: `fork(${line})`,
    verdict: "patchable",
    reason: "",
    notes: [],
    canWatch: false,
    ...(descriptor === undefined ? {} : { descriptor }),
    ...more,
  };
}

function flags(said: Partial<AddChildFlags>): AddChildFlags {
  return {
    yes: false,
    force: false,
    dryRun: false,
    diff: false,
    json: false,
    install: true,
    ...said,
  };
}

/** Answers with what it is given, or else with what is suggested; notes what it was asked. */
function makeAsker(answers: { descriptor?: string; name?: string; entry?: string } = {}) {
  const asked: unknown[][] = [];
  const asker: ChildAsker = {
    askDescriptor: async (suggested) => {
      asked.push(["descriptor", suggested]);
      return answers.descriptor ?? suggested ?? "X";
    },
    askName: async (suggested) => {
      asked.push(["name", suggested]);
      return answers.name ?? suggested;
    },
    askEntry: async (suggested) => {
      asked.push(["entry", suggested]);
      return answers.entry ?? suggested;
    },
    askSites: async (offered, chosen) => {
      asked.push(["sites", offered.map(({ line }) => line), chosen.map(({ line }) => line)]);
      return [...chosen];
    },
    askWatch: async () => {
      asked.push(["watch"]);
      return true;
    },
  };
  return { asked, create: () => asker };
}

describe("a child is collected", () => {
  it("from a person, who is suggested what the first place says", async () => {
    const { asked, create } = makeAsker();
    const collected = await collectChild(flags({}), parent, root, sites, create);
    expect(asked).toEqual([
      ["descriptor", "SCORER"],
      ["name", "news-scorer"],
      ["entry", "scorer.js"],
      ["sites", [3, 9], [3]],
      ["watch"],
    ]);
    expect(collected).toMatchObject({
      asked: true,
      child: { descriptor: "SCORER", name: "news-scorer", entry: "scorer.js" },
      spawns: [{ file: "index.js", line: 3, text: "fork(3)", descriptor: "SCORER", watch: true }],
    });
  });

  it("with the name that its place gives it today as the usual one, and no question about watching what can't be", async () => {
    const { asked, create } = makeAsker({ descriptor: "DEDUPER" });
    await collectChild(flags({}), parent, root, sites, create);
    expect(asked.slice(1)).toEqual([
      ["name", "dedup-7"],
      ["entry", "deduper.js"],
      ["sites", [3, 9], [9]],
    ]);
  });

  it("a child that is declared already comes with what is known of it, and is not suggested again", async () => {
    const known: Answers = {
      ...parent,
      children: [{ descriptor: "SCORER", name: "points", entry: "scorer.js" }],
    };
    const first = makeAsker();
    await collectChild(flags({}), known, root, sites, first.create);
    expect(first.asked[0]).toEqual(["descriptor", "DEDUPER"]);
    const second = makeAsker({ descriptor: "SCORER" });
    const { answers } = await collectChild(flags({}), known, root, sites, second.create);
    expect(second.asked[1]).toEqual(["name", "points"]);
    expect(answers.children).toEqual(known.children);
  });

  it("without a question when every flag is there, and then nobody confirms", async () => {
    const { asked, create } = makeAsker();
    const said = flags({
      descriptor: "SCORER",
      name: "s",
      entry: "scorer.js",
      sites: ["./index.js:3"],
    });
    const collected = await collectChild(said, parent, root, sites, create);
    expect([asked, collected.asked]).toEqual([[], false]);
    expect(collected.spawns).toEqual([
      { file: "index.js", line: 3, text: "fork(3)", descriptor: "SCORER" },
    ]);
  });

  it("with --yes by the script of its places alone: of an entry that nothing here runs there is none", async () => {
    const collect = (said: Partial<AddChildFlags>) =>
      collectChild(flags({ yes: true, ...said }), parent, root, sites);
    expect((await collect({ descriptor: "SCORER" })).spawns).toHaveLength(1);
    expect((await collect({ descriptor: "POINTS", entry: "scorer.js" })).spawns).toMatchObject([
      { line: 3, descriptor: "POINTS" },
    ]);
    expect((await collect({ descriptor: "OTHER" })).spawns).toEqual([]);
  });

  it("a place that has this child's environment already may be chosen, another child's may not", async () => {
    const done = [{ ...scorer, verdict: "handled" as const }, deduper];
    const { asked, create } = makeAsker({ descriptor: "SCORER" });
    await collectChild(flags({}), parent, root, done, create);
    expect(asked[3]).toEqual(["sites", [3, 9], [3]]);
    const other = makeAsker({ descriptor: "DEDUPER" });
    await collectChild(flags({}), parent, root, done, other.create);
    expect(other.asked[3]).toEqual(["sites", [9], [9]]);
  });

  it("a place that runs the parent's own entrypoint suggests no entrypoint of the child's", async () => {
    const self = [site(3, "WORKER", { script: "index.js" })];
    const { asked, create } = makeAsker();
    await collectChild(flags({}), parent, root, self, create);
    expect(asked[2]).toEqual(["entry", undefined]);
  });
});
