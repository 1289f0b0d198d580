import { describe, expect, it } from "vitest";
import { detectValueType } from "../text/detect-value-type.ts";
import { accepted, fileOf, rowsOf } from "./test-imports.fixture.ts";

describe("texts that mean the same", () => {
  it.each([
    ["blanks behind and before it", " Prüfen ", "Prüfen"],
    ["a tabulator", "Check\t", "Check"],
    ["a no-break space", "Check\u00a0order", "Check order"],
    ["a no-break space at its end", "Check order\u00a0", "Check order"],
    ["an ideographic space", "受付\u3000完了", "受付 完了"],
    ["a zero-width space", "Check\u200b order", "Check order"],
    ["a byte-order mark", "\ufeffCheck order", "Check order"],
    ["a soft hyphen", "Pru\u00adefen", "Pruefen"],
    ["letters with separate accents", "Pru\u0308fen", "Prüfen"],
    ["separate Hangul letters", "\u1109\u1173\u11bc\u110b\u1175\u11ab", "승인"],
  ])("are one activity and one case in spite of %s, which is counted", async (_what, odd, plain) => {
    const rows = Array.from({ length: 12 }, (_, at) => {
      const [activity, id] = at % 4 === 0 ? [odd, odd] : [plain, plain];
      return `"${at < 6 ? id : "other"}","${activity}",2024-01-01 0${at % 10}:00:00`;
    });
    const { tablePath, cases, activities, errors, errorRecords } = await accepted(
      await fileOf(`case,activity,timestamp\n${rows.join("\n")}\n`),
      { caseId: "case", activity: "activity" },
    );
    expect({ cases, activities, errorRecords }).toEqual({ cases: 2, activities: 1, errorRecords: 0 });
    expect(await rowsOf(tablePath, "DISTINCT activity")).toEqual([[plain]]);
    const told = errors.find(({ type }) => type === "Folded Text");
    expect(told).toMatchObject({ resolved: true, count: 5 });
    expect(told?.examples[0]).toMatchObject({ line: 2 });
  });

  it("keeps the joiners that scripts and emoji need", async () => {
    const path = await fileOf("case,activity,timestamp\n1,می\u200cشود,2024-01-01\n1,👩\u200d⚕️,2024-01-02\n");
    expect((await rowsOf((await accepted(path)).tablePath, "activity")).flat()).toEqual(["می\u200cشود", "👩\u200d⚕️"]);
  });
});

describe("detectValueType", () => {
  it.each([
    ["DECIMAL_COMMA", ["1,5", "20", "-0,25"]],
    ["DECIMAL_COMMA", ["1.234,56", "12,00", "1.000"]],
    ["DECIMAL_COMMA", ["1 234,56", "12,00"]],
    ["GROUPED", ["1,234.56", "12", "3,000,000"]],
    ["VARCHAR", ["1,234", "2,345"]],
    ["VARCHAR", ["1,5", "1.5"]],
    ["VARCHAR", ["01,5", "02,5"]],
    ["DOUBLE", ["1.5", "2"]],
    ["BIGINT", ["1", "2"]],
  ] as const)("takes for %s: %j", (type, values) => {
    expect(detectValueType(values, false)).toBe(type);
  });
});

describe("numbers", () => {
  it("are read with a decimal comma, and with words for no value among them", async () => {
    const rows = ["1.234,56", "12,5", "NULL", "-", "0,25", ""].map(
      (amount, at) => `c${at % 2};${at % 3 === 0 ? "a" : "b"};2024-01-0${at + 1};${amount}`,
    );
    const { tablePath, columns } = await accepted(await fileOf(`case;activity;timestamp;amount\n${rows.join("\n")}\n`));
    expect(columns.find(({ name }) => name === "amount")).toMatchObject({ type: "DOUBLE", nulls: 3 });
    expect(await rowsOf(tablePath, "sum(amount)")).toEqual([[1247.31]]);
  });
});
