import type { Tree } from "./apply-tree.js";

/** A workspace of three services, one of them in CommonJS, and two libraries. */
export const workspace: Tree = {
  "package.json": json({ name: "shop", private: true, workspaces: ["services/*", "packages/*"] }),
  "package-lock.json": '{ "lockfileVersion": 3 }\n',
  "packages/db/index.js": "export const db = 1;\n",
  "packages/db/package.json": json({ name: "@shop/db", type: "module", main: "index.js" }),
  "packages/ui/index.js": "export const ui = 1;\n",
  "packages/ui/package.json": json({ name: "@shop/ui", type: "module", exports: "./index.js" }),
  ...serviceIn("services/api", "@shop/api", { dependencies: { "@shop/db": "*" } }),
  ...serviceIn("services/mail", "mail", { type: "commonjs" }),
  ...serviceIn("services/worker", "worker", { scripts: { dev: "node --watch src/index.js" } }),
};

/** A service that starts `src/index.js`, in a folder. */
export function serviceIn(dir: string, name: string, more: object = {}): Tree {
  const manifest = { name, private: true, type: "module", scripts: { start: "node src/index.js" } };
  return {
    [`${dir}/package.json`]: json({ ...manifest, ...more }),
    [`${dir}/src/index.js`]: 'console.log("up");\n',
  };
}

/** The part of a tree that lies in one folder, paths relative to it. */
export function partOf(tree: Tree, dir: string): Tree {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([file, text]) =>
      file.startsWith(`${dir}/`) ? [[file.slice(dir.length + 1), text]] : [],
    ),
  );
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
