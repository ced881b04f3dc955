import { BaseSequencer, type TestSpecification } from "vitest/node";

// By the seconds of a processor that they take; the rest goes by size. A long one at the end would run alone.
const longest = [
  "check/flavours",
  "snapshots/compile",
  "conformance/ways",
  "check/edits",
  "check/python-edits",
  "package/packed",
  "patch/migrate/setups/replaced-setups",
  "conformance/env",
  "plop/logging",
  "conformance/ownership",
  "upgrade/random-edits",
  "check/python",
  "cli/check",
  "upgrade/service",
  "conformance/file",
  "cli/migrate",
  "conformance/runners",
  "conformance/ownership.stress",
  "upgrade/edit-matrix",
  "plop/add-child-process",
];

/** Starts the longest test files first: a clean clone has no durations of an earlier run to go by. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification): number => {
      const place = longest.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
      return place < 0 ? longest.length : place;
    };
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}
