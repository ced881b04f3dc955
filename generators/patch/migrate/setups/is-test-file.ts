const ofTests =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|spec|e2e)\/|\.(?:test|spec|e2e-spec)\.[mc]?[jt]sx?$/;

/** Whether a file belongs to the tests. */
export function isTestFile(file: string): boolean {
  return ofTests.test(file);
}
