import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { xlsxOf } from "../formats/write-formats.fixture.ts";
import { PlainTable } from "../table/plain-table.ts";
import { bothWays } from "../import/both-ways.fixture.ts";
import { fileOf, FIXTURES } from "../import/test-imports.fixture.ts";

const RUNS = Number(process.env["PLAIN_RECORDS_RUNS"] ?? 8);

interface Attribute {
  readonly key: string;
  readonly type: string;
  readonly value: string;
}
interface Trace {
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly isBehind: boolean;
  readonly events: readonly (readonly Attribute[])[];
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;").replaceAll("\n", "&#10;");
const tag = ({ key, type, value }: Attribute): string => `<${type} key="${key}" value="${escaped(value)}"/>`;
const xesOf = (traces: readonly Trace[], gap: string): string => {
  const events = ({ events: all }: Trace): string =>
    all.map((event) => `<event>${gap}${event.map(tag).join(gap)}${gap}</event>${gap}`).join("");
  const own = ({ name, attributes }: Trace): string =>
    [{ key: "concept:name", type: "string", value: name }, ...attributes].map(tag).join(gap);
  const whole = (trace: Trace): string =>
    trace.isBehind ? events(trace) + own(trace) : own(trace) + gap + events(trace);
  return `<?xml version="1.0"?>\n<log>${traces.map((trace) => `<trace>${gap}${whole(trace)}</trace>${gap}`).join("")}</log>`;
};

const values: Readonly<Record<string, fc.Arbitrary<string>>> = {
  string: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom("a", "Prüfung", "審査（一）", "check order", "7") },
    { weight: 1, arbitrary: fc.constantFrom("", " ", "x & y", 'say "no"', "two\nlines", "N/A", "\uFFFD", "led ") },
  ),
  int: fc.oneof(fc.integer().map(String), fc.constantFrom("9223372036854775807", "007", "")),
  float: fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.constantFrom("1e3", "NaN", "INF"),
  ),
  boolean: fc.constantFrom("true", "false", "1", ""),
  date: fc.constantFrom("2024-01-01T00:00:00Z", "2023-12-31", "2024-01-01T00:00:00.123+02:00", ""),
  id: fc.uuid(),
};
const attribute = fc
  .constantFrom(...Object.keys(values))
  .chain((type) => (values[type] ?? fc.constant("")).map((value): Attribute => ({ key: `the ${type}`, type, value })));
const event = fc.record({
  step: fc.constantFrom("Register", "Check", "CHECK", "Pay", "Prüfung", "x & y"),
  gap: fc.nat({ max: 90_000 }),
  more: fc.array(attribute, { maxLength: 3 }),
  fault: fc.constantFrom(...Array.from({ length: 25 }, () => null), "no name", "no time", "bad time", "twice"),
});
const traces = fc
  .array(
    fc.record({
      name: fc.integer({ min: 0, max: 60 }).map((number) => (number === 60 ? "" : `order ${number}`)),
      attributes: fc.array(attribute, { maxLength: 2 }),
      isBehind: fc.boolean(),
      events: fc.array(event, { maxLength: 6 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((all): Trace[] => {
    let ms = Date.UTC(2024, 0, 5, 8);
    return all.map((trace) => ({
      ...trace,
      events: trace.events.map(({ step, gap, more, fault }) => {
        ms += gap * 1000;
        const name = { key: "concept:name", type: "string", value: step };
        const time = {
          key: "time:timestamp",
          type: "date",
          value: fault === "bad time" ? "soon" : new Date(ms).toISOString(),
        };
        return [
          ...(fault === "no name" ? [] : [name]),
          ...(fault === "no time" ? [] : [time]),
          ...(fault === "twice" ? [{ ...name, value: "again" }] : []),
          ...more,
        ];
      }),
    }));
  });

/** Traces of which every format makes plain records. */
const plainTraces: Trace[] = ["order 1", "order 2"].map((name, at) => ({
  name,
  attributes: [],
  isBehind: false,
  events: ["Register", "Check", "Pay"].map((step, number) => [
    { key: "concept:name", type: "string", value: step },
    { key: "time:timestamp", type: "date", value: new Date(Date.UTC(2024, 0, 5 + at, 8 + number)).toISOString() },
  ]),
}));

/** The events of traces as records of names and values. */
const recordsOf = (all: readonly Trace[]): Record<string, string>[] =>
  all.flatMap(({ name, attributes, events }) =>
    events.map((attributesOfEvent) =>
      Object.fromEntries([
        ["case", name],
        ...attributesOfEvent.map(({ key, value }): [string, string] => [key.replace(/^.*:/, ""), value]),
        ...attributes.map(({ key, value }): [string, string] => [`case ${key}`, value]),
      ]),
    ),
  );

const formats: Readonly<Record<string, (all: readonly Trace[]) => string | Buffer | Promise<Buffer>>> = {
  XES: (all) => xesOf(all, ""),
  "XES, indented": (all) => xesOf(all, "\r\n\t"),
  "XES, UTF-16": (all) => Buffer.from(`\uFEFF${xesOf(all, " ")}`, "utf16le"),
  JSONL: (all) =>
    recordsOf(all)
      .map((record) => `${JSON.stringify(record)}\n`)
      .join(""),
  XLSX: async (all) => {
    const records = recordsOf(all);
    const names = [...new Set(records.flatMap(Object.keys))];
    return xlsxOf({ Log: [names, ...records.map((record) => names.map((name) => record[name] ?? ""))] });
  },
};

describe("records that are plain", () => {
  it.each(Object.entries(formats))(
    "of %s become the table and the result that staged ones become",
    async (_, write) => {
      const written = vi.spyOn(PlainTable.prototype, "write");
      const property = fc.asyncProperty(traces, async (all) => {
        await bothWays(await fileOf(await write(all)));
      });
      await fc.assert(property, { numRuns: RUNS, examples: [[plainTraces]] });
      // Else the staged way was compared with itself.
      expect(written.mock.calls.length).toBeGreaterThan(0);
      written.mockRestore();
    },
  );

  it.each(["receipt.xes.gz", "running-example.xes"])("%s is read alike both ways", async (name) => {
    const { rows } = await bothWays(`${FIXTURES}${name}`);
    expect(rows).toBeGreaterThan(0);
  });

  it("of more rows than are sampled, with attributes behind the events of a long trace, are read alike both ways", async () => {
    const eventAt = (at: number): readonly Attribute[] => [
      { key: "concept:name", type: "string", value: `step ${at % 7}` },
      {
        key: "time:timestamp",
        type: "date",
        value: new Date(Date.UTC(2024, 0, 1) + at * 60_000)
          .toISOString()
          .replace("2024-01-01T00:07", "2090-01-01T00:07"),
      },
      { key: "cost", type: "int", value: String(at % 100) },
    ];
    const all = [11_500, 300, 200].map((count, at) => ({
      name: `order ${at}`,
      attributes: [{ key: "kind", type: "string", value: `kind ${at % 2}` }],
      isBehind: at === 0,
      events: Array.from({ length: count }, (_, number) => eventAt(number)),
    }));
    const { rows, doubtful } = await bothWays(await fileOf(xesOf(all, "\n")));
    expect(rows).toBe(12_000);
    expect(doubtful.split("OutlyingTime").length - 1).toBe(3);
  });
});
