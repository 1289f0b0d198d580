import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { runsBackward } from "../columns/runs-backward.ts";
import { accepted, fileOf, refused, rowsOf } from "../import/test-imports.fixture.ts";

/** Ways to write a time in UTC, each with the shortest step that it can tell. */
const TIME_STYLES: Readonly<Record<string, { stepMs: number; write: (time: Date) => string }>> = {
  isoZ: { stepMs: 1, write: (time) => time.toISOString() },
  isoBlank: { stepMs: 1000, write: (time) => time.toISOString().slice(0, 19).replace("T", " ") },
  isoOffset: { stepMs: 1, write: (time) => `${new Date(+time + 5_400_000).toISOString().slice(0, -1)}+01:30` },
  slashes: { stepMs: 60_000, write: (time) => time.toISOString().slice(0, 16).replaceAll("-", "/").replace("T", " ") },
  german: { stepMs: 1000, write: (time) => dayFirst(time, ".") },
  british: { stepMs: 1000, write: (time) => dayFirst(time, "/") },
  epochMs: { stepMs: 1, write: (time) => String(+time) },
  epochSec: { stepMs: 1000, write: (time) => String(+time / 1000) },
};

function dayFirst(time: Date, separator: string): string {
  const iso = time.toISOString();
  return `${[iso.slice(8, 10), iso.slice(5, 7), iso.slice(0, 4)].join(separator)} ${iso.slice(11, 19)}`;
}

describe("any table written as CSV", () => {
  const text = fc
    .oneof(
      fc.stringMatching(/^[a-zäß漢]{1,10}$/),
      fc.stringMatching(/^[a-z][ -~äß漢\n]{0,10}$/),
      fc.constantFrom('say "x"', "a;b,c\td|e", "l'été", "line\nbreak", "true story", "0x1"),
    )
    .filter((value) => value.trim() === value && !value.includes("\\"));
  // From 1991, and one day above 12 so that the order of day and month shows.
  const time = fc.integer({ min: 670_000_000, max: 2_000_000_000 }).map((seconds) => seconds * 1000);
  const row = fc.record({ case: fc.integer({ min: 1, max: 4 }), activity: text, time, note: text });
  const dialect = fc.record({
    delimiter: fc.constantFrom(",", ";", "\t", "|"),
    lineEnd: fc.constantFrom("\n", "\r\n"),
    quotesAll: fc.boolean(),
    endsWithLineEnd: fc.boolean(),
    style: fc.constantFrom(...Object.keys(TIME_STYLES)),
    encoding: fc.constantFrom(
      { name: "utf8", mark: false },
      { name: "utf8", mark: true },
      { name: "utf16le", mark: true },
      { name: "utf16be", mark: true },
    ),
  });

  it("comes back as it was, its cases by their first record", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 3, maxLength: 20 }), dialect, async (rows, form) => {
        const style = TIME_STYLES[form.style];
        if (style === undefined) throw new Error(form.style);
        const events = [...rows, { case: 1, activity: "last", time: Date.UTC(2020, 4, 28, 10, 30), note: "n" }].map(
          (event) => ({ ...event, time: new Date(Math.floor(event.time / style.stepMs) * style.stepMs) }),
        );
        // Such a file is taken from its end.
        fc.pre(!runsBackward(events.map((event, at) => ({ at, caseKey: `c${event.case}`, time: +event.time / 1000 }))));
        const quote = (value: string): string =>
          form.quotesAll || /["\r\n,;\t|']/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
        const table = [
          ["case", "activity", "timestamp", "note"],
          ...events.map((event) => [`c${event.case}`, event.activity, style.write(event.time), event.note]),
        ];
        const lines = table.map((fields) => fields.map(quote).join(form.delimiter)).join(form.lineEnd);
        const content = form.endsWithLineEnd ? lines + form.lineEnd : lines;
        const bytes = iconv.encode(content, form.encoding.name, { addBOM: form.encoding.mark });
        const result = await accepted(await fileOf(bytes));
        expect(result).toMatchObject({ events: events.length, errorRecords: 0, errors: [] });
        expect(await rowsOf(result.tablePath, "case_id, activity, epoch_ms(timestamp)::DOUBLE, note")).toEqual(
          [...Map.groupBy(events, (event) => event.case).values()]
            .flat()
            .map((event) => [`c${event.case}`, event.activity, +event.time, event.note]),
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe("importing CSV", () => {
  it("keeps a long record of which the sample holds only the start", async () => {
    const long = "x".repeat(3_000_000);
    const path = await fileOf(`case,activity,timestamp,note\n1,a,2020-01-01,${long}\n1,b,2020-01-02,y\n`);
    const result = await accepted(path);
    expect(result).toMatchObject({ events: 2, errorRecords: 0 });
    expect(await rowsOf(result.tablePath, "activity, length(note)::INTEGER")).toEqual([
      ["a", long.length],
      ["b", 1],
    ]);
  });

  it("counts a record that is too long and goes on behind it", async () => {
    const path = await fileOf(`case,activity,timestamp\n1,${"x".repeat(20_000_000)},2020-01-01\n1,b,2020-01-02\n`);
    expect(await accepted(path)).toMatchObject({
      events: 1,
      errorRecords: 1,
      errors: [{ type: "Record Too Long", count: 1, resolved: false, examples: [{ line: 2 }] }],
    });
  });

  it("places errors by line although fields hold line ends, lines are blank or their ends differ", async () => {
    const path = await fileOf(
      'case,activity,timestamp\n\n1,"a\n\nb",2020-01-01\r\n1,b\r1,c,soon\n,d,2020-01-01\n1,"e"x,2020-01-01\n',
    );
    const result = await accepted(path);
    expect(result).toMatchObject({ events: 1, errorRecords: 4 });
    expect(result.errors.map(({ type, examples }) => [type, examples[0]?.line])).toEqual([
      ["Wrong Column Count", 6],
      ["Malformed Quotes", 9],
      ["Missing Case", 8],
      ["Invalid Timestamp", 7],
    ]);
  });

  it("places an error by line in a sound file too", async () => {
    const path = await fileOf('case,activity,timestamp\n1,"a\nb",2020-01-01\n\n1,c,2020-01-02\n1,,2020-01-02\n');
    expect((await accepted(path)).errors).toMatchObject([{ type: "Missing Activity", examples: [{ line: 6 }] }]);
  });

  it("counts records whose bytes are damaged in a file of UTF-8", async () => {
    const bytes = ["case,activity,timestamp\n1,é漢é漢,2020-01-01\n1,", "\xff", ",2020-01-01\n1,ü漢,2020-01-02\n"];
    const path = await fileOf(
      Buffer.concat(bytes.map((part) => (part === "\xff" ? Buffer.from([255]) : Buffer.from(part)))),
    );
    expect(await accepted(path)).toMatchObject({
      events: 2,
      errors: [{ type: "Invalid Encoding", examples: [{ line: 3 }] }],
    });
  });

  it("applies the zone to times without an offset only, with its summer time", async () => {
    const text = "case,activity,timestamp\n1,a,2020-07-01 12:00\n1,b,2020-01-01 12:00\n1,c,2020-01-01T12:00:00+05:30\n";
    const timesIn = async (timezone: string, content = text): Promise<unknown[]> =>
      (await rowsOf((await accepted(await fileOf(content), { timezone })).tablePath)).map((row) => row[2]);
    expect(await timesIn("Europe/Paris")).toEqual([
      "2020-07-01 10:00:00",
      "2020-01-01 11:00:00",
      "2020-01-01 06:30:00",
    ]);
    expect(await timesIn("-03:30")).toEqual(["2020-07-01 15:30:00", "2020-01-01 15:30:00", "2020-01-01 06:30:00"]);
    const british = "case,activity,timestamp\n1,a,13/07/2020 12:00\n1,b,13/01/2020 12:00:00.5+02:00\n";
    expect(await timesIn("America/New_York", british)).toEqual(["2020-07-13 16:00:00", "2020-01-13 10:00:00.5"]);
  });

  it("reads times in the format that is given", async () => {
    const path = await fileOf("case,activity,when\n1,a,07-13-2020 at 10.05\n1,b,later\n");
    const mapping = { timestamp: "when" };
    for (const timestampFormat of ["MM-dd-yyyy 'at' HH.mm", "%m-%d-%Y at %H.%M"]) {
      const result = await accepted(path, { ...mapping, timestampFormat });
      expect(await rowsOf(result.tablePath)).toEqual([["1", "a", "2020-07-13 10:05:00"]]);
      expect(result).toMatchObject({ errorRecords: 1, detected: { detectedBy: { timestampFormat: "given" } } });
    }
    expect(await refused(path, { ...mapping, timestampFormat: "HH:mm" })).toMatchObject({
      code: "InvalidTimestampFormat",
    });
    expect(await refused(path, { ...mapping, timezone: "Mars/Base" })).toMatchObject({ code: "InvalidTimezone" });
  });

  it("keeps all other columns, typed only where nothing is lost", async () => {
    const path = await fileOf(
      "case,Activity,activity,timestamp,zip,n,share,flag,on,x,X\n" +
        "1,A,a,2020-01-01,00123,1,1.5,true,2020-01-01,p,q\n1,B,b,2020-01-02,12345,-2,2,false,2020-01-02 10:00,p,q\n",
    );
    const { columns } = await accepted(path, { activity: "activity" });
    expect(columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      "case_id VARCHAR",
      "activity VARCHAR",
      "timestamp TIMESTAMP",
      "Activity_2 VARCHAR",
      "zip VARCHAR",
      "n BIGINT",
      "share DOUBLE",
      "flag BOOLEAN",
      "on TIMESTAMP",
      "x VARCHAR",
      "X_2 VARCHAR",
    ]);
  });

  it("finds case and activity by their values where names say nothing", async () => {
    const cases = Array.from({ length: 40 }, (_, index) => {
      const steps = index % 3 === 0 ? ["register", "check", "reject"] : ["register", "check", "pay", "close"];
      return steps.map(
        (step, at) => `k${index},${step},${["amy", "bob", "cy"][(index * 7 + at * 5) % 3]},2020-01-01 1${at}:00`,
      );
    });
    const result = await accepted(await fileOf(`f1,f2,f3,f4\n${cases.flat().join("\n")}\n`));
    expect(result.detected).toMatchObject({
      mapping: { caseId: "f1", activity: "f2", timestamp: "f4" },
      detectedBy: { caseId: "content", activity: "content", timestamp: "content" },
    });
  });

  it("says which column has the name of a timestamp but no times", async () => {
    const { message } = await refused(await fileOf("case,activity,timestamp\n1,a,2020-01-01\n1,b,soon\n1,c,later\n"));
    expect(message).toContain('The column "timestamp" has the name of a timestamp');
    expect(message).toContain('"soon"');
  });
});
