import { expect, it } from "vitest";
import { shortDuration } from "./short-duration.ts";

it.each([
  [0, "0 s"],
  [0.04, "0 s"],
  [2.34, "2.3 s"],
  [59.6, "60 s"],
  [60, "1 min"],
  [5400, "1.5 h"],
  [36 * 3600, "36 h"],
  [3.45 * 86_400, "3.5 d"],
  [800 * 86_400, "2.2 y"],
  [-14.2, "−14 s"],
])("writes %d seconds as %s", (seconds, text) => {
  expect(shortDuration(seconds)).toBe(text);
});
