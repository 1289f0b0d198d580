import { describe, expect, it } from "vitest";
import { accepted, fileOf, rowsOf } from "./test-imports.fixture.ts";

/** A log of some cases with a row for each step; `row` gives the cells behind case and activity. */
function logOf(columns: string, row: (day: number, step: number) => string, delimiter = ","): string {
  const steps = ["Register", "Check", "Decide"];
  const rows = Array.from({ length: 12 }, (_, owner) =>
    steps.map((step, at) => [`C-${100 + owner}`, step, row(2 + owner, at)].join(delimiter)),
  );
  return [columns, ...rows.flat()].join("\n");
}

const two = (value: number): string => String(value).padStart(2, "0");

describe("dates of ISO 8601", () => {
  it.each([
    ["with a zone", (month: number) => `2024-${two(month)}-01T09:00:00Z`],
    ["with a blank", (month: number) => `2024-${two(month)} 09:00:00`.replace(" ", "-01 ")],
    ["alone", (month: number) => `2024-${two(month)}-01`],
    ["with strokes", (month: number) => `2024/${two(month)}/01`],
  ])("%s stay so where all events fall on the first of a month", async (_, dateOf) => {
    const rows = ["A", "B"].flatMap((owner, at) =>
      ["Invoice", "Reminder", "Payment"].map((step, month) => `${owner},${step},${dateOf(1 + month + at)}`),
    );
    const { tablePath, detected } = await accepted(await fileOf(["Case ID,Activity,Timestamp", ...rows].join("\n")));
    const times = await rowsOf(tablePath, "timestamp::DATE::VARCHAR");
    expect(times.flat()).toEqual([1, 2, 3, 2, 3, 4].map((month) => `2024-${two(month)}-01`));
    expect(detected.doubts.filter(({ kind }) => kind === "DateOrder")).toEqual([]);
  });
});

describe("a planned time beside the real one", () => {
  it.each([
    ["Geplande datum", "Werkelijke datum"],
    ["Плановая дата", "Фактическая дата"],
    ["Plandatum", "Istdatum"],
    ["Plánovaný konec", "Skutečný konec"],
    ["Planerad tid", "Faktisk tid"],
    ["计划时间", "实际时间"],
    ["予定日時", "実績日時"],
    ["Date prévue", "Date réelle"],
  ])("%s isn't taken, or %s is told to be the other", async (planned, real) => {
    const text = logOf(`Case ID,Activity,${planned},${real}`, (day, step) => {
      const time = (hour: number): string => `2024-03-${two(day)} ${two(hour + step)}:${two(day)}:00`;
      return `${time(8)},${time(12)}`;
    });
    const { tablePath, detected } = await accepted(await fileOf(text));
    const [[first] = []] = await rowsOf(tablePath, "min(timestamp)::VARCHAR");
    const isReal = String(first).includes(" 12:");
    const isTold = detected.doubts.some(({ detail }) => detail.includes(planned) && detail.includes(real));
    expect([isReal || isTold, isReal]).toEqual([true, true]);
  });
});

describe("the zone in a column's name", () => {
  it.each([
    ["Timestamp (CET)", true],
    ["Zeit (MEZ)", true],
    ["Zeitpunkt (UTC+2)", true],
    ["Event Time EST", true],
    ["Timestamp [UTC+01:00]", true],
    ["Timestamp (GMT-03:00)", true],
    ["Timestamp (America/New_York)", true],
    ["timestamp_europe_berlin", true],
    ["Timestamp_CET", true],
    ["Timestamp (UTC)", false],
    ["Timestamp", false],
    ["Time (h)", false],
    ["Time (+25)", false],
    ["Time -99", false],
  ])("%s is told: %s", async (name, isTold) => {
    const text = logOf(
      `Case ID,Activity,${name}`,
      (day, step) => `2024-03-${two(day)} ${two(8 + step)}:${two(day)}:00`,
    );
    const { detected } = await accepted(await fileOf(text));
    expect(detected.doubts.some(({ kind }) => kind === "ZoneColumn")).toBe(isTold);
  });
});

it("reads dots and strokes in one column each in its own order", async () => {
  const text = [
    "Case ID,Activity,Timestamp",
    "A,Open,25.03.2024 08:00",
    "A,Check,4/1/2024 9:00 AM",
    "A,Close,4/13/2024 10:00 AM",
    "B,Open,02.04.2024 08:00",
    "B,Check,4/3/2024 9:00 AM",
    "B,Close,04.04.2024 10:00",
  ].join("\n");
  const { tablePath } = await accepted(await fileOf(text));
  const times = await rowsOf(tablePath, "timestamp::DATE::VARCHAR");
  expect(times.flat()).toEqual(["2024-03-25", "2024-04-01", "2024-04-13", "2024-04-02", "2024-04-03", "2024-04-04"]);
});

it("tells a time that never varies inside a case, however short the log", async () => {
  const text = [
    "Case ID,Completion Time,Activity",
    ...["A", "B", "C"].flatMap((owner, at) =>
      ["Open", "Check", "Close"].map((step) => `${owner},2024-03-0${at + 1} 08:00:00,${step}`),
    ),
  ].join("\n");
  const { detected } = await accepted(await fileOf(text));
  expect(detected.doubts.map(({ kind, column }) => [kind, column])).toContainEqual([
    "RoleUncertain",
    "Completion Time",
  ]);
});

it.each([0, 1])("tells a table of one row for each case, %i of them repeated", async (repeated) => {
  const rows = Array.from({ length: 12 }, (_, at) => `T-${at},Closed,2024-03-${two(at + 1)} 08:00:00`);
  const text = ["Ticket,Status,Closed", ...rows, ...rows.slice(0, repeated)].join("\n");
  const { detected } = await accepted(await fileOf(text));
  expect(detected.doubts.map(({ kind, column }) => [kind, column])).toContainEqual(["RoleUncertain", "Ticket"]);
});

it.each([true, false])("tells days that a spreadsheet turned round where it could: %s", async (isTurned) => {
  const text = logOf("Case ID,Activity,Date", (day, step) => {
    // From the 5th to the 25th of March.
    const at = new Date(Date.UTC(2024, 2, 5 + 1.6 * (day - 2), 8 + 30 * step));
    const [date, month, hour] = [at.getUTCDate(), at.getUTCMonth() + 1, at.getUTCHours()];
    const parts = isTurned && date <= 12 ? [month, date] : [date, month];
    return `${parts.map(two).join("/")}/2024 ${two(hour)}:00`;
  });
  const { detected } = await accepted(await fileOf(text));
  expect(detected.doubts.some(({ detail }) => detail.includes("turned round"))).toBe(isTurned);
});

it.each([true, false])("tells them also in a file that was sorted by its dates as they stand: %s", async (isTurned) => {
  const rows = Array.from({ length: 40 }, (_, owner) =>
    [0, 1, 3, 20].map((later, step) => {
      const at = new Date(Date.UTC(2023, 0, 3 + 8 * owner + later, 8 + step, (7 * owner) % 60));
      const [year = "", month = "", day = ""] = at.toISOString().slice(0, 10).split("-");
      const date = isTurned && Number(day) <= 12 ? [year, day, month] : [year, month, day];
      return [String(owner), String(step), `${date.join("-")} ${at.toISOString().slice(11, 19)}`];
    }),
  ).flatMap((events) => events.toSorted(([, , a = ""], [, , b = ""]) => (a < b ? -1 : 1)));
  const text = [["case_id", "activity", "timestamp"], ...rows].map((row) => row.join(";")).join("\n");
  const { detected, quality } = await accepted(await fileOf(text));
  expect(detected.doubts.some(({ kind, detail }) => kind === "DateOrder" && detail.includes("far shorter"))).toBe(
    isTurned,
  );
  expect(quality.score < 85).toBe(isTurned);
});

it.each([
  ["Start Time,Duration (s)", true],
  ["Beginn,Dauer", true],
  ["Time,Duration (s)", false],
])("tells that durations aren't added to starts: %s", async (columns, isTold) => {
  const text = logOf(
    `Case ID,Activity,${columns}`,
    (day, step) => `2024-03-${two(day)} ${two(8 + step)}:00:00,${90 * day}`,
  );
  const { detected } = await accepted(await fileOf(text));
  expect(detected.doubts.some(({ detail }) => detail.includes("wasn't added to it"))).toBe(isTold);
});
