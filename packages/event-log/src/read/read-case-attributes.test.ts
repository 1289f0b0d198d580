import { expect, it } from "vitest";
import { withTableFromSql } from "../test/read-table-from-sql.ts";
import { readCaseAttributes } from "./read-case-attributes.ts";
import { readEventLog } from "./read-event-log.ts";

/** Case, time, region, role and note of events, not in the order of their times. */
const ROWS = [
  ["a", "02:00", "north", "second line", ""],
  ["a", "01:00", "north", "first line", "x"],
  ["b", "01:00", "south", "second line", "y"],
  ["b", "02:00", "", "second line", "y"],
];

it("gives cases the value that they begin with, and says whether it changes later; a blank is no change", async () => {
  const table = `
    SELECT c AS case_id, 'step' AS activity, ('2024-01-01 ' || t)::TIMESTAMP AS timestamp, region, role, note
    FROM (VALUES ${ROWS.map((row) => `(${row.map((text) => `'${text}'`).join()})`).join()}) AS v(c, t, region, role, note)`;
  await withTableFromSql(table, async (options) => {
    const log = await readEventLog(options);
    const attributes = await readCaseAttributes(options, log.caseIds);
    const told = attributes.map((one) => [
      one.name,
      one.changes,
      log.caseIds.map((_, owner) => (one.kind === "text" ? one.values[one.codes[owner] ?? -1] : null)),
    ]);
    expect(told).toEqual([
      ["region", false, ["north", "south"]],
      ["role", true, ["first line", "second line"]],
      ["note", false, ["x", "y"]],
    ]);
  });
});
