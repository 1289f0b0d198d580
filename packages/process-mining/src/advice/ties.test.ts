import { readEventLog } from "@longhaul/event-log/event-tables";
import { fileOf, run, scratchDir } from "@longhaul/event-log/test-imports";
import fc from "fast-check";
import { expect, it } from "vitest";
import { tieCounter } from "./ties.ts";

const time = (minute: number): string => `2026-01-05T10:0${minute}:00Z`;
const digit = fc.integer({ min: 0, max: 3 });
const event = fc.record({
  owner: digit,
  activity: fc.constantFrom("A", "B", "C"),
  minute: digit,
  minutesBefore: digit,
});

it("counts steps at one time as the data's quality does", async () => {
  const counts: number[] = [];
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { minLength: 1, maxLength: 60, size: "max" }),
      fc.boolean(),
      async (events, hasStart) => {
        const lines = events.map(
          ({ owner, activity, minute, minutesBefore }) =>
            `c${owner},${activity},${time(minute)}${hasStart ? `,${time(Math.max(0, minute - minutesBefore))}` : ""}`,
        );
        const head = `case,activity,time${hasStart ? ",start" : ""}`;
        const mapping = { caseId: "case", activity: "activity", timestamp: "time" };
        const imported = await run(await fileOf([head, ...lines].join("\n")), {
          ...mapping,
          ...(hasStart ? { startTimestamp: "start" } : {}),
        });
        if (!imported.ok) throw new Error(imported.message);
        const { tablePath, quality } = imported;
        const log = await readEventLog({ tablePath, threads: 1, memoryLimitMB: 256, scratchDir });
        const ties = tieCounter(log);
        for (const [owner, first] of log.caseOffsets.entries()) {
          const end = log.caseOffsets[owner + 1] ?? first;
          for (let from = first, row = first + 1; row <= end; row++)
            if (row === end || log.endMs[row] !== log.endMs[from]) {
              ties.add(from, row);
              from = row;
            }
        }
        const rated = quality.dimensions.find(({ dimension }) => dimension === "orderKnown");
        expect(ties.counts().simultaneousSteps).toBe(rated?.affected);
        counts.push(rated?.affected ?? 0);
      },
    ),
    { numRuns: 30 },
  );
  expect(Math.max(...counts)).toBeGreaterThan(3);
  expect(Math.min(...counts)).toBe(0);
});
