import { describe, expect, it } from "vitest";
import { sniffCsv, type SniffedCsv } from "./sniff-csv.ts";

const sniff = (text: string, isWhole = true): SniffedCsv => sniffCsv(text, isWhole, { columns: [] });

describe("sniffCsv", () => {
  it.each([",", ";", "\t", "|", "¸"])("finds the delimiter %j", (delimiter) => {
    const text = [
      ["case", "activity", "time"],
      ["1", "a", "2020-01-01 10:00:00"],
      ["2", "b", "2020-01-01 11:00:00"],
    ];
    const found = sniff(text.map((fields) => fields.join(delimiter)).join("\n"));
    expect(found).toMatchObject({ dialect: { delimiter }, hasHeader: true, names: ["case", "activity", "time"] });
  });

  it("isn't misled by decimal commas or by commas inside quotes", () => {
    expect(sniff("case;time;cost\n1;2020-01-01;1,5\n2;2020-01-02;2,5\n").dialect.delimiter).toBe(";");
    expect(sniff('case;text\n1;"a, b, c"\n2;"d, e, f"\n').dialect.delimiter).toBe(";");
  });

  it("follows Excel's sep= line and counts it", () => {
    expect(sniff("sep=|\ncase|time\n1|2020-01-01\n")).toMatchObject({
      dialect: { delimiter: "|" },
      names: ["case", "time"],
      linesBeforeData: 2,
    });
  });

  it("takes the header's end as the start of the data, however high it is and however little data the sample holds", () => {
    expect(sniff('"case\nid",time\n1,2020-01-01\n')).toMatchObject({ linesBeforeData: 2, isPlainStart: false });
    expect(sniff("\n\ncase,time\n\n1,2020-01-01\n").linesBeforeData).toBe(3);
    expect(sniff(`case,time\n1,${"x".repeat(1000)}`, false)).toMatchObject({ linesBeforeData: 1, records: 1 });
  });

  it.each([
    [
      "a title",
      "Export of process X\nCreated 2024-02-01 by ann\n\n",
      ["Export of process X", "Created 2024-02-01 by ann"],
      4,
    ],
    ["a title in as many fields", "Export of X,,,\n,,,\n", ["Export of X", ""], 3],
    ["notes with a comma", "From: a, b\nTo: c\n", ["From: a, b", "To: c"], 3],
    ["comments", "# generated\n# by a tool\n", ["# generated", "# by a tool"], 3],
    [
      "lines as wide as itself",
      "Report,2024-02-26 to 2024-04-01,Plant 7\nBy,Ann,2024-04-02\n",
      ["Report,2024-02-26 to 2024-04-01,Plant 7", "By,Ann,2024-04-02"],
      3,
    ],
    ["Excel's sep= line and a title", "sep=,\nExport\n", ["Export"], 3],
  ])("finds the table below %s", (_what, above, preamble, linesBeforeData) => {
    const rows = Array.from({ length: 8 }, (_, idx) => `${idx >> 1},register,2020-01-01 1${idx}:00:00,5`).join("\n");
    expect(sniff(`${above}case,activity,time,cost\n${rows}\n`)).toMatchObject({
      hasHeader: true,
      names: ["case", "activity", "time", "cost"],
      preamble,
      linesBeforeData,
      isPlainStart: true,
    });
  });

  it("finds data without header below comments", () => {
    expect(sniff("# by a tool\n1,a,2020-01-01\n1,b,2020-01-02\n2,a,2020-01-03\n")).toMatchObject({
      hasHeader: false,
      preamble: ["# by a tool"],
      linesBeforeData: 1,
      names: ["column_1", "column_2", "column_3"],
    });
  });

  it.each([
    ["a header that lacks names", "case\n1,2020-01-01\n2,2020-01-02\n"],
    ["a first record with empty fields", "1,,,\n2,a,2020-01-01,5\n2,b,2020-01-02,5\n"],
    ["one column", "a\nb\n"],
  ])("takes no part of the table for a title: %s", (_what, text) => {
    expect(sniff(text).preamble).toEqual([]);
  });

  it("tells data without header from a header", () => {
    expect(sniff("1,register,2020-01-01\n1,check,2020-01-02\n")).toMatchObject({
      hasHeader: false,
      names: ["column_1", "column_2", "column_3"],
      linesBeforeData: 0,
    });
    expect(sniff("x,y\na,1\nb,2\n").hasHeader).toBe(true);
  });

  it("has room for data wider than the header", () => {
    expect(sniff("case,time\n1,2020-01-01,\n2,2020-01-02,\n").names).toEqual(["case", "time", "column_3"]);
  });

  it("finds apostrophes as quotes and backslashes as escapes", () => {
    expect(sniff("'case','time'\n'1','a, b'\n").dialect.quote).toBe("'");
    expect(sniff('case,note\n1,"a \\"b\\", c"\n2,"d"\n').dialect.escape).toBe("\\");
  });

  it("takes a stray quote for an error where others enclose fields", () => {
    expect(sniff('case,note\n1,"a"x\n2,"b ""c"""\n').dialect.quote).toBe('"');
    expect(sniff('case,note\n1,5" pipe\n2,3" pipe\n')).toMatchObject({ dialect: { delimiter: "," }, records: 3 });
  });
});
