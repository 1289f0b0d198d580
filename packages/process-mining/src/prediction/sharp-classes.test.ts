import { seededRandom } from "@longhaul/domain";
import { describe, expect, it } from "vitest";
import { areRangesOf } from "./sharp-classes.ts";

const CASES = 600;
const random = seededRandom(5);
const drawn = Array.from({ length: CASES }, () => random());
/** Durations with a long tail, of mean `mean`. */
const durations = (meanOf: (at: number) => number): Float64Array =>
  Float64Array.from({ length: CASES }, (_, at) => -meanOf(at) * Math.log(1 - (drawn[at] ?? 0)));
const classes = (classOf: (at: number) => number): Float64Array =>
  Float64Array.from({ length: CASES }, (_, at) => classOf(at));

describe("areRangesOf", () => {
  const plain = durations(() => 10);
  const above = (limit: number) => (at: number) => Number((plain[at] ?? 0) > limit);
  it.each<[string, Float64Array, Float64Array, boolean]>([
    ["above a limit", classes(above(12)), plain, true],
    ["rarely above a limit", classes(above(25)), plain, true],
    ["above a limit but for a few", classes((at) => (at % 41 === 0 ? 0 : above(12)(at))), plain, true],
    ["ranges", classes((at) => [2, 6, 12, 25].filter((limit) => (plain[at] ?? 0) > limit).length), plain, true],
    ["chance", classes((at) => at % 2), plain, false],
    ["five times as long", classes((at) => at % 2), durations((at) => (at % 2 === 0 ? 50 : 10)), false],
    [
      "another kind of case, with a gap between",
      classes((at) => at % 2),
      Float64Array.from(drawn, (x, at) => (at % 2 === 0 ? 20 + x : 5 + x)),
      false,
    ],
    ["all as long", classes((at) => at % 2), Float64Array.from({ length: CASES }, () => 7), false],
    [
      "too few cases of one class",
      classes((at) => Number(at < 12)),
      Float64Array.from(drawn, (x, at) => (at < 12 ? 2 + x : x)),
      false,
    ],
  ])("of classes by %s", (_, codes, of, expected) => {
    expect(areRangesOf(codes, of)).toBe(expected);
  });
});
