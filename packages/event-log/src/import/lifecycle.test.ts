import { describe, expect, it } from "vitest";
import { mergeLifecycle } from "../read/merge-lifecycle.ts";
import { readEventLog } from "../read/read-event-log.ts";
import type { ImportMapping } from "../terms/import-options.ts";
import { csvOf, isoOf, smallLog, type SmallEvent } from "./small-logs.fixture.ts";
import { accepted, fileOf, rowsOf, scratchDir } from "./test-imports.fixture.ts";

const events = smallLog();
const records = events
  .flatMap((event) => [
    { ...event, at: 0 },
    { ...event, at: 1 },
  ])
  .toSorted((a, b) => (a.at === 0 ? a.start : a.end) - (b.at === 0 ? b.start : b.end));

/** A log with a record for the start of each step and one for its end, named in a column. */
const withWords = async (column: string, start: string, complete: string, mapping?: ImportMapping) =>
  accepted(
    await fileOf(
      csvOf(records, {
        Case: ({ caseId }: SmallEvent) => caseId,
        Activity: ({ activity }) => activity,
        [column]: ({ at }) => (at === 0 ? start : complete),
        Time: ({ at, start: from, end }) => isoOf(at === 0 ? from : end),
      }),
    ),
    mapping,
  );

/** Steps whose start and end are known. */
async function pairsOf(tablePath: string): Promise<number> {
  const log = await readEventLog({ tablePath, threads: 1, memoryLimitMB: 256, scratchDir, withLifecycle: true });
  return (await mergeLifecycle(log))?.pairs ?? 0;
}

const toldOf = ({ detected }: Awaited<ReturnType<typeof accepted>>): [string | undefined, number][] =>
  detected.doubts.filter(({ kind }) => kind === "LifecycleWords").map(({ column, points }) => [column, points]);

describe("a column of life-cycle steps", () => {
  it.each([
    ["lifecycle", "Rozpoczęta", "Zakończona"],
    ["Event type", "ACTIVITY_STARTED", "ACTIVITY_COMPLETED"],
    ["Ereignisart", "offen", "geschlossen"],
    ["x", "Check-in", "Check-out"],
  ])("called %s is known by its words %s and %s", async (column, start, complete) => {
    const result = await withWords(column, start, complete);
    expect([result.detected.mapping.lifecycle, toldOf(result)]).toEqual([column, []]);
    expect(await pairsOf(result.tablePath)).toBe(events.length);
  });

  it.each([
    ["lifecycle", "A", "Z"],
    ["transition", "0", "1"],
    ["Kind", "up", "down"],
    ["flag", "taken", "done"],
    ["number", "1", "2"],
  ])("called %s is known by the order of %s and %s, which is told", async (column, start, complete) => {
    const result = await withWords(column, start, complete);
    expect(toldOf(result)).toEqual([[column, 2]]);
    expect(await pairsOf(result.tablePath)).toBe(events.length);
    const mapping = { lifecycle: column, lifecycleStart: [start], lifecycleComplete: [complete] };
    expect(result.detected.mapping).toMatchObject(mapping);
    const again = await withWords(column, start, complete, mapping);
    expect([toldOf(again), await pairsOf(again.tablePath)]).toEqual([[], events.length]);
  });

  it("is found by its words in a file that has all starts before all completions", async () => {
    const many = Array.from({ length: 2700 }, (_, at) => ({
      owner: at >> 2,
      step: at % 4,
      time: Date.UTC(2024, 0, 1, 0, 31 * at),
    }));
    const rowsWith = (word: string, laterMs: number): string[] =>
      many.map(({ owner, step, time }) => `p${owner},step ${step},${word},${new Date(time + laterMs).toISOString()}`);
    const lines = ["patient,handling,registration_type,time", ...rowsWith("start", 0), ...rowsWith("complete", 6e5)];
    const { detected, tablePath } = await accepted(await fileOf(lines.join("\n")));
    expect(detected.mapping.lifecycle).toBe("registration_type");
    expect(detected.doubts).toEqual([]);
    expect(await pairsOf(tablePath)).toBe(many.length);
  });

  it("isn't seen in numbers of parts of a case that each have all its activities", async () => {
    const { detected } = await accepted(
      await fileOf(
        csvOf(events, {
          Order: ({ caseNumber }) => `O${Math.floor(caseNumber / 6)}-${caseNumber % 3}`,
          Item: ({ caseNumber }) => (caseNumber % 6 < 3 ? 10 : 20),
          Activity: ({ activity }) => activity,
          Time: ({ end }) => isoOf(end),
        }),
      ),
    );
    expect(detected.mapping).toMatchObject({ caseId: "Order", activity: "Activity" });
    expect(detected.mapping.lifecycle).toBeUndefined();
  });

  const strange = [
    ["go", "halt", "x"],
    ["x", "halt", "go"],
  ];
  const strangeLog = async (mapping?: ImportMapping) =>
    accepted(
      await fileOf(
        csvOf(records, {
          Case: ({ caseId }: SmallEvent) => caseId,
          Activity: ({ activity }) => activity,
          lifecycle: ({ at, caseNumber, place }) => strange[at]?.[(caseNumber + place) % 3] ?? "",
          Time: ({ at, start, end }) => isoOf(at === 0 ? start : end),
        }),
      ),
      mapping,
    );

  it("whose words nothing tells is a doubt that names them, and is read by the words that the mapping gives", async () => {
    const result = await strangeLog();
    expect(toldOf(result)).toEqual([["lifecycle", 10]]);
    expect(result.detected.doubts.find(({ kind }) => kind === "LifecycleWords")?.detail).toMatch(
      /"go".*lifecycleStart/,
    );
    expect(await pairsOf(result.tablePath)).toBe(0);
    const given = await strangeLog({ lifecycleStart: "GO", lifecycleComplete: ["X "] });
    expect(toldOf(given)).toEqual([]);
    const words = await rowsOf(given.tablePath, "DISTINCT lifecycle");
    expect(new Set(words.flat())).toEqual(new Set(["complete", "halt", "start"]));
  });

  it.each([
    ["status", ({ caseNumber }: SmallEvent) => ["ok", "late"][caseNumber % 2] ?? ""],
    ["shift", ({ end }: SmallEvent) => (new Date(end).getUTCHours() < 12 ? "early" : "late")],
    ["result", ({ step }: SmallEvent) => (step === 5 ? "Closed" : "Open")],
  ])("isn't seen in a column %s whose words don't come in turn", async (column, valueOf) => {
    const { detected } = await accepted(
      await fileOf(
        csvOf(events, {
          Case: ({ caseId }) => caseId,
          Activity: ({ activity }) => activity,
          [column]: valueOf,
          Time: ({ end }) => isoOf(end),
        }),
      ),
    );
    expect(detected.mapping.lifecycle).toBeUndefined();
  });
});
