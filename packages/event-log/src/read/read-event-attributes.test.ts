import { describe, expect, it } from "vitest";
import { mergeLifecycle } from "./merge-lifecycle.ts";
import { withTableFromSql } from "../test/read-table-from-sql.ts";
import { readEventAttributes, readEventTimes, type EventAttribute } from "./read-event-attributes.ts";
import { readEventLog } from "./read-event-log.ts";

const ROWS = [
  ["a", "first", "01:00", "1.5", "'x'", "complete"],
  ["b", "only", "01:00", "NULL", "'y'", "start"],
  ["a", "third", "03:00", "3", "NULL", "start"],
  ["a", "second", "02:00", "2", "'y'", "start"],
  ["a", "third", "04:00", "4", "''", "complete"],
  ["b", "only", "05:00", "5", "'x'", "complete"],
];

const values = (attribute: EventAttribute | undefined): (string | number | null)[] => {
  if (attribute?.kind === "number") return [...attribute.numbers].map((value) => (Number.isNaN(value) ? null : value));
  return [...(attribute?.codes ?? [])].map((code) => (code === 0 ? null : (attribute?.values[code - 1] ?? "?")));
};

const table = `
  SELECT c AS case_id, a AS activity, ('2024-01-01 ' || t)::TIMESTAMP AS timestamp, l AS lifecycle, n AS amount, w AS ward,
    'same' AS constant, TIMESTAMP '2024-02-02' + row_number() OVER () * INTERVAL 1 DAY AS due, n > 1.7 AS large
  FROM (VALUES ${ROWS.map(([c, a, t, n, w, l]) => `('${c}', '${a}', '${t}', ${n}::DOUBLE, ${w}::VARCHAR, '${l}')`).join()})
    AS v(c, a, t, n, w, l)`;

describe("readEventAttributes", () => {
  it("gives each row of the log the values of its own event, whatever the order of the file", async () => {
    await withTableFromSql(table, async (options) => {
      const log = await readEventLog({ ...options, withFileRows: true });
      const { read, notRead } = await readEventAttributes(options, log);
      expect(read.map(({ name, kind }) => [name, kind])).toEqual([
        ["amount", "number"],
        ["ward", "text"],
        ["large", "text"],
      ]);
      expect(notRead).toEqual([]);
      const [amount, ward, large] = read;
      expect(Array.from(log.activity, (code) => log.activities[code])).toEqual([
        "first",
        "second",
        "third",
        "third",
        "only",
        "only",
      ]);
      expect(values(amount)).toEqual([1.5, 2, 3, 4, null, 5]);
      expect(values(ward)).toEqual(["x", "y", null, null, "y", "x"]);
      expect(values(large)).toEqual(["false", "true", "true", "true", null, "true"]);
    });
  });

  it("gives a step that was merged from two events the values of its completion", async () => {
    await withTableFromSql(table, async (options) => {
      const recorded = await readEventLog({ ...options, withFileRows: true, withLifecycle: true });
      const merged = await mergeLifecycle(recorded);
      if (merged === null) throw new Error("nothing to merge");
      const { read } = await readEventAttributes(options, merged.log);
      expect(values(read[0])).toEqual([1.5, 2, 4, 5]);
    });
  });

  it("reads the times of a column, by row of the log", async () => {
    await withTableFromSql(table, async (options) => {
      const log = await readEventLog({ ...options, withFileRows: true });
      const days = [...((await readEventTimes(options, log, "due")) ?? [])].map((ms) => new Date(ms).getUTCDate());
      // The rows of the file in the order of the log: the first is due on the 3rd.
      expect(days).toEqual([3, 6, 5, 7, 4, 8]);
      expect((await readEventTimes(options, log, "ward"))?.every((ms) => Number.isNaN(ms))).toBe(true);
      expect(await readEventTimes(options, log, "nowhere")).toBeNull();
    });
  });

  it("refuses a log that doesn't know its rows", async () => {
    await withTableFromSql(table, async (options) => {
      const log = await readEventLog(options);
      await expect(readEventAttributes(options, log)).rejects.toThrow("without its file rows");
    });
  });
});
