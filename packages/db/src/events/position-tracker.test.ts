import { describe, expect, it } from "vitest";
import { createPositionTracker } from "./position-tracker.ts";

const at = (...positions: number[]) => positions.map((position) => ({ position }));
const MINUTE_MS = 60_000;

describe("createPositionTracker", () => {
  it("tells each position once, in whatever order transactions commit", () => {
    const tracker = createPositionTracker(5);
    expect(tracker.take(at(5, 8), 0)).toEqual(at(5, 8));
    expect([tracker.highest(), tracker.missing()]).toEqual([8, [6, 7]]);
    expect(tracker.take(at(7, 9), 1)).toEqual(at(7, 9));
    expect(tracker.take(at(7, 9), 2)).toEqual([]);
    expect(tracker.missing()).toEqual([6]);
    expect(tracker.take(at(6), 3)).toEqual(at(6));
    expect(tracker.missing()).toEqual([]);
  });

  it("takes what is not behind its beginning as seen", () => {
    const tracker = createPositionTracker(5);
    expect(tracker.take(at(3, 4), 0)).toEqual([]);
    expect(tracker.missing()).toEqual([]);
  });

  it("gives up a position of a transaction that was rolled back", () => {
    const tracker = createPositionTracker(1);
    tracker.take(at(2), 0);
    tracker.take(at(4), MINUTE_MS);
    expect(tracker.missing()).toEqual([1, 3]);
    tracker.take([], MINUTE_MS + 1);
    expect(tracker.missing()).toEqual([3]);
  });

  it("looks for a bounded number of positions, the newest", () => {
    const tracker = createPositionTracker(1);
    tracker.take(at(1_000_000), 0);
    expect(tracker.missing()).toHaveLength(5000);
    tracker.take(at(1_000_003), 1);
    expect(tracker.missing()).toHaveLength(5000);
    expect(tracker.missing().at(-1)).toBe(1_000_002);
  });
});
