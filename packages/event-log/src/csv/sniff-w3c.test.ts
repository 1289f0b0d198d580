import { describe, expect, it } from "vitest";
import { isoOf, smallLog, tracesIn, tracesOf } from "../import/small-logs.fixture.ts";
import { accepted, fileOf, run } from "../import/test-imports.fixture.ts";

const EVENTS = smallLog();
const lines = (sign: string, from = 0, to = EVENTS.length): string =>
  EVENTS.slice(from, to)
    .map(({ end, caseId, activity }) => `${isoOf(end).replace(" ", sign)}${sign}${caseId}${sign}${activity}\n`)
    .join("");
const HEAD = "#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n#Date: 2024-03-04 08:00:00\n";

describe("logs whose columns stand in comments", () => {
  it.each<[string, string]>([
    ["blanks", `${HEAD}#Fields: date time case-id activity\n${lines(" ")}`],
    ["tabs", `#Version: 1.0\n#Fields: date\ttime\tcase-id\tactivity\n${lines("\t")}`],
    ["ends of lines of Windows", `${HEAD}#Fields: date time case-id activity\n${lines(" ")}`.replaceAll("\n", "\r\n")],
    ["Zeek's tabs", `#separator \\x09\n#path\tlog\n#fields\tdate\ttime\tcase-id\tactivity\n#types\tstring\tstring\tstring\tstring\n${lines("\t")}`], // prettier-ignore
  ])("are read with %s, however they are read", async (_, text) => {
    for (const plainFromBytes of [0, Infinity]) {
      const result = await run(await fileOf(text), {}, { plainFromBytes });
      if (!result.ok) throw new Error(result.message);
      expect(result.detected.mapping).toEqual({ caseId: "case-id", activity: "activity", timestamp: ["date", "time"] });
      expect(await tracesOf(result.tablePath)).toEqual(tracesIn(EVENTS));
      expect([result.errors, result.detected.doubts.map(({ kind }) => kind)]).toEqual([[], ["Preamble"]]);
    }
  });

  it("are read where the comments come again", async () => {
    const part = `${HEAD}#Fields: date time case-id activity\n`;
    const { tablePath, errors } = await accepted(await fileOf(`${part}${lines(" ", 0, 30)}${part}${lines(" ", 30)}`));
    expect(await tracesOf(tablePath)).toEqual(tracesIn(EVENTS));
    expect(errors).toMatchObject([{ type: "Wrong Column Count" }]);
  });

  it("aren't where comments only speak of fields", async () => {
    const text = `# fields: what is below\ncase,activity,timestamp\n${EVENTS.map(({ caseId, activity, end }) => `${caseId},${activity},${isoOf(end)}\n`).join("")}`;
    expect((await accepted(await fileOf(text))).events).toBe(EVENTS.length);
  });
});
