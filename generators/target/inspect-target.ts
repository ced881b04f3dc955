import { resolve } from "node:path";
import {
  decideModuleKind,
  decideSpecifierExtension,
  type ModuleFacts,
} from "./decide-module-kind.js";
import { findAliases } from "./find-aliases.js";
import { findBundlerEntries } from "./find-bundler-entries.js";
import { findEntrypoints } from "./find-entrypoints.js";
import { findGitState } from "./find-git-state.js";
import { findImportSorter } from "./find-import-sorter.js";
import { findImportingTests } from "./find-importing-tests.js";
import { findLoggers } from "./find-loggers.js";
import { findOutputOf, findOutputs } from "./find-outputs.js";
import { findPackageManager } from "./find-package-manager.js";
import { findRoot } from "./find-root.js";
import { findSourceRoot } from "./find-source-root.js";
import {
  findDeploymentCommands,
  findPackageCommands,
  findWorkspaceCommands,
} from "./find-start-commands.js";
import { findGitRoot, findWorkspaceRoot } from "./find-workspace-root.js";
import { type FileList, listFiles } from "./list-files.js";
import { noteFrameworks } from "./note-frameworks.js";
import { readPackageJson } from "./read-package-json.js";
import { readTsConfig } from "./read-tsconfig.js";
import type { Note, StartCommand, Target } from "./target.js";

/**
 * Finds out what a Node package is made of and how it is started. Reads files, and asks git for its
 * state; runs and writes nothing. Refuses a folder that is none, or that has no usable package.json.
 */
export async function inspectTarget(path: string): Promise<Target> {
  const root = findRoot(path, "Node");
  const gitDirty = findGitState(root);
  const packageJson = readPackageJson(root);
  const workspaceRoot = findWorkspaceRoot(root);
  const gitRoot = findGitRoot(root);
  const repoRoot = workspaceRoot === root ? (gitRoot ?? root) : workspaceRoot;
  const packageManager = findPackageManager(root, repoRoot);

  const project = readTsConfig(root, workspaceRoot, packageJson);
  const outputs = findOutputs(root, packageJson, project.outputs);
  const bundlerEntries = findBundlerEntries(root, packageJson);
  const layout = { root, outputs, bundlerEntries };
  const list = listFiles(root, (dir) => findOutputOf(dir, outputs).length > 0);
  const around = repoRoot === root ? undefined : listAround(repoRoot, root);
  const commands = [
    ...findPackageCommands(packageJson, root, repoRoot),
    ...findDeploymentCommands(list.files, root, root, repoRoot),
    ...findDeploymentCommands(around?.files ?? [], repoRoot, root, repoRoot),
  ];
  let found = findEntrypoints(commands, packageJson, layout);
  const isStarted = ({ stage, entries }: StartCommand) =>
    stage === "production" && entries.length > 0;
  if (!found.startCommands.some(isStarted) && found.hosts.length === 0) {
    // A root's scripts mostly repeat its members' own: they are asked only where those say nothing.
    const more = findWorkspaceCommands(root, workspaceRoot);
    if (more.length > 0) found = findEntrypoints([...commands, ...more], packageJson, layout);
  }

  const entries = found.entrypoints.map(({ file }) => file);
  const [entry] = entries;
  const isTypeScript =
    entry === undefined ? project.outputs.length > 0 : /\.[cm]?tsx?$/.test(entry);
  const facts: ModuleFacts = {
    root,
    entry,
    language: isTypeScript ? "typescript" : "javascript",
    tsconfig: project.tsconfig,
    packageType: packageJson.type,
    runsTypeScriptDirectly: found.runsTypeScriptDirectly,
    runsBuiltOutput: found.runsBuiltOutput,
    isBundled: bundlerEntries.length > 0,
  };
  const moduleKind = decideModuleKind(facts);
  const importSorter = findImportSorter(root, workspaceRoot, packageJson);
  const isDirty = await gitDirty;
  return {
    root,
    language: facts.language,
    moduleKind,
    specifierExtension: decideSpecifierExtension(facts, moduleKind),
    packageManager: await packageManager,
    workspaceRoot,
    sourceRoot: findSourceRoot(entry, project.outputs),
    packageJson: pickPackageJson(packageJson),
    ...(project.tsconfig === undefined ? {} : { tsconfig: project.tsconfig }),
    aliases: findAliases(project.aliasOptions, packageJson),
    entrypoints: found.entrypoints,
    startCommands: found.startCommands,
    ...(found.hosts.length === 0 ? {} : { hosts: found.hosts }),
    ...(importSorter === undefined ? {} : { importSorter }),
    ...(isDirty === undefined ? {} : { gitDirty: isDirty }),
    notes: [
      ...project.notes,
      ...found.notes,
      ...notePackages(list, entries),
      ...noteFrameworks(root, packageJson, entries),
      ...findLoggers(root, list.files, packageJson.dependencies),
      ...findImportingTests(root, list.files, entries),
    ],
  };
}

// Deployment files often lie beside the packages they start; what lies in other packages is theirs.
function listAround(repoRoot: string, root: string): FileList {
  return listFiles(repoRoot, (dir) => resolve(repoRoot, dir) === root || dir.split("/").length > 4);
}

function notePackages(list: FileList, entries: string[]): Note[] {
  const notes: Note[] = [];
  if (entries.length === 0 && list.packages.length > 0) {
    const some = list.packages
      .slice(0, 5)
      .map((dir) => `'${dir}'`)
      .join(", ");
    notes.push({
      text: `nothing here starts a service, but packages lie below: ${some}. Run create-logging in the one you mean`,
    });
  }
  if (list.isTruncated) {
    notes.push({
      text: "there are very many files here: not all were searched for start commands and tests",
    });
  }
  return notes;
}

function pickPackageJson(found: ReturnType<typeof readPackageJson>): Target["packageJson"] {
  return {
    ...(found.name === undefined ? {} : { name: found.name }),
    ...(found.type === undefined ? {} : { type: found.type }),
    ...(found.sideEffects === undefined ? {} : { sideEffects: found.sideEffects }),
    dependencies: [...new Set(found.dependencies)],
  };
}
