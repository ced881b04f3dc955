import type { Tree } from "./apply-tree.js";

const options = {
  module: "nodenext",
  target: "es2022",
  rootDir: "src",
  outDir: "dist",
  strict: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  exactOptionalPropertyTypes: true,
  allowUnreachableCode: false,
  sourceMap: true,
  skipLibCheck: true,
  types: ["node"],
};

/** A TypeScript service of so many modules, each of a shape that real ones have; it compiles, starts and prints. */
export function makeRepo(moduleCount: number): Tree {
  const tree: Tree = {
    "package.json": `${JSON.stringify({ name: "large", type: "module", scripts: { start: "node dist/index.js" } })}\n`,
    "tsconfig.json": `${JSON.stringify({ compilerOptions: options, include: ["src"] }, null, 2)}\n`,
  };
  const names = Array.from({ length: moduleCount }, (_, index) => `m${index}`);
  const folderOf = (index: number) => `part-${Math.floor(index / 50)}`;
  for (const [index, name] of names.entries()) {
    const shape = shapes[index % shapes.length] ?? shapes[0];
    tree[`src/${folderOf(index)}/${name}.ts`] = shape(name, index);
  }
  const imports = names.map(
    (name, index) => `import { ${name} } from "./${folderOf(index)}/${name}.js";`,
  );
  tree["src/index.ts"] =
    `${imports.join("\n")}\n\nconsole.log("started with %d modules", ${moduleCount});\nconst all = [${names.join(", ")}];\nfor (const each of all) await each();\n`;
  tree["src/index.test.ts"] = 'import "./index.js";\nconsole.log("a test");\n';
  return tree;
}

type Shape = (name: string, index: number) => string;

// What most files hold that log nothing, so that a module has a usual size.
const filler = Array.from(
  { length: 20 },
  (_, index) =>
    `/** Adds ${index}. */\nfunction add${index}(value: number): number {\n  const sum = value + ${index};\n  return sum > 100 ? sum - 100 : sum;\n}\nexport const added${index} = add${index}(1);\n`,
).join("\n");

const shapes: [Shape, ...Shape[]] = [
  (name) => `${filler}\nexport const ${name} = async (): Promise<void> => {};\n`,
  (name) =>
    `${filler}\nexport async function ${name}(): Promise<void> {\n  console.log("${name} %s", "runs", { a: 1 });\n}\n`,
  (name) =>
    `import { readFileSync } from "node:fs";\n\nexport async function ${name}(): Promise<void> {\n  try {\n    readFileSync("/nowhere/${name}");\n  } catch (error) {\n    console.error("can't read", error);\n  }\n}\n${filler}`,
  (name) =>
    `${filler}\nexport async function ${name}(logger: string = "x"): Promise<void> {\n  console.info(logger);\n  const log = (...all: unknown[]): void => console.debug(...all);\n  log(1, 2);\n}\n`,
  (name) =>
    `${filler}\nexport async function ${name}(): Promise<void> {\n  if (process.env["NEVER_${name}"] !== undefined) {\n    console.error(\`${name} stops\`);\n    await new Promise<void>((resolve) => setTimeout(resolve, 100));\n    process.exit(1);\n  }\n}\n`,
  (name) =>
    `const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));\n${filler}\nexport async function ${name}(): Promise<void> {\n  if (process.env["NEVER_${name}"] !== undefined) {\n    console.error("stops");\n    await delay(100);\n    process.exit(1);\n  }\n}\n`,
  (name) =>
    `${filler}\nexport class Job {\n  private readonly logger = "own";\n  run(): void {\n    console.warn("%s", this.logger);\n  }\n}\nexport async function ${name}(): Promise<void> {\n  new Job().run();\n  await Promise.resolve().then(() => console.log("done")).catch(console.error);\n}\n`,
  (name) =>
    `${filler}\nexport async function ${name}(): Promise<void> {\n  if (process.env["NEVER_${name}"] !== undefined) process.once("SIGUSR2", () => {\n    console.error("asked to stop");\n    setTimeout(() => process.exit(1), 100);\n    return;\n  });\n  if (${name}.name === "") console.table([1]);\n}\n`,
];
