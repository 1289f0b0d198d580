import { describe, expect, it } from "vitest";
import { exportedEvents } from "./exported-values.fixture.ts";
import { MORE_EXPORTS, UNCLEAR_EXPORTS } from "./more-tools.fixture.ts";
import { EXPORTS } from "./other-tools.fixture.ts";
import { csvOf, isoOf } from "./small-logs.fixture.ts";
import { accepted, fileOf, refused, rowsOf } from "./test-imports.fixture.ts";

describe("what other tools export", () => {
  it.each([...Object.entries(EXPORTS), ...Object.entries(MORE_EXPORTS)])(
    "with %s is read as it was meant",
    async (_title, log) => {
      const path = await fileOf(`${log.prefix ?? ""}${csvOf(exportedEvents, log.columns, log.delimiter)}`);
      const { tablePath, detected } = await accepted(path);
      const second = (column: string): string => `strftime(${column}, '%Y-%m-%d %H:%M:%S')`;
      const start = log.hasStart === true ? second("start_timestamp") : "NULL";
      const rows = await rowsOf(tablePath, `case_id, activity, ${second("timestamp")}, ${start}`);
      const right = exportedEvents.map((event) => [
        String(log.case?.(event) ?? event.caseId),
        String(log.activity?.(event) ?? event.activity),
        isoOf(event.end),
        log.hasStart === true ? isoOf(event.start) : null,
      ]);
      const sorted = (list: readonly unknown[]): string[] => list.map((row) => JSON.stringify(row)).toSorted();
      expect(sorted(rows)).toEqual(sorted(right));
      expect(detected.mapping.startTimestamp === undefined).toBe(log.hasStart !== true);
    },
  );

  it.each(Object.entries(UNCLEAR_EXPORTS))("without a clear activity asks for it, naming %s", async (name, columns) => {
    const { code, message } = await refused(await fileOf(csvOf(exportedEvents, columns)));
    expect(code).toBe("ColumnNotIdentified");
    expect(message).toContain(JSON.stringify(name));
  });
});

describe("tables that are no log of events", () => {
  it("of which each row is a case with one time are told", async () => {
    const rows = Array.from(
      { length: 24 },
      (_, at) => `T${at},${["open", "closed"][at % 2] ?? ""},${isoOf(Date.UTC(2024, 0, 1) + at * 9e6)}`,
    );
    const { detected, quality } = await accepted(await fileOf(`order,status,created\n${rows.join("\n")}\n`));
    expect(detected.doubts).toMatchObject([{ kind: "RoleUncertain", column: "order" }]);
    expect(quality.score).toBeLessThan(100);
  });
});
