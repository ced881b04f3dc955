import { expect, it } from "vitest";
import { median, medianRatio } from "../../bench/parts/statistics.js";

it("takes the middle value, or the mean of the middle two, and leaves the order alone", () => {
  const values = [9, 1, 5];
  expect(median(values)).toBe(5);
  expect(median([4, 1, 2, 9])).toBe(3);
  expect(median([])).toBeNaN();
  expect(values).toEqual([9, 1, 5]);
});

it("takes the median of each round's ratio, not the ratio of the medians", () => {
  // The machine is ten times slower in the second round: for both.
  expect(medianRatio([100, 10, 100], [50, 5, 50])).toBe(2);
  expect(medianRatio([100, 10, 90], [50, 20, 45])).toBe(2);
  expect(medianRatio([1], [])).toBeNaN();
});
