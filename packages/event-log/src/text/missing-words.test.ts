import { describe, expect, it } from "vitest";
import { accepted, fileOf, rowsOf, run } from "../import/test-imports.fixture.ts";

const words = [
  "NULL",
  "null",
  "(null)",
  "N/A",
  "#N/A",
  "-",
  "--",
  "?",
  "None",
  "nan",
  "n.a.",
  "<NA>",
  "NaT",
  "(blank)",
  "(leer)",
  "#REF!",
  "#WERT!",
  "#NOM?",
  "#ИМЯ?",
  "#¡REF!",
  "[object Object]",
  "Loading...",
  "Not specified",
  "???",
  "n.v.t.",
  "unassigned",
  "[]",
  "{}",
];
const log = (resource: (at: number) => string, rest = ""): string =>
  `case,activity,timestamp,resource\n${Array.from(
    { length: 60 },
    (_, at) => `c${at % 12},step ${Math.floor(at / 12)},2024-01-${10 + Math.floor(at / 12)}T08:00:00,${resource(at)}`,
  ).join("\n")}\n${rest}`;

describe("words for no value", () => {
  it.each(words)("%s is nobody's name, which is told, however the file is read", async (word) => {
    const path = await fileOf(log((at) => (at % 3 === 0 ? word : `r${at % 2}`)));
    for (const plainFromBytes of [0, Infinity]) {
      const result = await run(path, {}, { plainFromBytes });
      if (!result.ok) throw new Error(result.message);
      expect(await rowsOf(result.tablePath, "count(*), count(resource), count(DISTINCT resource)")).toEqual([
        ["60", "40", "2"],
      ]);
      expect(result.errors).toMatchObject([
        {
          type: "Word For Nothing",
          count: 20,
          resolved: true,
          examples: expect.arrayContaining([{ line: 2, column: "resource", value: word }]),
        },
      ]);
      expect(result.quality.columns.find(({ column }) => column === "resource")).toMatchObject({
        missing: 20,
        repaired: 20,
      });
    }
  });

  it("leave records without case, activity or time out, and starts empty", async () => {
    const path = await fileOf(
      "case,activity,start,end\nNULL,a,2024-01-01,2024-01-02\nc1,N/A,2024-01-01,2024-01-02\nc1,a,2024-01-01,null\nc1,b,NULL,2024-01-03\nc1,-,2024-01-03,2024-01-04\n",
    );
    const result = await accepted(path, {
      caseId: "case",
      activity: "activity",
      startTimestamp: "start",
      timestamp: "end",
    });
    expect(await rowsOf(result.tablePath, "case_id, activity, start_timestamp IS NULL")).toEqual([
      ["c1", "b", true],
      ["c1", "-", false],
    ]);
    expect(result.errors.map(({ type, count }) => [type, count])).toEqual([
      ["Missing Case", 1],
      ["Missing Activity", 1],
      ["Missing Timestamp", 1],
    ]);
  });
});

describe("a log whose cases repeat one activity", () => {
  it.each([
    ["case,activity,resource,timestamp", "activity"],
    ["Case ID,Task,User,Time", "Task"],
    ["ticket,step,agent,date", "step"],
    ["Vorgangsnummer,Aktivität,Bearbeiter,Zeitpunkt", "Aktivität"],
    ["id,event,org:resource,time", "event"],
  ])("has its activity in the column of that name: %s", async (header, column) => {
    const rows = Array.from(
      { length: 120 },
      (_, at) =>
        `c${at % 24},${at % 24 < 12 ? "Check" : "Call"},${["Ann", "Bob", "Eve"][Math.floor(at / 24) % 3]},2024-01-${String(1 + (at % 24)).padStart(2, "0")}T1${Math.floor(at / 24)}:00:00`,
    );
    const result = await accepted(await fileOf(`${header}\n${rows.join("\n")}\n`));
    expect(result.detected.mapping).toMatchObject({ activity: column, resource: expect.any(String) });
  });

  it.each([
    ["isn't told among ids that count in letters", "MY|MZ|NA|NB|NC", []],
    ["is told among other ids", "C1|C2|NA|C3|C4", ["NA"]],
    ["is told among ids of letters that don't count to it", "AB|QX|NA|TR|ZU", ["NA"]],
  ])("%s: %s", async (_, ids, told) => {
    const rows = ids
      .split("|")
      .flatMap((id, at) => ["a", "b", "c"].map((step, place) => `${id};${step};2024-01-0${at + 1}T0${place}:00:00`));
    const { detected } = await accepted(await fileOf(["case;activity;time", ...rows, ""].join("\n")));
    const found = detected.doubts.filter(({ kind }) => kind === "MissingWords");
    expect(found.flatMap(({ examples = [] }) => examples.map(({ value }) => value))).toEqual(told);
  });
});
