import type { EventLog } from "@longhaul/event-log";
import { describe, expect, it } from "vitest";
import { chartCases } from "./case-charts.ts";

const DAY_MS = 86_400_000;

/** Cases of one activity; each holds the times of its events. */
function logOf(cases: readonly (readonly number[])[]): EventLog {
  const offsets = [0];
  for (const times of cases) offsets.push((offsets.at(-1) ?? 0) + times.length);
  const endMs = Float64Array.from(cases.flat());
  return {
    eventCount: endMs.length,
    caseCount: cases.length,
    caseIds: cases.map((_, idx) => String(idx)),
    activities: ["a"],
    resources: null,
    caseOffsets: Uint32Array.from(offsets),
    activity: new Uint16Array(endMs.length),
    endMs,
    startMs: null,
    resource: null,
  };
}

describe("chartCases", () => {
  it("counts each case once by duration, the longest together, and by the weeks of its start and, where it is over, of its end", () => {
    const january = Date.UTC(2024, 0, 31);
    // 99 cases of 2 days that start in January and end in February, and one of 400 days.
    const traces = Array.from({ length: 100 }, (_, idx) => [january, january + (idx === 0 ? 400 : 2) * DAY_MS]);
    const { durations, timeline } = chartCases(
      logOf(traces),
      Float64Array.from(traces, (_, idx) => (idx === 0 ? 400 : 2) * 86_400),
      Uint8Array.from(traces, (_, idx) => (idx === 1 ? 1 : 0)),
    );
    expect(durations.filter(({ cases }) => cases > 0)).toEqual([
      { fromSec: 2 * 86_400, toSec: 2 * 86_400 + 4 * 3600, cases: 99 },
      { fromSec: 2 * 86_400 + 4 * 3600, toSec: 400 * 86_400, cases: 1 },
    ]);
    expect(timeline.unit).toBe("week");
    expect(timeline.periods[0]).toBe("2024-01-29");
    expect(timeline.started.reduce((sum, cases) => sum + cases)).toBe(100);
    expect([timeline.ended[0], timeline.ended.at(-1)]).toEqual([98, 1]);
  });

  it("has nothing to show of a log without duration", () => {
    const { durations, timeline } = chartCases(logOf([[0]]), Float64Array.of(0), Uint8Array.of(0));
    expect(durations).toEqual([]);
    expect(timeline).toMatchObject({ periods: ["1970-01-01T00"], started: [1], ended: [1] });
  });
});
