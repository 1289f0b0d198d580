import { describe, expect, it } from "vitest";
import { medianOf } from "../numbers/median-of.ts";
import { hoursAtPlace, placeOfHours } from "./time-scale.ts";

describe("the scale of remaining times", () => {
  const scale = { unitHours: 40 };

  it("has hours at the places that logarithms say", () => {
    expect(placeOfHours(scale, 0)).toBe(0);
    expect(placeOfHours(scale, 40)).toBeCloseTo(Math.LN2, 12);
    expect(placeOfHours(scale, 40 * 999)).toBeCloseTo(Math.log(1000), 12);
  });

  it("leads back to the hours, whatever their size, and to no time below 0", () => {
    for (const hours of [1e-6, 0.01, 1, 40, 8760, 1e6])
      expect(hoursAtPlace(scale, placeOfHours(scale, hours)) / hours).toBeCloseTo(1, 9);
    expect(hoursAtPlace(scale, -0.5)).toBe(0);
  });

  it("keeps medians, so that the best single guess is the same on both scales", () => {
    const hours = Float64Array.of(3, 900, 12, 0, 71);
    const places = hours.map((value) => placeOfHours(scale, value));
    expect(hoursAtPlace(scale, medianOf(places))).toBeCloseTo(12, 9);
  });

  it("has all processes alike whose times differ by a factor", () => {
    expect(placeOfHours({ unitHours: 40 / 60 }, 7 / 60)).toBeCloseTo(placeOfHours(scale, 7), 12);
  });
});
