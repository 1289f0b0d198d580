import { describe, expect, it } from "vitest";
import { xlsxOf } from "../formats/write-formats.fixture.ts";
import { csvOf, dayOf, isoOf, smallLog, type SmallEvent } from "./small-logs.fixture.ts";
import type { ImportMapping } from "../terms/import-options.ts";
import { accepted, fileOf, rowsOf } from "./test-imports.fixture.ts";

const events = smallLog({ hoursBetweenSteps: 5 });
/** Events that begin and end on one day. */
const withinDays = events.filter(({ start, end }) => dayOf(start) === dayOf(end));
const clock = (time: number, length = 8): string => isoOf(time).slice(11, 11 + length);
const german = (time: number): string => dayOf(time).split("-").toReversed().join(".");
const key = { "Case ID": ({ caseId }: SmallEvent) => caseId, Activity: ({ activity }: SmallEvent) => activity };
type Columns = Parameters<typeof csvOf>[1];

const SPAN = "timestamp::VARCHAR, start_timestamp::VARCHAR";
const timesOf = async (tablePath: string, columns = "timestamp::VARCHAR"): Promise<string[]> =>
  (await rowsOf(tablePath, columns)).map((times) => times.join(" – ")).toSorted();
const expected = (list: readonly SmallEvent[], timeOf: (event: SmallEvent) => string): string[] =>
  list.map((event) => timeOf(event)).toSorted();
const csv = async (list: readonly SmallEvent[], columns: Columns): Promise<string> =>
  fileOf(csvOf(list, { ...key, ...columns }, ";"));
const atMinute = (time: number): string => `${isoOf(time).slice(0, 16)}:00`;
const spanOf = ({ start, end }: SmallEvent): string => `${atMinute(end)} – ${atMinute(start)}`;

describe("a duration beside a day", () => {
  it.each(
    (
      "Duration|Cycle time|Lead Time|SLA|TimeToResolve|Time in status|Dauer|Wartezeit|Bearbeitungszeit (hh:mm:ss)|Durée|Temps d'attente" +
      "|Duración|Tiempo de espera|Durata|Tempo|Duração|Duur|Doorlooptijd|Varaktighet|Väntetid|Varighed|Ventetid|Kesto|Czas trwania" +
      "|Trvání|Süre|Bekleme süresi|Длительность|Время обработки|所要時間|処理時間|时长|소요시간"
    ).split("|"),
  )("is no time of day: %s", async (name) => {
    const path = await csv(events, {
      Date: ({ end }) => dayOf(end),
      [name]: ({ at, step }) => `${at % 9 === 3 ? 31 : `0${step}`}:${10 + at}:00`,
    });
    const { detected, tablePath, events: count } = await accepted(path);
    expect([detected.mapping.timestamp, count]).toEqual(["Date", events.length]);
    expect(detected.doubts.map(({ column }) => column)).not.toContain(name);
    expect(await timesOf(tablePath)).toEqual(expected(events, ({ end }) => `${dayOf(end)} 00:00:00`));
  });

  it("is told by hours beyond a day where no name says it, is doubted without these, and no clock is one that has its day", async () => {
    const long = await csv(events, { Date: ({ end }) => dayOf(end), TT: ({ at }) => `${at}:10` });
    expect((await accepted(long)).detected.mapping.timestamp).toBe("Date");
    const unknown = await csv(events, { Date: ({ end }) => dayOf(end), xyz: ({ step }) => `0${step}:10` });
    expect((await accepted(unknown)).detected.doubts).toMatchObject([{ kind: "RoleUncertain", column: "xyz" }]);
    const service = await csv(events, {
      "Service Date": ({ end }) => dayOf(end),
      "Service Time": ({ end }) => clock(end),
    });
    expect(await timesOf((await accepted(service)).tablePath)).toEqual(expected(events, ({ end }) => isoOf(end)));
  });
});

describe("a day with the clocks of a start and an end", () => {
  it.each([
    ["Date", "Start Time", "End Time"],
    ["Date", "Time In", "Time Out"],
    ["Start Date", "Start Time", "End Time"],
    ["Datum", "Beginn", "Ende"],
    ["Datum", "Uhrzeit von", "Uhrzeit bis"],
    ["Date", "Heure de début", "Heure de fin"],
    ["Fecha", "Hora inicio", "Hora fin"],
    ["Data", "Ora inizio", "Ora fine"],
    ["Data", "Hora início", "Hora término"],
    ["Datum", "Begintijd", "Eindtijd"],
    ["Datum", "Starttid", "Stopptid"],
    ["Dato", "Klokken fra", "Klokken til"],
    ["Päivä", "Aloitusaika", "Lopetusaika"],
    ["Data", "Godzina od", "Godzina do"],
    ["Datum", "Čas začátku", "Čas konce"],
    ["Tarih", "Başlangıç saati", "Bitiş saati"],
    ["Дата", "Время начала", "Время окончания"],
    ["日付", "開始時刻", "終了時刻"],
    ["日期", "开始时间", "结束时间"],
    ["날짜", "시작 시간", "종료 시간"],
  ])("is both: %s, %s and %s, in whatever order and however written", async (day, from, to) => {
    const columns = (sign: string): Columns => ({
      [day]: ({ end }) => german(end),
      [from]: ({ start }) => clock(start, 5).replace(":", sign),
      [to]: ({ end }) => clock(end, 5).replace(":", sign),
    });
    const { detected, tablePath } = await accepted(await csv(withinDays, columns(".")));
    expect(detected.mapping).toMatchObject({ timestamp: [day, to], startTimestamp: [day, from] });
    expect(await timesOf(tablePath, SPAN)).toEqual(expected(withinDays, spanOf));
    const reversed = Object.fromEntries(Object.entries({ ...key, ...columns(":") }).toReversed());
    const other = await accepted(await fileOf(csvOf(withinDays, reversed, ";")));
    expect(await timesOf(other.tablePath, SPAN)).toEqual(expected(withinDays, spanOf));
  });

  it("is as the mapping says", async () => {
    const mapping: ImportMapping = { timestamp: ["Day", "b"], startTimestamp: ["Day", "a"] };
    const path = await csv(withinDays, {
      a: ({ start }) => clock(start, 5).replace(":", ""),
      b: ({ end }) => clock(end, 5).replace(":", "."),
      Day: ({ end }) => dayOf(end),
    });
    const { detected, tablePath } = await accepted(path, mapping);
    expect(detected.mapping).toMatchObject(mapping);
    expect(await timesOf(tablePath, SPAN)).toEqual(expected(withinDays, spanOf));
  });

  it.each<[string, ImportMapping]>([
    ["the start", { startTimestamp: ["Date", "Start Time"] }],
    ["the end", { timestamp: ["Date", "End Time"] }],
  ])("is both where the mapping names only %s", async (_title, mapping) => {
    const path = await csv(withinDays, {
      Date: ({ end }) => dayOf(end),
      "Start Time": ({ start }) => clock(start, 5),
      "End Time": ({ end }) => clock(end, 5),
    });
    expect(await timesOf((await accepted(path, mapping)).tablePath, SPAN)).toEqual(expected(withinDays, spanOf));
  });

  it("is both in a workbook, beside a planned start and a duration", async () => {
    const day = (time: number) => ({ day: Math.floor(time / 86_400_000) + 25_569 });
    const rows = withinDays.map(({ caseId, activity, start, end }) => [
      caseId, activity, day(end), clock(start, 2), ((start / 86_400_000) % 1), ((end / 86_400_000) % 1), "00:40",
    ]); // prettier-ignore
    const head = ["Case", "Activity", "Date", "Planned start", "Start", "End", "Duration"];
    const { detected, tablePath } = await accepted(await fileOf(await xlsxOf({ Log: [head, ...rows] })));
    expect(detected.mapping).toMatchObject({ timestamp: ["Date", "End"], startTimestamp: ["Date", "Start"] });
    const exact = expected(withinDays, ({ start, end }) => `${isoOf(end)} – ${isoOf(start)}`);
    expect(await timesOf(tablePath, SPAN)).toEqual(exact);
  });

  it.each([
    ["Date", "2024-03-06 02:10:00 – 2024-03-05 22:00:00", "next day"],
    ["End date", "2024-03-05 02:10:00 – 2024-03-04 22:00:00", "day before"],
  ])("ends on the next day where that fits, which is told: %s", async (day, night, told) => {
    const lines = [
      `Case;Activity;${day};Start Time;End Time`,
      "A;Cut;2024-03-04;08:00;08:45",
      "A;Weld;2024-03-05;22:00;02:10",
      "A;Pack;2024-03-07;13:00;24:00",
      "B;Cut;2024-03-05;07:00;",
      "B;Weld;2024-03-06;;15:05",
    ];
    const { detected, tablePath } = await accepted(await fileOf(`${lines.join("\n")}\n`));
    expect(detected.doubts.find(({ kind }) => kind === "StartAfterEnd")).toMatchObject({ column: day, count: 1 });
    expect(detected.doubts.find(({ kind }) => kind === "StartAfterEnd")?.detail).toContain(told);
    expect(await timesOf(tablePath, SPAN)).toEqual([
      "2024-03-04 08:45:00 – 2024-03-04 08:00:00",
      night,
      "2024-03-05 07:00:00 – 2024-03-05 07:00:00",
      "2024-03-06 15:05:00 – ",
      "2024-03-08 00:00:00 – 2024-03-07 13:00:00",
    ].toSorted()); // prettier-ignore
  });
});

describe("other columns beside a day with two clocks", () => {
  it.each<[string, Columns]>([
    ["another day", { "Valid to": () => "2030-01-05" }],
    ["a break", { Break: () => "00:30" }],
    ["a shift", { Shift: ({ step }) => `${6 + step}:00` }],
    ["a planned start", { "Planned Start Time": () => "08:00" }],
  ])("don't matter: %s", async (_title, other) => {
    const path = await csv(withinDays, {
      Date: ({ end }) => dayOf(end),
      ...other,
      "Start Time": ({ start }) => clock(start, 5),
      "End Time": ({ end }) => clock(end, 5),
    });
    expect(await timesOf((await accepted(path)).tablePath, SPAN)).toEqual(expected(withinDays, spanOf));
  });
});

describe("a column named as one of clocks", () => {
  const NAMES = "Time|Uhrzeit|Heure|Hora|Ora|Tijd|Tid|Klokkeslæt|Kellonaika|Godzina|Čas|Saat|Время|時刻|时间|시각";
  it.each(NAMES.split("|"))("is one where a dot stands for the colon: %s", async (name) => {
    const path = await csv(events, {
      Date: ({ end }) => german(end),
      [name]: ({ end }) => clock(end).replaceAll(":", "."),
    });
    expect(await timesOf((await accepted(path)).tablePath)).toEqual(expected(events, ({ end }) => isoOf(end)));
  });

  it.each<[string, (time: number) => string | number]>([
    ["8.05", (time) => clock(time, 5).replace(":", ".").replace(/^0/, "")],
    ["8.05 Uhr", (time) => `${clock(time, 5).replace(":", ".")} Uhr`],
    ["08-05-10", (time) => clock(time).replaceAll(":", "-")],
    ["09 h 13", (time) => clock(time, 5).replace(":", " h ")],
    ["9h13", (time) => clock(time, 5).replace(":", "h").replace(/^0/, "")],
    ["805", (time) => Number(clock(time, 5).replace(":", ""))],
  ])("is one however it is written: %s", async (like, write) => {
    const path = await csv(events, { Datum: ({ end }) => dayOf(end), Uhrzeit: ({ end }) => write(end) });
    const exact = expected(events, ({ end }) => (like === "08-05-10" ? isoOf(end) : atMinute(end)));
    expect(await timesOf((await accepted(path)).tablePath)).toEqual(exact);
  });

  it("is one of hours only where no other has them with their minutes", async () => {
    const hour = ({ end }: SmallEvent): number => Number(clock(end, 2));
    const whole = await csv(events, { Date: ({ end }) => dayOf(end), Hour: hour, Time: ({ end }) => clock(end) });
    expect((await accepted(whole)).detected.mapping.timestamp).toEqual(["Date", "Time"]);
    const alone = await csv(events, { Date: ({ end }) => dayOf(end), Hour: hour });
    const exact = expected(events, ({ end }) => `${isoOf(end).slice(0, 13)}:00:00`);
    expect(await timesOf((await accepted(alone)).tablePath)).toEqual(exact);
  });

  it("is one beside each of two days", async () => {
    const dots = (time: number): string => clock(time).replaceAll(":", ".");
    const path = await csv(events, {
      "Start Date": ({ start }) => german(start),
      "Start Time": ({ start }) => dots(start),
      "End Date": ({ end }) => german(end),
      "End Time": ({ end }) => dots(end),
    });
    const exact = expected(events, ({ start, end }) => `${isoOf(end)} – ${isoOf(start)}`);
    expect(await timesOf((await accepted(path)).tablePath, SPAN)).toEqual(exact);
  });

  it.each<[string, (event: SmallEvent) => string | number]>([
    ["hours of work", ({ at }) => ["1.50", "0.25", "2.00", "7.75"][at % 4] ?? ""],
    ["minutes", ({ at }) => 5 + ((at * 37) % 170)],
    ["shifts", ({ step }) => `shift ${step}`],
    ["from one hour to another", ({ step }) => `${10 + step}-${12 + step}`],
  ])("isn't used where it holds %s, which is told with the remedy", async (_title, valueOf) => {
    const { detected } = await accepted(await csv(events, { Date: ({ end }) => dayOf(end), Time: valueOf }));
    expect(detected.mapping.timestamp).toBe("Date");
    const doubt = detected.doubts.find(({ column }) => column === "Time");
    expect(doubt).toMatchObject({ kind: "RoleUncertain", points: 10 });
    expect(doubt?.detail).toContain('timestamp: ["Date","Time"]');
  });

  it("holds dates where those are of one year, and short dates beside another day stay dates", async () => {
    const short = (time: number): string => german(time).replace("2024", "24");
    const path = await csv(events, {
      Ordered: () => "2024-01-05",
      Start: ({ start }) => short(start),
      End: ({ end }) => short(end),
    });
    expect((await accepted(path)).detected.mapping).toMatchObject({ timestamp: "End", startTimestamp: "Start" });
  });
});
