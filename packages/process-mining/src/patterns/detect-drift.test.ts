import { seededRandom } from "@longhaul/domain";
import type { EventLog } from "@longhaul/event-log";
import { describe, expect, it } from "vitest";
import { measureCaseDurations } from "../measures/case-durations.ts";
import { eventLogFromTraces, type TraceEvent } from "../log/event-log-from-traces.ts";
import { plantedLog } from "../advice/planted-log.fixture.ts";
import { PLANTED_WORLDS } from "../advice/planted-worlds.fixture.ts";
import { detectDrift } from "./detect-drift.ts";
import { testChange } from "./test-change.ts";

const HOUR_MS = 3_600_000;
const CASES = 600;

/** A log of cases one an hour, of which those from `changedAt` on are slower, or skip a step more often. */
function changingLog(seed: number, changedAt: number, { slower = 1, skips = 0.2 }): EventLog {
  const random = seededRandom(seed);
  const wait = (meanHours: number): number => -meanHours * HOUR_MS * Math.log(1 - random());
  return eventLogFromTraces(
    Array.from({ length: CASES }, (_, number) => {
      const isAfter = number >= changedAt;
      let nowMs = number * HOUR_MS;
      const trace: TraceEvent[] = [["Open", nowMs]];
      const step = (name: string): void => {
        nowMs += wait(4) * (isAfter ? slower : 1);
        trace.push([name, nowMs]);
      };
      if (random() >= (isAfter ? skips : 0.2)) step("Check");
      step("Decide");
      step("Close");
      return trace;
    }),
  );
}

const driftOf = async (log: EventLog) => detectDrift(log, (await measureCaseDurations(log)).fromStartSec);

describe("drift", () => {
  it("of durations is found where it began", async () => {
    for (let seed = 0; seed < 10; seed++) {
      const drift = await driftOf(changingLog(seed, 350, { slower: 2 }));
      expect(drift?.duration?.casesBefore).toBeGreaterThan(300);
      expect(drift?.duration?.casesBefore).toBeLessThan(400);
      expect(drift?.duration?.after).toBeGreaterThan(1.5 * (drift?.duration?.before ?? Number.NaN));
      expect(drift?.steps).toEqual([]);
    }
  });

  it("of paths is found where it began, and durations don't hide it", async () => {
    for (let seed = 0; seed < 10; seed++) {
      const drift = await driftOf(changingLog(seed, 250, { skips: 0.7 }));
      expect(drift?.steps.map(({ from, to }) => `${from} → ${to}`).toSorted()).toEqual([
        "Check → Decide",
        "Open → Check",
        "Open → Decide",
      ]);
      expect(Math.abs((drift?.steps[0]?.casesBefore ?? 0) - 250)).toBeLessThan(50);
    }
  });

  it("isn't found in processes that stay as they are, but for one log in a hundred", async () => {
    let [alarms, logs] = [0, 0];
    for (const world of PLANTED_WORLDS) {
      for (let seed = 100; seed < 112; seed++) {
        const drift = await driftOf(plantedLog("none", seed, world).log);
        if (drift !== null && (drift.duration !== null || drift.steps.length > 0)) alarms++;
        logs++;
      }
    }
    expect(logs).toBe(84);
    expect(alarms).toBeLessThanOrEqual(2);
  });

  it("isn't told of few cases, nor of the last ones that haven't ended", async () => {
    expect(
      await driftOf(eventLogFromTraces(Array.from({ length: 90 }, (_, at) => [["a", at]] as TraceEvent[]))),
    ).toBeNull();
    const open = Array.from({ length: 300 }, (_, at): TraceEvent[] => {
      const beginMs = at * HOUR_MS;
      const events: TraceEvent[] = [
        ["a", beginMs],
        ["b", beginMs + 50 * HOUR_MS],
      ];
      return events.filter(([, ms]) => ms < 300 * HOUR_MS);
    });
    expect(await driftOf(eventLogFromTraces(open))).toMatchObject({ duration: null, steps: [] });
  });
});

describe("testChange", () => {
  it("has false alarms as often as its p-values say, for values that depend on their neighbours too", () => {
    const random = seededRandom(5);
    for (const memory of [0, 0.6]) {
      let alarms = 0;
      for (let run = 0; run < 1000; run++) {
        let level = 0;
        const values = Array.from({ length: 900 }, () => (level = memory * level + random() - 0.5));
        if ((testChange(values)?.pValue ?? 1) < 0.05) alarms++;
      }
      expect(alarms).toBeLessThan(80);
    }
  });
});
