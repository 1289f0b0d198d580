import { expect, it } from "vitest";
import { wordsOf } from "./words-of.ts";

it.each([
  ["noiseThreshold", "Noise threshold"],
  ["enableML", "Enable ML"],
  ["useMLModels", "Use ML models"],
  ["language", "Language"],
  ["dataQualityScore", "Data quality score"],
])("reads %s as %s", (key, words) => {
  expect(wordsOf(key)).toBe(words);
});
