import { describe, expect, it } from "vitest";
import { csvOf, isoOf, smallLog, type SmallEvent } from "../import/small-logs.fixture.ts";
import { accepted, fileOf } from "../import/test-imports.fixture.ts";

const events = smallLog({ hoursBetweenCases: 31 });
const byCases = events.toSorted((a, b) => a.caseNumber - b.caseNumber || a.end - b.end);

/** The parts of a time, and whether its day and month may be turned round unseen. */
const partsOf = (time: number) => {
  const [, year = "", month = "", day = "", clock = ""] = /^(\d+)-(\d+)-(\d+) (.*)$/.exec(isoOf(time)) ?? [];
  return { year, month, day, clock, isTurnable: Number(day) <= 12 && day !== month };
};
const WRITERS: Readonly<Record<string, (time: number, isTurned: boolean) => string>> = {
  "ISO 8601": (time, isTurned) => {
    const { year, month, day, clock } = partsOf(time);
    return `${year}-${isTurned ? `${day}-${month}` : `${month}-${day}`} ${clock}`;
  },
  "day first": (time, isTurned) => {
    const { year, month, day, clock } = partsOf(time);
    return `${isTurned ? `${month}/${day}` : `${day}/${month}`}/${year} ${clock}`;
  },
  "month first": (time, isTurned) => {
    const { year, month, day, clock } = partsOf(time);
    return `${isTurned ? `${day}/${month}` : `${month}/${day}`}/${year} ${clock}`;
  },
};
const isTurned = ({ at, end }: SmallEvent): boolean => at % 15 === 3 && partsOf(end).isTurnable;
const few = events.filter(isTurned).length;

const doubtsOf = async (rows: readonly SmallEvent[], columns: Parameters<typeof csvOf>[1]) => {
  const { detected } = await accepted(await fileOf(csvOf(rows, { Case: (e) => e.caseId, Activity: (e) => e.activity, ...columns }))); // prettier-ignore
  return detected.doubts;
};

describe.each(Object.entries(WRITERS))("rows whose day and month are turned round, written %s", (_, write) => {
  it.each([
    ["in the order of time", events],
    ["newest first", events.toReversed()],
    ["case by case", byCases],
  ])("are told where the file stands %s", async (_order, rows) => {
    const doubts = await doubtsOf(rows, { Time: (event) => write(event.end, isTurned(event)) });
    expect(doubts.filter(({ kind }) => kind !== "NewestFirst")).toMatchObject([
      { kind: "DateOrder", column: "Time", count: few },
    ]);
    expect(doubts.find(({ kind }) => kind === "DateOrder")?.detail).toMatch(/2024-05-03 for 2024-03-05/);
  });

  it("are told where only their start shows it", async () => {
    const rows = events.toSorted((a, b) => ((a.at * 7919) % 101) - ((b.at * 7919) % 101));
    const doubts = await doubtsOf(rows, {
      Start: ({ start }) => write(start, false),
      End: (event) => write(event.end, isTurned(event)),
    });
    expect(doubts.some(({ kind, column }) => kind === "DateOrder" && column === "End")).toBe(true);
  });

  it.each([
    ["in the order of time", events],
    ["newest first", events.toReversed()],
    ["case by case", byCases],
    ["in no order", events.toSorted((a, b) => ((a.at * 7919) % 101) - ((b.at * 7919) % 101))],
    ["with some rows late", events.toSorted((a, b) => a.end + (a.at % 9 === 0 ? 2e8 : 0) - b.end)],
  ])("aren't where there are none, %s", async (_order, rows) => {
    const doubts = await doubtsOf(rows, {
      Start: ({ start }) => write(start, false),
      End: ({ end }) => write(end, false),
    });
    expect(doubts.filter(({ kind }) => kind === "DateOrder")).toEqual([]);
  });
});

it.each([
  [194, 307, 1],
  [176, 211, 1],
  [190, 331, 1],
  [190, 211, 3],
])(
  "aren't seen in long cases that stand one after another in no order of time: %i, %i, %i",
  async (step, days, hours) => {
    const rows = Array.from({ length: 60 * 25 }, (_, at) => {
      const owner = Math.floor(at / 25);
      const time = Date.UTC(2014, 0, 1 + ((owner * step) % days), (at % 25) * hours);
      return `case ${owner},step ${at % 7},${new Date(time).toISOString()}`;
    });
    const { detected } = await accepted(await fileOf(["case_id,activity,timestamp", ...rows].join("\n")));
    expect(detected.doubts.filter(({ kind }) => kind === "DateOrder")).toEqual([]);
  },
);
