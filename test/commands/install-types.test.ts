import { describe, expect, it } from "vitest";
import { planInstall } from "../../generators/commands/install-types.js";
import type { Target, TsConfig } from "../../generators/target/target.js";
import { readTree, type Tree } from "../helpers/apply-tree.js";
import { spawnCli } from "../helpers/cli-run.js";
import { makeService, makeTools, untypedService } from "../helpers/cli-service.js";
import { describeTarget } from "../helpers/cli-target.js";
import { keys, startPty } from "../helpers/pty-session.js";

const args = ["--name", "news", "--yes"];
const manual = "Install what was added to package.json";

// A package manager that writes down how it was called, and then does what a test says.
function withNpm(script: string): NodeJS.ProcessEnv {
  const npm = `echo "npm $*" >> npm-calls\n${script}`;
  return { PATH: `${makeTools({ npm })}:${process.env["PATH"]}` };
}

function callsOf(tree: Tree): string | undefined {
  return tree["npm-calls"];
}

describe("the types of Node are installed where TypeScript lacks them", () => {
  it("after the files are in place, with the package manager's words on stderr", async () => {
    const root = makeService(untypedService);
    const env = withNpm("echo added 1 package");
    const { code, stdout, stderr } = await spawnCli(args, { cwd: root, env });
    expect(stderr).toBe("Running npm i\nadded 1 package\n");
    expect(code).toBe(0);
    expect(stdout).not.toContain(manual);
    const after = readTree(root);
    expect(callsOf(after)).toBe("npm i\n");
    expect(JSON.parse(after["package.json"] ?? "").devDependencies).toHaveProperty("@types/node");
  });

  it.each([
    ["--no-install", [...args, "--no-install"]],
    ["--dry-run", [...args, "--dry-run", "--no-install"]],
  ])("not with %s; then it is a next step", async (_, flags) => {
    const root = makeService(untypedService);
    const { code, stdout } = await spawnCli(flags, { cwd: root, env: withNpm("") });
    expect(code).toBe(0);
    expect(stdout).toContain(manual);
    expect(callsOf(readTree(root))).toBeUndefined();
  });

  it("a preview says what would run", async () => {
    const root = makeService(untypedService);
    const { stdout } = await spawnCli([...args, "--dry-run"], { cwd: root, env: withNpm("") });
    expect(stdout).toContain("\nThen runs: npm i\n");
    expect(stdout).not.toContain(manual);
    expect(readTree(root)).toEqual(untypedService);
  });

  it("a failure is told with the next step, exit 1, and the files stay", async () => {
    const root = makeService(untypedService);
    const env = withNpm("echo no network >&2; exit 7");
    const { code, stdout, stderr } = await spawnCli(args, { cwd: root, env });
    expect(stderr).toBe(
      "Running npm i\nno network\n'npm i' failed: it ended with exit code 7. All files are in place; run it again yourself.\n",
    );
    expect(code).toBe(1);
    expect(stdout).toContain("created  src/logging/ ");
  });

  it("Ctrl+C ends the package manager too; what is in place is told, exit 130", async () => {
    const root = makeService(untypedService);
    const env = withNpm("echo fetching; exec sleep 1000");
    const person = await startPty(args, { cwd: root, env });
    await person.see("fetching");
    person.type(keys.ctrlC);
    await person.see(
      "Interrupted: all files are in place, but 'npm i' did not finish. Run it again.",
    );
    expect(await person.end()).toBe(130);
    expect(readTree(root)["src/logging/setup.ts"]).toBeDefined();
  });
});

describe("planInstall", () => {
  const tsconfig: TsConfig = {
    file: "tsconfig.json",
    verbatimModuleSyntax: false,
    writesTsExtensions: false,
    hasNodeTypes: false,
  };

  it.each([
    ["npm", "npm i"],
    ["pnpm", "pnpm i"],
    ["yarn", "yarn install"],
    ["bun", "bun install"],
  ] as const)("speaks %s", async (packageManager, line) => {
    const install = await planInstall(describeTarget({ packageManager, tsconfig, root: "/a" }));
    expect(`${install?.command} ${install?.args.join(" ")}`).toBe(line);
    expect(install?.cwd).toBe("/a");
  });

  it("brings in plop and this package where the plopfile needs them", async () => {
    const target = (dependencies: string[]) =>
      describeTarget({ language: "javascript", packageJson: { dependencies } });
    const wanted = { plop: true };
    expect(await planInstall(target(["plop"]), wanted)).toBeDefined();
    expect(await planInstall(target(["plop", "create-logging"]), wanted)).toBeUndefined();
    expect(await planInstall(target([]), {})).toBeUndefined();
  });

  it.each<[string, Partial<Target>]>([
    ["the types are there", { tsconfig: { ...tsconfig, hasNodeTypes: true } }],
    ["they are declared", { tsconfig, packageJson: { dependencies: ["@types/node"] } }],
    ["it is JavaScript", { tsconfig, language: "javascript" }],
  ])("wants nothing where %s", async (_, changes) => {
    expect(await planInstall(describeTarget(changes))).toBeUndefined();
  });
});
