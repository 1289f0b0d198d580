import { describe, expect, it } from "vitest";
import { eventLogFromTraces, type TraceEvent } from "../log/event-log-from-traces.ts";
import { measureWaits } from "./waiting.ts";

const hourMs = 3_600_000;
const work = (activity: string, fromHour: number | null, toHour: number): TraceEvent => [
  activity,
  toHour * hourMs,
  "x",
  fromHour === null ? undefined : fromHour * hourMs,
];
const hours = async (...traces: readonly (readonly TraceEvent[])[]) =>
  Array.from(await measureWaits(eventLogFromTraces(traces)), (ms) => ms / hourMs);

describe("measureWaits", () => {
  it.each<[string, TraceEvent[], number[]]>([
    ["one after the other", [work("a", 0, 2), work("b", 5, 6)], [Number.NaN, 3]],
    ["work inside other work", [work("a", 8, 12), work("b", 9, 10), work("c", 12, 13)], [Number.NaN, 0, 0]],
    ["from the latest completion", [work("a", 0, 4), work("b", 1, 2), work("c", 7, 8)], [Number.NaN, 0, 3]],
    ["work that begins before the row before ends", [work("a", 0, 4), work("b", 3, 9)], [Number.NaN, 0]],
    ["an event without a start begins when it ends", [work("a", 0, 1), work("b", null, 3)], [Number.NaN, 2]],
    ["a log without starts", [work("a", null, 1), work("b", null, 1), work("c", null, 5)], [Number.NaN, 0, 4]],
  ])("%s", async (_, trace, waits) => {
    expect(await hours(trace)).toEqual(waits);
  });

  it("waits for nothing at the beginning of a case", async () => {
    expect(await hours([work("a", 0, 10)], [work("a", 50, 50)])).toEqual([Number.NaN, Number.NaN]);
  });
});
