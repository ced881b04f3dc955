import { expect, test } from "vitest";
import { isNewer } from "../../generators/plan/is-newer.js";

test("versions come one after the other as semver orders them, and none is newer than itself", () => {
  const order = [
    "0.1.0",
    "0.2.0-alpha.2",
    "0.2.0-alpha.10",
    "0.2.0-rc.1",
    "0.2.0",
    "0.10.0",
    "1.0.0",
  ];
  for (const [index, version] of order.entries())
    for (const [other, than] of order.entries())
      expect([version, than, isNewer(version, than)]).toEqual([version, than, index > other]);
});

test("what is no version is neither newer nor older", () => {
  expect(isNewer("next", "1.0.0")).toBe(false);
  expect(isNewer("1.0.0", "next")).toBe(false);
});
