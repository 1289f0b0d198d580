import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { ColumnThreads } from "../plain/column-threads.ts";
import { PlainTable } from "../table/plain-table.ts";
import { fileOf, FIXTURES } from "../import/test-imports.fixture.ts";
import { bothWays } from "../import/both-ways.fixture.ts";

const RUNS = Number(process.env["PLAIN_CSV_RUNS"] ?? 30);

const text = fc.oneof(
  { weight: 60, arbitrary: fc.constantFrom("a", "Prüfung", "check order", "ship", "x".repeat(30), "7", "Zoë") },
  {
    weight: 1,
    arbitrary: fc.constantFrom("", " ", " led", "trailed ", "-", "a\rb", "a\nb", "№ 9", "\u00a0"),
  },
  {
    weight: 12,
    arbitrary: fc.constantFrom(
      'in"side',
      "o'clock",
      '""',
      'the "last" one',
      '"',
      '5" pipe',
      "'all'",
      'a"',
      '", "',
      ' "b"',
    ),
  },
);
/** Names of which some differ in what can't be seen, in case, or in blanks and hyphens. */
const NAMES = [
  "Check Order", "check order", "check-order", "CHECK  ORDER", "Prüfung", "PRÜFUNG", "Pru\u0308fung", "\u0130zin", "izin", "ΟΔΟΣ",
  "οδοσ", "οδος", "a\u200bb", "ab", "1.5E+12", "2e+3", "(start)", "e+", "naïve", "N A",
]; // prettier-ignore
const HOUR_SEC = 3600;
const TIMES: Readonly<Record<string, (ms: number) => string>> = {
  iso: (ms) => new Date(ms).toISOString(),
  seconds: (ms) => new Date(ms).toISOString().slice(0, 19).replace("T", " "),
  micros: (ms) => `${new Date(ms).toISOString().slice(0, 23)}456+02:00`,
  nanos: (ms) => `${new Date(ms).toISOString().slice(0, 23)}456789`,
  day: (ms) => new Date(ms).toISOString().slice(0, 10),
  german: (ms) => new Date(ms).toISOString().replace(/^(\d+)-(\d+)-(\d+)T(.{5}).*/, "$3.$2.$1 $4"),
  american: (ms) => new Date(ms).toISOString().replace(/^(\d+)-(\d+)-(\d+)T(.{8}).*/, "$2/$3/$1 $4"),
  epoch: (ms) => String(ms),
  named: (ms) => new Date(ms).toUTCString(),
};
const ATTRIBUTES: Readonly<Record<string, fc.Arbitrary<string>>> = {
  whole: fc.oneof(fc.integer().map(String), fc.constantFrom("", "9223372036854775807", "-9223372036854775808")),
  real: fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }).map(String), fc.constantFrom("0.1", "-0", "1e5")),
  flag: fc.constantFrom("true", "False", ""),
  mixed: fc.oneof(
    { weight: 9, arbitrary: fc.nat().map(String) },
    { weight: 1, arbitrary: fc.constantFrom("007", "n/a", "1.5") },
  ),
  note: text,
  day: fc.oneof(fc.constant("2024-02-29"), fc.constantFrom("2023-12-31T23:59:59Z", "", "no day")),
};

describe("a plain CSV file", () => {
  it("becomes the table and the result that the careful way makes of it, whatever its dialect, its values and its faults", async () => {
    const written = vi.spyOn(PlainTable.prototype, "write");
    let tables = 0;
    const log = fc.record({
      rows: fc.array(
        fc.record({
          owner: fc.nat({ max: 12 }),
          step: fc.nat({ max: 5 }),
          who: text,
          gap: fc.nat({ max: 90_000 }),
          lasted: fc.nat(),
        }),
        {
          minLength: 1,
          maxLength: 60,
        },
      ),
      names: fc.array(text, { minLength: 6, maxLength: 6 }),
      spellings: fc.array(fc.constantFrom(...NAMES), { minLength: 4, maxLength: 4 }),
      isSpelled: fc.boolean(),
      hasMore: fc.boolean(),
      /** Of the time between two events: most logs are of less than a year, some of many. */
      stretch: fc.constantFrom(0, 1, 1, 24, 24 * 300),
      isOneFar: fc.boolean(),
      time: fc.constantFrom(...Object.keys(TIMES)),
      attribute: fc.constantFrom(...Object.keys(ATTRIBUTES)),
      quotes: fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
      delimiter: fc.constantFrom(",", ";", "\t", "|"),
      lineEnd: fc.constantFrom("\n", "\r\n"),
      quoting: fc.constantFrom("needed", "all", "some", "bare"),
      mark: fc.boolean(),
      isLastLineEnded: fc.boolean(),
      fault: fc.constantFrom(
        ...Array.from({ length: 12 }, () => null),
        "short",
        "no time",
        "no case",
        "open quote",
        "blank line",
        "bad bytes",
      ),
    });
    const property = fc.asyncProperty(log, async (made) => {
      let fields = 0;
      const { delimiter } = made;
      const attributes = fc.sample(ATTRIBUTES[made.attribute] ?? text, {
        numRuns: made.rows.length,
        seed: made.rows.length,
      });
      let ms = Date.UTC(2024, 0, 5, 8);
      const field = (value: string): string => {
        // A quote that doesn't begin a field may stand for itself.
        const isNeeded = value.includes(delimiter) || (made.quoting === "bare" ? /^"|[\r\n]/ : /["\r\n]/).test(value);
        const isQuoted =
          made.quoting === "all" || isNeeded || (made.quoting === "some" && made.quotes[fields++ % 7] === true);
        return isQuoted ? `"${value.replaceAll('"', '""')}"` : value;
      };
      const lines = made.rows.map((row, at) => {
        ms += row.gap * 1000 * made.stretch;
        if (made.isOneFar && at === 3) ms -= 20 * 365 * 24 * HOUR_SEC * 1000;
        const spelling = made.spellings[row.step % 4] ?? "";
        const name = made.isSpelled ? spelling : (made.names[row.step] ?? "");
        const isIdSpelled = made.isSpelled && row.owner % 5 === 0;
        const values = [
          made.fault === "no case" && at === 1 ? "" : isIdSpelled ? spelling : `order ${row.owner}`,
          name === "" ? "step" : name,
          made.fault === "no time" && at === 2 ? "yesterday" : (TIMES[made.time]?.(ms) ?? ""),
          row.who,
          attributes[at] ?? "",
          ...(made.hasMore
            ? [
                row.lasted % 3 === 0 ? "" : (TIMES[made.time]?.(ms - (row.lasted % 7) * 1000 + 2000) ?? ""),
                ["complete", "start", ""][row.lasted % 3] ?? "",
              ]
            : []),
        ].map(field);
        if (made.fault === "short" && at === 1) values.pop();
        const line = values.join(delimiter);
        return made.fault === "open quote" && at === 1 ? `"${line}` : line;
      });
      if (made.fault === "blank line") lines.splice(1, 0, "");
      const more = made.hasMore ? ["start_timestamp", "lifecycle"] : [];
      const header = ["case_id", "activity", "timestamp", "resource", "extra", ...more].join(delimiter);
      const whole = [header, ...lines].join(made.lineEnd) + (made.isLastLineEnded ? made.lineEnd : "");
      const bytes = Buffer.from((made.mark ? "\uFEFF" : "") + whole);
      if (made.fault === "bad bytes") bytes[bytes.length - 3] = 0xff;
      const { ok } = await bothWays(await fileOf(bytes));
      if (ok) tables++;
    });
    await fc.assert(property, { numRuns: RUNS });
    expect(tables).toBeGreaterThan(RUNS / 2);
    // Else the careful way was compared with itself.
    expect(written.mock.calls.length).toBeGreaterThan(0);
    written.mockRestore();
  });

  it.each([
    ["apostrophes", "o'clock", "'all'"],
    ["fields in quotes", '"a"', '"b, c"'],
    ["quotes written twice", '"the ""last"" one"', '""""'],
    ["quotes inside plain fields", '5" pipe', 'a"b"'],
    ["quoted fields of which some are empty", '""', '"a"'],
  ])("may have %s", async (_, ...notes) => {
    const written = vi.spyOn(PlainTable.prototype, "write");
    const lines = Array.from({ length: 20 }, (__, at) =>
      [`"case ${at >> 2}"`, '"do ""it"""', `"2024-01-01T10:${at + 10}:00Z"`, notes[at % 3 === 0 ? 0 : 1]].join(","),
    );
    const { rows } = await bothWays(await fileOf(["case_id,activity,timestamp,note", ...lines].join("\n")));
    expect(rows).toBe(20);
    expect(written).toHaveBeenCalledTimes(1);
    written.mockRestore();
  });

  it("is read the careful way when bytes far down are no UTF-8, as if it had been known before", async () => {
    const lines = Array.from(
      { length: 15_000 },
      (_, at) => `case ${at >> 2},step ${at % 4},2024-01-01T10:00:00Z,${"x".repeat(12)}`,
    );
    const header = "case_id,activity,timestamp,note";
    const end = Buffer.from("case 1,Pr\xfcfung,2024-01-02T10:00:00Z,sch\xf6n\n", "latin1");
    const { rows } = await bothWays(
      await fileOf(Buffer.concat([Buffer.from(`${[header, ...lines].join("\n")}\n`), end])),
    );
    expect(rows).toBe(15_001);
  });

  it.each(["running-example.csv", "receipt.csv", "Production.csv"])("%s is read alike both ways", async (name) => {
    const { rows } = await bothWays(`${FIXTURES}${name}`);
    expect(rows).toBeGreaterThan(0);
  });

  it("of more rows than are sampled is read alike both ways, cut wherever threads begin", async () => {
    const receipt = await readFile(`${FIXTURES}receipt.csv`, "utf8");
    const [header = "", ...lines] = receipt.trimEnd().split(/\r?\n/);
    const doubled = [...lines, ...lines.map((line) => line.replace(/case-/g, "again-"))];
    const { rows } = await bothWays(await fileOf([header, ...doubled].join("\n")));
    expect(rows).toBe(2 * lines.length);
  });

  it.each([
    ["was begun as what its columns are", "9.5", "8.5", 1],
    ["was begun with a text taken for a time", "2024-01-01", "as agreed", 2],
  ])("%s is read alike both ways by several threads", async (_, firstNote, otherNote, begun) => {
    const written = vi.spyOn(PlainTable.prototype, "write");
    const asked = vi.spyOn(ColumnThreads.prototype, "run");
    const lines = Array.from({ length: 40_000 }, (__, at) =>
      [
        `case ${at >> 2}`,
        `step ${at % 4} of them all`,
        new Date(Date.UTC(2024, 0, 1, 0, at)).toISOString(),
        at === 0 ? firstNote : otherNote,
      ].join(","),
    );
    const { rows } = await bothWays(await fileOf(["case_id,activity,timestamp,note", ...lines].join("\n")));
    expect(rows).toBe(lines.length);
    expect(written).toHaveBeenCalledTimes(1);
    expect(asked.mock.calls.filter(([, { kind }]) => kind === "scan").length).toBe(begun);
    vi.restoreAllMocks();
  });

  it.each([
    ["\n", ""],
    ["\r\n", "\r\n"],
  ])("has its doubted rows told with their lines, which end with %j, the last with %j", async (end, last) => {
    const written = vi.spyOn(PlainTable.prototype, "write");
    const far = new Map([3, 777, 19_998, 39_999].map((at) => [at, `20${60 + (at % 9)}-05-06T07:08:09Z`]));
    far.set(20_001, "1900-01-01T00:00:00Z");
    const lines = Array.from({ length: 40_000 }, (_, at) =>
      [
        `case ${(at * 7919) % 10_000}`,
        at % 5000 === 4999 ? "SHIP it" : at % 2 === 0 ? "ship it" : '"check, twice"',
        far.get(at) ?? new Date(Date.UTC(2024, 0, 1, 0, at)).toISOString(),
        "n/a",
      ].join(","),
    );
    const { rows, doubtful } = await bothWays(
      await fileOf(["case_id,activity,resource,timestamp", ...lines].join(end) + last),
    );
    expect(rows).toBe(lines.length);
    const told = doubtful
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { line: number; reason: string; value: string });
    const linesOf = (reason: string): number[] => told.filter((row) => row.reason === reason).map(({ line }) => line);
    expect(told.findLast(({ reason }) => reason === "OutlyingTime")?.value).toBe("2063-05-06T07:08:09Z");
    expect(linesOf("OutlyingTime")).toEqual([5, 779, 20_000, 40_001]);
    expect(linesOf("PlaceholderTime")).toEqual([20_003]);
    expect(told.find(({ line }) => line === 20_003)?.value).toBe("1900-01-01T00:00:00Z");
    expect(linesOf("FoldedText").length).toBe(10_000);
    expect(written).toHaveBeenCalledTimes(1);
    written.mockRestore();
  });

  it("of many rows is put in order and encoded by several threads as by one", async () => {
    const asked = vi.spyOn(ColumnThreads.prototype, "run");
    const STEPS = 10;
    const time = (sec: number): string => new Date(Date.UTC(2024, 0, 1) + sec * 1000).toISOString();
    const lines = Array.from({ length: 105_000 }, (_, at) => {
      const owner = (at % 700) + 700 * Math.floor(at / (700 * STEPS));
      const step = Math.floor(at / 700) % STEPS;
      const start = at % 3 === 0 ? "" : time(61 * at - 9);
      return [`c${owner}`, `s${step}`, time(61 * at), start, `${at % 50}.5`, at % 4 === 0 ? "" : "x"].join();
    });
    const header = "case_id,activity,timestamp,start_timestamp,amount,note";
    const { rows } = await bothWays(await fileOf([header, ...lines].join("\n")));
    expect(rows).toBe(lines.length);
    const kinds = new Set(asked.mock.calls.map(([, { kind }]) => kind));
    expect(kinds).toEqual(new Set(["scan", "place", "encode"]));
    asked.mockRestore();
  });
});
