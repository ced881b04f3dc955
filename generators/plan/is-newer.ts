/** Whether a version comes after another one, as semver orders them. What is no version is neither newer nor older. */
export function isNewer(version: string, than: string): boolean {
  const [a, b] = [parse(version), parse(than)];
  if (a === undefined || b === undefined) return false;
  const difference = a.numbers.findIndex((number, index) => number !== b.numbers[index]);
  if (difference !== -1) return (a.numbers[difference] ?? 0) > (b.numbers[difference] ?? 0);
  if (a.prerelease === b.prerelease) return false;
  if (a.prerelease === "" || b.prerelease === "") return a.prerelease === "";
  return a.prerelease.localeCompare(b.prerelease, "en", { numeric: true }) > 0;
}

function parse(version: string): { numbers: number[]; prerelease: string } | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)(?:-([\w.-]+))?(?:\+[\w.-]*)?$/.exec(version);
  if (match === null) return undefined;
  const [, major, minor, patch, prerelease = ""] = match;
  return { numbers: [major, minor, patch].map(Number), prerelease };
}
