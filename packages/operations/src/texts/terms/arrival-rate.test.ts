import { expect, it } from "vitest";
import { arrivalRates } from "./arrival-rate.ts";
import { textsIn } from "../texts.ts";

it.each([
  [12.3, 23.4, "day"],
  [0.5, 0.2, "week"],
  [0.1, 0.05, "month"],
  [0.0283, 0.0135, "year"],
  [0.001, 0, "year"],
])("tells %d and %d cases a day by the %s", (first, second, period) => {
  expect(arrivalRates(first, second).period).toBe(period);
});

it("says rare cases in figures that differ from none, in both languages", () => {
  const evidence = { casesPerDayFirstHalf: 0.0283, casesPerDaySecondHalf: 0.0135 };
  const said = (["en", "fr"] as const).map((language) => {
    const texts = textsIn(language);
    return texts.insights.fewerArrivals(evidence, texts.span);
  });
  expect(said[0]).toMatch(/: 4\.9 a year, after 10 in the first half$/);
  expect(said[1]).toMatch(/: 4,9 par an, contre 10 dans la première$/);
});
