const folders =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|__fixtures__|fixtures|spec|specs|e2e|cypress|playwright|scripts?|tools|migrations?|seeds?|seeders|examples?|docs|bench|benchmarks?|bin|\.storybook)\//i;
const names =
  /(?:^|\/)(?:[^/]+\.(?:test|spec|e2e-spec|e2e|bench|stories|config|setup)|[^/]+[_-]spec|tests?[_-][^/]+|(?:Grunt|gulp|Jake|plop)file(?:\.babel)?|(?:rollup|webpack|vite|vitest|jest|playwright|cypress|karma|babel|esbuild|build)(?:\.[\w-]+)*|\.[\w-]+|globalSetup|globalTeardown|setupTests)\.[cm]?[jt]sx?$/i;

/** Whether a file is a tool of its package's developers: what it starts is no child of the service. */
export function isSkippedFile(file: string, entries: readonly string[]): boolean {
  return !entries.includes(file) && (folders.test(file) || names.test(file));
}
