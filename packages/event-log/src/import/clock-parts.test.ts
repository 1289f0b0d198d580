import { describe, expect, it } from "vitest";
import { csvOf, dayOf, isoOf, smallLog, type SmallEvent } from "./small-logs.fixture.ts";
import { accepted, fileOf, rowsOf } from "./test-imports.fixture.ts";

const events = smallLog({ from: "2024-03-14T08:00:00Z", hoursBetweenSteps: 5 });
const key = { "Case ID": ({ caseId }: SmallEvent) => caseId, Activity: ({ activity }: SmallEvent) => activity };
type Columns = Parameters<typeof csvOf>[1];
const hourOf = (time: number): number => new Date(time).getUTCHours();
const minuteOf = (time: number): number => new Date(time).getUTCMinutes();
const secondOf = (time: number): number => new Date(time).getUTCSeconds();
/** `9:05:07` of a clock of 12 hours. */
const twelve = (time: number): string => `${hourOf(time) % 12 || 12}${isoOf(time).slice(13)}`;
const half = (time: number): string => (hourOf(time) < 12 ? "AM" : "PM");
const american = (time: number): string => isoOf(time).replace(/^(\d+)-(\d+)-(\d+).*$/, "$2/$3/$1");
const timesOf = async (tablePath: string): Promise<string[]> =>
  (await rowsOf(tablePath, "timestamp::VARCHAR")).map((times) => times.join("")).toSorted();
const expected = (timeOf: (time: number) => string): string[] => events.map(({ end }) => timeOf(end)).toSorted();
const imported = async (columns: Columns) => accepted(await fileOf(csvOf(events, { ...key, ...columns }, ";")));

describe("AM and PM in a column of their own", () => {
  it.each<[string, (time: number) => string]>([
    ["AM/PM", half],
    ["AMPM", (time) => half(time).toLowerCase()],
    ["am_pm", (time) => half(time).charAt(0)],
    ["Meridiem", (time) => half(time).toLowerCase().replace("m", ".m.")],
    ["Meridiem", (time) => (half(time) === "AM" ? "a" : "p")],
    ["上午/下午", (time) => (half(time) === "AM" ? "上午" : "下午")],
    ["Half", half],
  ])("are read with a clock, and with a whole time: %s", async (name, halfOf) => {
    const clock = await imported({
      Date: ({ end }) => american(end),
      Time: ({ end }) => twelve(end),
      [name]: ({ end }) => halfOf(end),
    });
    expect(await timesOf(clock.tablePath)).toEqual(expected(isoOf));
    expect(clock.detected.doubts).toMatchObject([{ kind: "RoleUncertain", column: "Time", points: 0 }]);
    const whole = await imported({
      Time: ({ end }) => `${american(end)} ${twelve(end)}`,
      [name]: ({ end }) => halfOf(end),
    });
    expect(await timesOf(whole.tablePath)).toEqual(expected(isoOf));
  });

  it("are of the column before each where there are several", async () => {
    const { tablePath } = await imported({
      Date: ({ end }) => american(end),
      "End Time": ({ end }) => twelve(end),
      "End AM/PM": ({ end }) => half(end),
      "Planned Time": () => "9:00:00",
      "Planned AM/PM": () => "AM",
    });
    expect(await timesOf(tablePath)).toEqual(expected(isoOf));
  });

  it("are doubted where they may be of several columns", async () => {
    const { detected } = await imported({
      Date: ({ end }) => american(end),
      "Start Time": ({ start }) => twelve(start),
      "End Time": ({ end }) => twelve(end),
      "AM/PM": ({ end }) => half(end),
    });
    expect(detected.doubts).toContainEqual(expect.objectContaining({ column: "AM/PM", points: 20 }));
  });

  it("are a shift beside a clock of 24 hours", async () => {
    const { detected, tablePath } = await imported({
      Date: ({ end }) => american(end),
      Time: ({ end }) => isoOf(end).slice(11),
      Shift: ({ end }) => half(end),
    });
    expect(await timesOf(tablePath)).toEqual(expected(isoOf));
    expect(detected.doubts).toEqual([]);
  });
});

describe("hours and minutes in columns of their own", () => {
  it.each([
    ["Hour", "Minute", "Second"],
    ["Stunde", "Minute", "Sekunde"],
    ["HH", "MM", "SS"],
    ["HH", "MI", "SS"],
    ["Event hour", "Event minute", "Event second"],
    ["Heure", "Minute", "Seconde"],
    ["Hora", "Minuto", "Segundo"],
    ["時", "分", "秒"],
  ])("are one time of day: %s, %s and %s", async (hour, minute, second) => {
    const columns: Columns = {
      Date: ({ end }) => dayOf(end),
      [hour]: ({ end }) => hourOf(end),
      [minute]: ({ end }) => minuteOf(end),
    };
    const short = await imported(columns);
    expect(await timesOf(short.tablePath)).toEqual(expected((time) => `${isoOf(time).slice(0, 16)}:00`));
    expect(short.detected.doubts).toMatchObject([{ kind: "RoleUncertain", column: hour, points: 0 }]);
    const long = await imported({ ...columns, [second]: ({ end }) => secondOf(end) });
    expect(await timesOf(long.tablePath)).toEqual(expected(isoOf));
  });

  it("are nothing new beside a whole time, and lengths in the plural", async () => {
    const beside = await imported({
      Time: ({ end }) => isoOf(end),
      Hour: ({ end }) => hourOf(end),
      Minute: ({ end }) => minuteOf(end),
    });
    expect(beside.detected.mapping.timestamp).toBe("Time");
    const lengths = await imported({
      Date: ({ end }) => dayOf(end),
      Hours: ({ step }) => step,
      Minutes: ({ at }) => at % 60,
    });
    expect(await timesOf(lengths.tablePath)).toEqual(expected((time) => `${dayOf(time)} 00:00:00`));
  });
});

describe("a cell that holds no time of day", () => {
  const timed = (wordAt: (at: number) => string | null) =>
    imported({ Date: ({ end }) => dayOf(end), Time: ({ at, end }) => wordAt(at) ?? isoOf(end).slice(11) });

  it.each(["", "--:--", "--:--:--", "-", "n/a", "NULL", "__:__"])(
    "is an event at midnight where it says nothing, which is told where there are many: %s",
    async (word) => {
      const few = await timed((at) => (at === 30 ? word : null));
      expect([few.events, few.errors, few.detected.doubts]).toEqual([events.length, [], []]);
      const many = await timed((at) => (at % 4 === 1 ? word : null));
      expect([many.events, many.errors]).toEqual([events.length, []]);
      expect(many.detected.mapping.timestamp).toEqual(["Date", "Time"]);
      expect(many.detected.doubts).toMatchObject([{ kind: "RoleUncertain", column: "Time", count: 16, points: 3 }]);
      const midnights = (await timesOf(many.tablePath)).filter((time) => time.endsWith("00:00:00"));
      expect(midnights).toHaveLength(16);
    },
  );

  it("is at fault, and not its day, where it holds a word", async () => {
    const { errors, events: count } = await timed((at) => (at === 30 ? "all day" : null));
    expect(count).toBe(events.length - 1);
    expect(errors).toMatchObject([{ type: "Invalid Timestamp", examples: [{ column: "Time", value: "all day" }] }]);
  });
});
