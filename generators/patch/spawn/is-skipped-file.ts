const folders =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|__fixtures__|fixtures|spec|specs|e2e|cypress|playwright|scripts?|tools|migrations?|seeds?|seeders|examples?|docs|bench|benchmarks?|bin|\.storybook)\//i;
const names =
  /(?:^|\/)(?:[^/]+\.(?:test|spec|e2e-spec|e2e|bench|stories|config|setup)|[^/]+[_-]spec|tests?[_-][^/]+|(?:Grunt|gulp|Jake|plop)file(?:\.babel)?|(?:rollup|webpack|vite|vitest|jest|playwright|cypress|karma|babel|esbuild|build)(?:\.[\w-]+)*|\.[\w-]+|globalSetup|globalTeardown|setupTests)\.[cm]?[jt]sx?$/i;
const pythonNames =
  /(?:^|\/)(?:test_[^/]*|[^/]+_tests?|tests?|conftest|setup|noxfile|fabfile|dodo)\.pyw?$/;
const pythonFolders = /(?:^|\/)alembic\//;

/** Whether a file is a tool of its package's developers: what it starts is no child of the service. */
export function isSkippedFile(file: string, entries: readonly string[]): boolean {
  if (entries.includes(file)) return false;
  const isPython = /\.pyw?$/.test(file);
  return (
    folders.test(file) ||
    (isPython ? pythonNames.test(file) || pythonFolders.test(file) : names.test(file))
  );
}
