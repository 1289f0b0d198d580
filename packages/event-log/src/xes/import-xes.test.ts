import { describe, expect, it } from "vitest";
import { accepted, fileOf, refused, rowsOf } from "../import/test-imports.fixture.ts";

const event = (name: string, attributes = "", time = "2020-01-01T00:00:00Z"): string =>
  `<event><string key="concept:name" value="${name}"/><date key="time:timestamp" value="${time}"/>${attributes}</event>`;
const trace = (name: string, content: string): string =>
  `<trace><string key="concept:name" value="${name}"/>${content}</trace>`;
const log = (content: string, head = ""): Promise<string> => fileOf(`${head}<log>${content}</log>`);

describe("importing XES", () => {
  it("gives the attributes of a trace to all of its events, also those that stand behind them", async () => {
    const { tablePath, columns } = await accepted(
      await log(
        trace("1", '<string key="kind" value="A"/>') +
          `<trace>${event("a")}${event("b")}<string key="concept:name" value="2"/><int key="kind" value="7"/></trace>`,
      ),
    );
    expect(columns.map(({ name }) => name)).toEqual(["case_id", "activity", "timestamp", "case:kind"]);
    expect(await rowsOf(tablePath, '*, "case:kind"')).toMatchObject([
      ["2", "a", "2020-01-01 00:00:00", "7", "7"],
      ["2", "b", "2020-01-01 00:00:00", "7", "7"],
    ]);
  });

  it("keeps traces of one name apart, and tells of them", async () => {
    const { tablePath, cases, detected, quality } = await accepted(
      await log(trace("A", event("a")) + trace("B", event("b")) + trace("A", event("a") + event("c"))),
    );
    expect(cases).toBe(3);
    expect((await rowsOf(tablePath, "case_id, activity")).map(String)).toEqual(["A,a", "B,b", "A (3),a", "A (3),c"]);
    const told = detected.doubts.filter(({ kind }) => kind === "SameTraceName");
    expect(told).toMatchObject([{ count: 1, examples: [{ element: "trace 3", value: "A" }] }]);
    expect(quality.score).toBeLessThan(100);
  });

  it("does so for a trace too long to be held, and keeps the order of its events", async () => {
    const events = Array.from({ length: 180_000 }, (_, index) => event("a", `<int key="n" value="${index}"/>`)).join(
      "",
    );
    const path = await log(
      `<trace>${events}<string key="concept:name" value="late"/><string key="kind" value="x"/></trace>${trace("2", event("b"))}`,
    );
    const result = await accepted(path);
    expect(result).toMatchObject({ events: 180_001, cases: 2, errors: [] });
    expect(
      await rowsOf(
        result.tablePath,
        `count(DISTINCT case_id)::INTEGER, count("case:kind")::INTEGER, min(case_id), max(case_id)`,
      ),
    ).toEqual([[2, 180_000, "2", "late"]]);
    const numbers = (await rowsOf(result.tablePath, "n::INTEGER")).map(([n]) => n);
    expect(numbers.slice(0, -1)).toEqual(Array.from({ length: 180_000 }, (_, index) => index));
  });

  it("types attributes as declared, and as text where declarations or values disagree", async () => {
    const all =
      '<int key="i" value="3"/><float key="f" value="1e3"/><boolean key="b" value="true"/><id key="u" value="7"/>';
    const path = await log(
      trace(
        "1",
        event(
          "a",
          `${all}<date key="d" value="2020-01-01T01:00:00+01:00"/><int key="mixed" value="1"/><int key="odd" value="1"/>`,
        ) +
          event(
            "b",
            `${all}<string key="mixed" value="x"/><int key="odd" value="1.5"/><string key="zip" value="007"/>`,
          ),
      ),
    );
    const { columns, tablePath } = await accepted(path);
    expect(columns.slice(3).map(({ name, type }) => `${name} ${type}`)).toEqual([
      "i BIGINT",
      "f DOUBLE",
      "b BOOLEAN",
      "u VARCHAR",
      "d TIMESTAMP",
      "mixed VARCHAR",
      "odd VARCHAR",
      "zip VARCHAR",
    ]);
    expect(await rowsOf(tablePath, "d::VARCHAR, zip")).toEqual([
      ["2020-01-01 00:00:00", null],
      [null, "007"],
    ]);
  });

  it("names activities by the classifier where events have no name", async () => {
    const unnamed = (value: string): string =>
      `<event><string key="my act" value="${value}"/><string key="lifecycle:transition" value="start"/><date key="time:timestamp" value="2020-01-01T00:00:00Z"/></event>`;
    const classifier = (keys: string): string => `<classifier name="A" keys="${keys}"/>`;
    const activities = async (keys: string): Promise<unknown[]> =>
      (
        await rowsOf((await accepted(await log(classifier(keys) + trace("1", unnamed("x") + event("y"))))).tablePath)
      ).map((row) => row[1]);
    expect(await activities("'my act'")).toEqual(["x", "y"]);
    expect(await activities("'my act' lifecycle:transition")).toEqual(["x+start", "y"]);
    expect(await activities("concept:name lifecycle:transition")).toEqual(["y"]);
  });

  it("leaves out events outside of traces and passes over what is nested", async () => {
    const nested =
      '<list key="l"><values><string key="x" value="1"/></values></list><string key="p" value="q"><string key="child" value="z"/></string>';
    const result = await accepted(await log(event("loose") + trace("1", event("a", nested))));
    expect(result).toMatchObject({ events: 1, errorRecords: 1 });
    expect(result.errors[0]?.examples[0]?.element).toBe("event 1 outside of all traces");
    expect(result.columns.map(({ name }) => name)).toEqual(["case_id", "activity", "timestamp", "p"]);
  });

  it("reads UTF-8 under a declaration that says UTF-16, and reports bytes that are no text", async () => {
    const wrong = await log(trace("1", event("é")), '<?xml version="1.0" encoding="utf-16"?>');
    expect(await rowsOf((await accepted(wrong)).tablePath)).toEqual([["1", "é", "2020-01-01 00:00:00"]]);
    // Other words tell that the text is UTF-8.
    const words = ["Prüfung der Anträge", "Übergabe an die Behörde", "Rückfrage klären"];
    const [before = "", after = ""] =
      `<log>${trace("1", event("x#") + words.map((word) => event(word)).join(""))}</log>`.split("#");
    const damaged = await accepted(
      await fileOf(Buffer.concat([Buffer.from(before), Buffer.from([0xe9]), Buffer.from(after)])),
    );
    expect(damaged.errors).toMatchObject([
      { type: "Invalid Encoding", resolved: true, count: 1, examples: [{ element: "trace 1, event 1" }] },
    ]);
  });

  it("takes text with quotes, delimiters and line ends, and long values, as they are", async () => {
    const path = await log(
      trace("1", event("a &quot;b&quot;, &#10;c", `<string key="s" value="${"x".repeat(5_000_000)}"/>`)),
    );
    expect(await rowsOf((await accepted(path)).tablePath, "activity, length(s)::INTEGER")).toEqual([
      ['a "b", \nc', 5_000_000],
    ]);
  });

  it("refuses XML that goes on for ever without a tag, and entities of its own", async () => {
    const open = await refused(await fileOf(`<log><trace><event><string key="a" value="${"x".repeat(70_000_000)}`));
    expect(open).toMatchObject({ code: "MalformedXml", line: 1 });
    const entity = await log(trace("1", event("&lol;")), '<!DOCTYPE log [<!ENTITY lol "lol">]>');
    expect(await refused(entity)).toMatchObject({ code: "MalformedXml" });
  });
});
