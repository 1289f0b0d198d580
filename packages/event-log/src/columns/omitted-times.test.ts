import { describe, expect, it } from "vitest";
import type { ImportMapping } from "../terms/import-options.ts";
import { accepted, fileOf, run } from "../import/test-imports.fixture.ts";

/** 120 events of January 2024, two of which have another time. */
async function logWith(placeholder: string): Promise<string> {
  const rows = Array.from({ length: 120 }, (_, at) => {
    const time = `2024-01-${10 + (at % 20)} 1${Math.floor(at / 24)}:00:00`;
    const isOdd = at === 30 || at === 90;
    return `c${at % 24},Step ${Math.floor(at / 24)},${at === 50 ? placeholder : time},${isOdd ? placeholder : time}`;
  });
  return fileOf(`case,activity,start,end\n${rows.join("\n")}\n`);
}

describe("times that stand for unknown", () => {
  it.each([
    "1970-01-01 00:00:00",
    "1899-12-30 00:00:00",
    "0001-01-01 00:00:00",
    "9999-12-31 00:00:00",
    "2099-12-31 00:00:00",
    "1987-06-05 04:03:02",
  ])("%s are told, and left out when the owner asks for it", async (placeholder) => {
    const path = await logWith(placeholder);
    const roles: ImportMapping = { startTimestamp: "start", timestamp: "end" };
    const kept = await accepted(path, roles);
    expect([kept.events, kept.errorRecords]).toEqual([120, 0]);
    expect(kept.detected.doubts.map(({ kind, count }) => [kind, count])).toEqual(
      expect.arrayContaining([[expect.stringMatching(/PlaceholderTime|OutlyingTime/), 2]]),
    );
    expect(await accepted(path, { ...roles, placeholderTimes: "keep" })).toMatchObject({ events: 120 });

    const omitted = await accepted(path, { ...roles, placeholderTimes: "omit" });
    expect([omitted.events, omitted.errorRecords]).toEqual([118, 2]);
    expect(omitted.errors).toMatchObject([
      { type: "Placeholder Time", count: 2, resolved: false, examples: [{ line: 32, column: "end" }, { line: 92 }] },
      { type: "Placeholder Time", count: 1, resolved: true, examples: [{ line: 52, column: "start" }] },
    ]);
    expect(omitted.detected.doubts.filter(({ kind }) => kind.endsWith("Time"))).toEqual([]);
    expect([omitted.timeStart?.slice(0, 7), omitted.timeEnd?.slice(0, 7)]).toEqual(["2024-01", "2024-01"]);
    expect(omitted.columns.find(({ role }) => role === "startTimestamp")?.nulls).toBe(1);
    expect(omitted.quality.columns.find(({ column }) => column === "timestamp")).toMatchObject({
      rejected: 2,
      doubtful: 0,
    });
  });

  it("are left out of a file that could be read the quick way", async () => {
    const path = await logWith("1970-01-01 00:00:00");
    const omitted = await run(path, { timestamp: "end", placeholderTimes: "omit" }, { plainFromBytes: 0 });
    expect(omitted).toMatchObject({ ok: true, events: 118, errorRecords: 2 });
  });

  it("are none where no time is far from the others, and unreadable ones are no placeholders", async () => {
    const path = await logWith("unknown");
    const omitted = await accepted(path, { startTimestamp: "start", timestamp: "end", placeholderTimes: "omit" });
    expect(omitted.errors.map(({ type, count }) => [type, count])).toEqual([
      ["Invalid Timestamp", 2],
      ["Invalid Start Timestamp", 1],
    ]);
  });
});
