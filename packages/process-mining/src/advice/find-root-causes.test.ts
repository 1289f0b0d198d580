import { describe, expect, it } from "vitest";
import { eventLogFromTraces } from "../log/event-log-from-traces.ts";
import { findRootCauses } from "./find-root-causes.ts";

const CASES = 400;

/** What goes with durations of which every 20th is an outlier; cases with an even number are of the kind A. */
async function causesOf(durationOf: (isA: boolean, isOutlier: boolean) => number) {
  const log = eventLogFromTraces(Array.from({ length: CASES }, (_, at) => [["a", at] as const]));
  const codes = Int32Array.from({ length: CASES }, (_, at) => at % 2);
  const values = Float64Array.from({ length: CASES }, (_, at) => durationOf(at % 2 === 0, at % 20 < 2) + at / 1e6);
  const kind = { name: "kind", kind: "text", values: ["A", "B"], codes } as const;
  const { causes } = await findRootCauses(log, [kind], { name: "duration", unit: "seconds", values });
  return causes.map(({ conditions }) => conditions.map(({ what, value }) => `${what} ${value}`));
}

describe("findRootCauses", () => {
  it("names the segment whose cases take longer", async () => {
    expect(await causesOf((isA) => (isA ? 2 : 1))).toEqual([["kind A"]]);
  });

  it("names none whose mean may as well be shorter, though most of its cases are longer", async () => {
    expect(await causesOf((isA, isOutlier) => (isOutlier ? 1000 : isA ? 2 : 1))).toEqual([]);
  });
});

it("explains the mean of all cases, also of those of which nobody knows whether they are in the segment", async () => {
  const log = eventLogFromTraces(Array.from({ length: CASES }, (_, at) => [["a", at] as const]));
  const codes = Int32Array.from({ length: CASES }, (_, at) => (at % 4 < 2 ? -1 : at % 4 === 2 ? 0 : 1));
  const values = Float64Array.from({ length: CASES }, (_, at) => (codes[at] === 0 ? 3 : 1) + at / 1e6);
  const kind = { name: "kind", kind: "text", values: ["A", "B"], codes } as const;
  const { causes } = await findRootCauses(log, [kind], { name: "duration", unit: "seconds", values });
  const total = values.reduce((sum, value) => sum + value, 0);
  expect(causes[0]).toMatchObject({ cases: 100, otherCases: 100, coverage: 0.25 });
  expect(causes[0]?.explains).toBeCloseTo((2 * 100) / total, 4);
});
